"""One reading of codes, behind every door: any case, codes of yesterday, lost zeros, refusals."""

import json

import pytest

from directory.footprints import derive_footprints
from geo import levels
from geo.codes import UnknownCodeError, found_of, resolve
from geo.models import FormerCommune
from tests import factories
from tests.factories import territory

pytestmark = pytest.mark.usefixtures("ground")
FORMER, ARRONDISSEMENT = "01900", "75116"


@pytest.fixture
def former(ground) -> None:
    """A commune that was absorbed, and an arrondissement; a pole on each commune of today."""
    kinds = FormerCommune.Kind
    FormerCommune.objects.create(
        code=FORMER, kind=kinds.ABSORBED, name="Vieille-Ville", commune_id="01002"
    )
    FormerCommune.objects.create(
        code=ARRONDISSEMENT, kind=kinds.ARRONDISSEMENT, name="Paris 16e", commune_id="75056"
    )
    factories.make_pole("laine", [territory("commune", "01002")], status="active")
    factories.make_pole("paris", [territory("commune", "75056")], status="active")
    derive_footprints()


@pytest.mark.parametrize(
    ("level", "text", "code"),
    [(levels.COMMUNE, " 01002 ", "01002"), (levels.DEPARTMENT, "01", "01"),
     (levels.REGION, "84", "84"), (levels.EPCI, "200000001", "200000001")],
)  # fmt: skip
def test_a_code_in_force_is_itself(level, text, code):
    place = resolve(level, text)
    assert (place.code, place.moved) == (code, False)


def test_a_code_of_yesterday_is_today_s_and_says_what_it_was(former):
    place = resolve(levels.COMMUNE, FORMER)
    assert (place.code, place.moved, place.was) == ("01002", True, "Vieille-Ville")
    assert "01900 (Vieille-Ville) se lit aujourd'hui Commune 01002 (01002)." in place.sentence()
    many = found_of(levels.COMMUNE, [FORMER, "01001", "99999", "x"])
    assert {text: place.code for text, place in many.items()} == {FORMER: "01002", "01001": "01001"}


@pytest.mark.parametrize(
    "text", ["99999", "abc", "2a999", "", "0100", "010011", "０１００２", "1\x00"]
)
def test_what_is_no_code_is_refused_with_what_is_accepted(text):
    with pytest.raises(UnknownCodeError) as refused:
        resolve(levels.COMMUNE, text)
    assert refused.value.accepted.startswith("le code Insee d'une commune")


@pytest.mark.parametrize(
    ("level", "text", "offered"),
    [(levels.COMMUNE, "1002", "01002 (Commune 01002) ?"), (levels.DEPARTMENT, "1", "01 (Ain) ?"),
     (levels.REGION, "4", "04 (La Réunion) ?")],
)  # fmt: skip
def test_a_lost_zero_is_offered_and_never_put_back_in_silence(level, text, offered):
    with pytest.raises(UnknownCodeError) as refused:
        resolve(level, text)
    assert refused.value.accepted.endswith(offered)


@pytest.mark.parametrize(
    ("level", "text"),
    [(levels.DEPARTMENT, "975"), (levels.COMMUNE, "98818"), (levels.COMMUNE, "97502")],
)
def test_a_collectivity_outside_the_departments_gets_a_sentence(level, text):
    with pytest.raises(UnknownCodeError, match="hors des 101 départements, sans donnée"):
        resolve(level, text)


# Every door that takes a code: what it says with today's code, and with that of yesterday.
DOORS = [
    ("/api/poles/?commune={}", levels.COMMUNE),
    ("/api/exports/poles.geojson?commune={}", levels.COMMUNE),
    ("/api/communes/?code={}&format=geojson", levels.COMMUNE),
    ("/api/exports/communes.csv?code={}", levels.COMMUNE),
    ("/api/sites/?k=1&candidats={}", levels.COMMUNE),
    ("/api/sites/?k=1&candidats=01002,75056,38001&forcer={}", levels.COMMUNE),
    ("/api/scenarios/?scenario=choix:{}", levels.COMMUNE),
    ("/api/poles/?departement={}", levels.DEPARTMENT),
    ("/api/communes/?codeDepartement={}", levels.DEPARTMENT),
    ("/api/couverture/?niveau=commune&departement={}", levels.DEPARTMENT),
    ("/api/lacunes/?departement={}", levels.DEPARTMENT),
    ("/api/priorites/?departement={}", levels.DEPARTMENT),
    ("/api/scores/?departement={}", levels.DEPARTMENT),
    ("/api/exports/couverture-communes.csv?departement={}", levels.DEPARTMENT),
    ("/api/poles/?region={}", levels.REGION),
    ("/api/couverture/?niveau=epci&region={}", levels.REGION),
    ("/api/poles/?epci={}", levels.EPCI),
    ("/api/communes/?codeEpci={}", levels.EPCI),
]
UNKNOWN = {
    levels.COMMUNE: "99999", levels.DEPARTMENT: "99", levels.REGION: "99", levels.EPCI: "999999999",
}  # fmt: skip


@pytest.mark.parametrize(("address", "level"), DOORS)
def test_an_unknown_code_is_refused_at_every_door(client, former, address, level):
    answer = client.get(address.format(UNKNOWN[level]))
    assert answer.status_code == 400, answer.content
    said = json.loads(answer.content)
    assert said["accepte"]
    assert UNKNOWN[level] in said["valeur"]


@pytest.mark.parametrize("address", [path for path, level in DOORS if level is levels.COMMUNE])
def test_a_code_of_yesterday_answers_as_today_s_at_every_door(client, former, address):
    today, yesterday = (read(client, address.format(code)) for code in ("75056", ARRONDISSEMENT))
    assert today == yesterday


def read(client, address):
    """What an answer holds, its account of the question aside."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "csv" in address:
        return text
    found = json.loads(text)
    if "scenarios" in found:
        return [one["sites"] for one in found["scenarios"]]
    return found["features"] if "features" in found else found["sites"]


def test_the_substitution_stands_in_the_answer(client, former):
    moved = {
        "parametre": "commune", "demande": ARRONDISSEMENT, "lu": "75056", "nom": "Paris",
        "etait": "Paris 16e",
    }  # fmt: skip
    said = client.get(f"/api/poles/?commune={ARRONDISSEMENT}").json()["parametres"]
    assert said == {"commune": "75056", "substitutions": [moved]}
    sites = client.get(f"/api/sites/?k=1&candidats={ARRONDISSEMENT}").json()["parametres"]
    assert sites["candidats"] == "75056"
    assert sites["substitutions"] == [moved | {"parametre": "candidats"}]
    forced = client.get(f"/api/sites/?k=1&forcer={ARRONDISSEMENT}&candidats=75056").json()
    assert forced["parametres"]["substitutions"] == [moved | {"parametre": "forcer"}]
    compared = f"/api/scenarios/?scenario=choix:{ARRONDISSEMENT}&scenario=choix:75056"
    told = client.get(compared).json()["parametres"]
    assert told["substitutions"] == [moved | {"parametre": "scenario"}]
    same = client.get(f"/api/scenarios/?scenario=choix:{ARRONDISSEMENT},75056").json()
    assert [site["cle"] for site in same["scenarios"][0]["sites"]] == ["75056"]
    for refused, name in (
        (f"/api/sites/?departement=01&k=1&candidats={ARRONDISSEMENT}", "candidats"),
        (f"/api/sites/?departement=01&k=1&forcer={ARRONDISSEMENT}", "forcer"),
        (f"/api/sites/?k=1&candidats=75056,01004&forcer={ARRONDISSEMENT}&exclure=75056", "forcer"),
    ):
        refusal = client.get(refused).json()
        assert (refusal["parametre"], refusal["valeur"]) == (name, ARRONDISSEMENT)
    listed = client.get(f"/api/communes/?code={ARRONDISSEMENT}")
    assert listed["X-Substitution"] == f"code={ARRONDISSEMENT} lu 75056"
    assert "substitutions" not in client.get("/api/poles/?commune=75056").json()["parametres"]


@pytest.mark.parametrize(
    ("asked", "today"),
    [
        ("/communes/{}/", f"/communes/01002/?depuis={FORMER}"),
        ("/api/communes/{}/?fields=nom", "/api/communes/01002/?fields=nom"),
    ],
)
def test_the_api_leads_where_the_page_leads(client, former, asked, today):
    answer = client.get(asked.format(FORMER))
    assert (answer.status_code, answer["Location"]) == (301, today)
    unknown = client.get(asked.format("99999"))
    assert unknown.status_code == 404
    assert "« 99999 » : attendu, le code Insee d" in unknown.content.decode().replace("&#x27;", "'")
    assert "01002 (Commune 01002) ?" in client.get(asked.format("1002")).content.decode()
