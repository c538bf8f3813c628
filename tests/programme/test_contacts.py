"""Who to turn to in a region: the file, its loader, the pages and the door that show it."""

import html
import io
import json
import re

import pytest
from django.conf import settings
from django.core.management import call_command

from geo.models import Region
from programme.models.contacts import RegionalContact
from tests import factories

FILE = settings.BASE_DIR / "data" / "contacts" / "contacts.jsonl"
CODES = sorted({json.loads(line)["region_code"] for line in FILE.read_text().splitlines()})
GOOD = {
    "region_code": "84", "organisation": "CRESS d'essai", "kind": "cress",
    "website": "https://cress.example.org", "sources": ["https://cress.example.org/page"],
    "checked": "2026-11-26",
}  # fmt: skip


def command(*args):
    """The exit code and everything that was said."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_contacts", *map(str, args), stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def state():
    return list(RegionalContact.objects.order_by("pk").values())


@pytest.fixture
def file(tmp_path, ground):
    """Write a file of contacts: one line a value, as it is or as JSON."""

    def write(*lines):
        path = tmp_path / "contacts.jsonl"
        texts = [one if isinstance(one, str) else json.dumps(one) for one in lines]
        path.write_text("\n".join(texts) + "\n")
        return path

    return write


@pytest.fixture
def contacts(ground, file):
    command(
        file(
            GOOD,
            GOOD | {"organisation": "CRESS éteinte", "in_use": False, "remark": "En liquidation.",
                    "region_code": "11", "website": None},
        ),
        "--write",
    )  # fmt: skip


def text_of(response) -> str:
    body = response.content.decode().partition("<body")[2]
    visible = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", visible)).split())


def test_the_committed_file_loads_whole_and_twice_the_same(empty_ground):
    for code in CODES:
        Region.objects.create(code=code, name=code, name_key=code, zone="metro", population=0)
    lines = [json.loads(line) for line in FILE.read_text().splitlines()]
    assert command("--write")[0] == 0
    assert RegionalContact.objects.count() == len(lines) == 24
    before = state()
    assert "Rien à écrire." in command("--write")[1]
    assert state() == before
    assert set(RegionalContact.objects.filter(in_use=False).values_list("region", flat=True)) == {
        "28"
    }


def test_the_committed_file_names_institutions_and_no_one(empty_ground):
    text = FILE.read_text()
    assert "@" not in text
    assert not re.search(r"(?<![\d/])0\d([ .-]?\d{2}){4}(?!\d)", text)


def test_without_write_nothing_is_written(file):
    code, said = command(file(GOOD))
    assert (code, state()) == (0, [])
    assert "ajoutés : CRESS d'essai (84, cress)" in said
    assert "Essai à blanc" in said


@pytest.mark.parametrize(
    ("changes", "field", "accepted"),
    [
        ({"region_code": "99"}, "region_code", "région en vigueur"),
        ({"region_code": 84}, "region_code", "région"),
        ({"kind": "amicale"}, "kind", "amicale"),
        ({"organisation": ""}, "organisation", "(vide)"),
        ({"organisation": None}, "organisation", "vide"),
        ({"organisation": "CRESS, contact@cress.example.org"}, "organisation", "courriel"),
        ({"remark": "Appeler le 01 23 45 67 89"}, "remark", "téléphone"),
        ({"website": "http://user:pw@host/"}, "website", "mot de passe"),
        ({"sources": []}, "sources", "vide"),
        ({"sources": [3]}, "sources", "liste de textes"),
        ({"sources": ["javascript:alert(1)"]}, "sources", "http"),
        ({"checked": "2026-02-30"}, "checked", "AAAA-MM-JJ"),
        ({"checked": "2999-01-01"}, "checked", "à venir"),
        ({"in_use": "non"}, "in_use", "true ou false"),
        ({"telephone": "1"}, "telephone", "une clé parmi"),
    ],
)
def test_a_fault_is_said_with_its_line_field_and_value_and_nothing_is_written(
    file, changes, field, accepted
):
    other = GOOD | {"organisation": "CRESS juste"}
    code, said = command(file(other, GOOD | changes), "--write")
    said = " ".join(said.split())
    assert (code, state()) == (1, [])
    assert "contacts.jsonl" in said
    assert "1 erreur" in said or "erreurs" in said
    for word in (field, "2"):
        assert word in said
    assert any(part in said for part in accepted.split("|")), said


@pytest.mark.parametrize("line", ["{", "[1]", "null", '"x"', "[" * 100_000])
def test_a_line_that_is_no_object_is_refused(file, line):
    code, said = command(file(GOOD, line), "--write")
    assert (code, state()) == (1, [])
    assert "un objet JSON" in said


def test_one_body_named_twice_is_refused(file):
    code, said = command(file(GOOD, GOOD), "--write")
    assert (code, state()) == (1, [])
    assert "une ligne par organisme" in " ".join(said.split())


def test_the_file_is_right_about_what_is_gone(file, contacts):
    code, said = command(file(GOOD | {"city": "Lyon"}), "--write")
    assert code == 0
    assert [(one["organisation"], one["city"]) for one in state()] == [("CRESS d'essai", "Lyon")]
    assert "disparus : CRESS éteinte (11, cress)" in said


@pytest.mark.parametrize(
    "path", ["/communes/01001/", "/epci/200000001/", "/departements/38/", "/regions/84/"]
)
def test_a_place_gives_the_contact_of_its_region_with_its_source(client, contacts, path):
    said = text_of(client.get(path))
    assert "Votre contact régional" in said
    assert "CRESS d'essai" in said
    assert "cress.example.org" in said
    assert "26 novembre 2026" in said
    assert "non ouvert lors du relevé" in said


def test_a_pole_gives_the_contact_of_its_region(client, contacts):
    factories.make_pole("laine", status="active")
    assert "CRESS d'essai" in text_of(client.get("/poles/laine/"))


def test_a_region_without_contact_says_so_and_nothing_false(client, contacts):
    assert "Aucun contact publié n'a été trouvé" in text_of(client.get("/regions/04/"))


def test_a_body_that_can_no_longer_serve_is_said_so_and_leads_nowhere(client, contacts):
    said = text_of(client.get("/regions/11/"))
    assert "CRESS éteinte Ne peut plus servir de contact. En liquidation." in said


def test_the_page_of_partners_gives_every_region(client, contacts, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        said = text_of(client.get("/partenaires/"))
    total = Region.objects.current().count()
    assert f"est nommé par une page publique dans 1 région sur {total}." in said
    assert said.count("Aucun contact publié n'a été trouvé") == total - 2


def test_the_door_gives_contacts_page_by_page(client, contacts):
    whole = json.loads(client.get("/api/contacts/").content)
    assert (whole["numberMatched"], whole["numberReturned"]) == (2, 2)
    assert set(whole["regions_sans_contact"]) == {"04", "11"}
    page = json.loads(client.get("/api/contacts/?limit=1").content)
    assert (page["numberMatched"], page["numberReturned"]) == (2, 1)
    assert {link["rel"] for link in page["links"]} == {"self", "next"}
    (row,) = json.loads(client.get("/api/contacts/?region=84").content)["resultats"]
    assert (row["organisme"], row["joignable"], row["releve_le"]) == (
        "CRESS d'essai", True, "2026-11-26",
    )  # fmt: skip
    assert row["sources"] == GOOD["sources"]


@pytest.mark.parametrize("query", ["region=99", "nature=club", "limit=0", "personne=x"])
def test_the_door_refuses_what_it_does_not_know(client, ground, query):
    answer = client.get(f"/api/contacts/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["parametre"] == query.partition("=")[0]
