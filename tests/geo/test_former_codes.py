"""Codes that communes bore before 1968 or 1976, many of which are postcodes today."""

import datetime

import pytest

from geo import levels
from geo.codes import UnknownCodeError, found_of, resolve
from geo.models import Commune, CommunePassage, FormerCommune

pytestmark = pytest.mark.usefixtures("ground")
SMALL, LARGE, OTHER = "75006", "75007", "01900"


@pytest.fixture(autouse=True)
def renumbered(ground) -> None:
    """Two codes that changed and are postcodes: of a small commune, of a large one."""
    for code, today in ((SMALL, "93001"), (LARGE, "93002")):
        CommunePassage.objects.create(
            code=code, name="Ville", ended=datetime.date(1968, 1, 1), commune_id=today,
            kind="changement de code",
        )  # fmt: skip
    Commune.objects.filter(pk="01002").update(postcodes=[SMALL], population=9_999)
    Commune.objects.filter(pk="75056").update(postcodes=[LARGE], population=2_000_000)
    Commune.objects.filter(pk="93002").update(name="Asnières", linking=1)


def test_a_code_that_changed_leads_to_todays_though_it_is_a_small_postcode():
    place = resolve(levels.COMMUNE, SMALL)
    assert (place.code, place.moved, place.was) == ("93001", True, "Ville")


def test_a_code_that_is_a_well_known_postcode_is_refused_and_both_are_offered():
    with pytest.raises(UnknownCodeError) as refused:
        resolve(levels.COMMUNE, LARGE)
    assert refused.value.accepted.endswith(
        "; 75007 est l'ancien code Insee d'Asnières (93002) et un code postal de Paris (75056) : "
        "lequel des deux ?"
    )
    assert list(found_of(levels.COMMUNE, [LARGE, SMALL])) == [SMALL]


def test_a_postcode_of_the_commune_itself_is_no_second_reading():
    Commune.objects.filter(pk="93002").update(postcodes=[LARGE], population=3_000_000)
    assert resolve(levels.COMMUNE, LARGE).code == "93002"


def test_every_door_says_the_same(client):
    read = client.get(f"/api/poles/?commune={SMALL}").json()["parametres"]
    assert (read["commune"], read["substitutions"][0]["lu"]) == ("93001", "93001")
    refused = client.get(f"/api/poles/?commune={LARGE}")
    assert refused.status_code == 400
    assert "lequel des deux ?" in refused.json()["accepte"]
    assert "lequel des deux" in client.get(f"/communes/{LARGE}/").content.decode()


def test_a_code_in_force_beside_another_says_more_than_a_passage_of_old():
    CommunePassage.objects.create(
        code=OTHER, name="Ville", ended=datetime.date(1973, 1, 1), commune_id="01001",
        kind="absorption",
    )  # fmt: skip
    FormerCommune.objects.create(
        code=OTHER, kind="associee", name="Ville-Neuve", commune_id="01002"
    )
    place = resolve(levels.COMMUNE, OTHER)
    assert (place.code, place.was) == ("01002", "Ville-Neuve")
