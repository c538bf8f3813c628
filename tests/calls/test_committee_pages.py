"""The committee: side by side, weighed without writing, decided, announced; then the figures."""

import csv
import io
import json
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from calls.instruction import recusing
from calls.instruction import writing as instruction
from calls.models import Application, Call, Decision
from calls.moving import Actor
from calls.states import Move
from coverage.states.refreshing import refresh
from directory.models import Pole
from directory.record.writing import poles_changed
from tests import factories
from tests.calls import support
from tests.directory.pages.conftest import lead_of, text_of
from tests.people import make_person

pytestmark = pytest.mark.django_db
COMMITTEE = "/instruction/ami-2027/comite/"


class World(NamedTuple):
    call: Call
    owner: User
    national: User
    analyst: User
    ain: Actor
    applications: list[Application]


@pytest.fixture
def world(ground) -> World:
    """Three instructed files: the first on covered ground, the second and the third on gaps."""
    pole = factories.make_pole(
        "laine", [factories.territory("epci", "200000001")], status="active", seat_id="01001",
        department_id="01", name="Pôle Laine",
    )  # fmt: skip
    poles_changed([pole.pk])
    refresh()
    call = support.make_call()
    owner = make_person("porteuse@exemple.fr")
    ain = Actor(make_person("ain@exemple.fr", "regional-cell", region_id="84"), "regional-cell")
    paris = Actor(make_person("paris@exemple.fr", "regional-cell", region_id="11"), "regional-cell")
    applications = [
        support.make_application(call, owner),
        support.make_application(call, owner, factories.territory("epci", "200000003")),
        support.make_application(
            call, owner, factories.territory("epci", "200000003"),
            factories.territory("commune", "75056"), regions=("11", "84"),
            themes=["textile-laine"],
        ),
    ]  # fmt: skip
    support.instruct(applications[0], ("84", ain))
    support.instruct(applications[1], ("84", ain))
    support.start(applications[2], ain)
    low = {one.pk: 0 for one in call.criteria.all()}
    instruction.give_opinion(applications[2].pk, "84", ain, support.full(applications[2]))
    instruction.give_opinion(
        applications[2].pk, "11", paris,
        support.full(applications[2], scores=low, advice="defavorable"),
    )  # fmt: skip
    instruction.move(applications[2].pk, Move.CLOSE, ain)
    return World(
        call, owner, make_person("cna@exemple.fr", "national-cell"),
        make_person("analyste@exemple.fr", "analyst"), ain, applications,
    )  # fmt: skip


def typed(world: World, *outcomes: str, grant: str = "80000", **more: str) -> dict[str, str]:
    """What the form sends: an outcome an application, in the order of their numbers."""
    data: dict[str, str] = {}
    for rank, (one, outcome) in enumerate(zip(world.applications, outcomes, strict=True), 1):
        decision = Decision.objects.filter(application=one).first()
        data |= {
            f"{one.pk}-rank": str(rank),
            f"{one.pk}-outcome": outcome,
            f"{one.pk}-grant": grant,
            f"{one.pk}-reason": "",
            f"{one.pk}-seen": decision.decided_at.isoformat() if decision else "",
        }
    return data | more


def order_of(page: str) -> list[str]:
    """The projects in the order of the table."""
    body = page[page.index("<tbody>", page.index('class="en-blocs comite"')) :]
    names = ["Filière 1", "Filière 2", "Filière 3"]
    return sorted(names, key=lambda name: body.index(f">{name}</a>"))


def test_all_stand_side_by_side_with_scores_and_what_each_would_cover(client, world):
    client.force_login(world.national)
    page = client.get(COMMITTEE)
    text = text_of(page)
    assert order_of(page.content.decode()) == ["Filière 1", "Filière 2", "Filière 3"]
    assert "50,0/100 écart 100,0" in text
    assert "Île-de-France : défavorable , 0,0" in text
    people = factories.POPULATION
    isere = sum(people[code] for code in factories.EPCI_OF["200000003"])
    both = isere + people["75056"]
    assert f"{isere} habitants , 3 communes" in text
    assert f"{both:,}".replace(",", " ") + " habitants , 4 communes" in text
    assert "0 habitant , 0 commune" in text
    assert "déjà couverts : 7 habitants" in text
    assert "Aucune lauréate dans la sélection, pour une enveloppe de 200 000 €." in text


def test_simulating_writes_nothing_and_says_the_envelope_and_the_portfolio(client, world):
    client.force_login(world.national)
    data = typed(world, "", "laureate", "laureate", faire="simuler")
    page = client.post(COMMITTEE, data)
    text = text_of(page)
    assert "2 lauréates dans la sélection, 160 000 €" in text
    assert "Reste de l'enveloppe 40 000 €" in text
    # The second adds nothing to the third, which holds its ground and Paris.
    assert "sans elle : −0 habitant" in text
    assert f"sans elle : −{factories.POPULATION['75056']:,}".replace(",", " ") in text
    assert "numeros=0002,0003" in page.content.decode()
    over = text_of(
        client.post(COMMITTEE, data | {f"{world.applications[0].pk}-outcome": "laureate"})
    )
    assert "dépassée" in over
    assert not Decision.objects.exists()


def test_ranks_move_by_buttons_and_by_numbers(client, world):
    client.force_login(world.national)
    second = world.applications[1].pk
    page = client.post(COMMITTEE, typed(world, "", "", "", faire=f"monter-{second}"))
    assert order_of(page.content.decode()) == ["Filière 2", "Filière 1", "Filière 3"]
    assert "« Filière 2 » passe au rang 1." in text_of(page)
    assert f'data-focus="monter-{second}"' in page.content.decode()
    page = client.post(COMMITTEE, typed(world, "", "", "", faire=f"descendre-{second}"))
    assert order_of(page.content.decode()) == ["Filière 1", "Filière 3", "Filière 2"]
    data = typed(world, "", "", "", faire="simuler") | {f"{world.applications[0].pk}-rank": "9"}
    page = client.post(COMMITTEE, data)
    assert order_of(page.content.decode()) == ["Filière 2", "Filière 3", "Filière 1"]


def chosen_in(page: str) -> list[str]:
    """Projects whose row is marked as chosen."""
    rows = page.split('<tr id="ligne-')[1:]
    return [
        name for row in rows for name in ("Filière 1", "Filière 2", "Filière 3")
        if f">{name}</a>" in row and 'class="comite-laureate"' in row.split(">")[0] + ">"
    ]  # fmt: skip


def test_proposals_stay_within_the_envelope(client, world):
    client.force_login(world.national)
    page = client.post(COMMITTEE, typed(world, "", "", "", faire="proposer-rang"))
    assert chosen_in(page.content.decode()) == ["Filière 1", "Filière 2"]
    page = client.post(COMMITTEE, typed(world, "", "", "", faire="proposer-couverture"))
    # The third covers all the gaps: the others add nobody to it.
    assert chosen_in(page.content.decode()) == ["Filière 3"]
    page = client.post(COMMITTEE, typed(world, "", "", "refused", faire="proposer-couverture"))
    assert chosen_in(page.content.decode()) == ["Filière 2"]
    assert not Decision.objects.exists()


def test_decisions_are_saved_together_with_a_reason_for_each_refusal(client, world):
    client.force_login(world.national)
    data = typed(world, "reserve", "laureate", "refused", faire="enregistrer")
    page = client.post(COMMITTEE, data)
    assert "une candidature non retenue l'est pour un motif" in text_of(page)
    assert not Decision.objects.exists()
    page = client.post(COMMITTEE, data | {"motif_commun": "Hors des priorités."}, follow=True)
    assert "3 décisions enregistrées" in text_of(page)
    refused = Decision.objects.get(outcome="refused")
    assert refused.reason == "Hors des priorités."
    assert refused.decided_by == world.national
    # A page left open elsewhere does not write over what was decided since.
    page = client.post(COMMITTEE, data | {"motif_commun": "Autre."})
    assert "la décision a changé entre-temps" in text_of(page)


def test_an_amount_that_is_none_is_told_beside_its_field_and_kept_as_typed(client, world):
    client.force_login(world.national)
    data = typed(world, "laureate", "", "", grant="beaucoup", faire="enregistrer")
    page = client.post(COMMITTEE, data)
    text = text_of(page)
    assert "Rien n'est enregistré." in text
    assert "nombre entier" in text
    assert 'value="beaucoup"' in page.content.decode()
    data = typed(world, "laureate", "", "", grant="500000", faire="enregistrer")
    assert "100 000 € au plus" in text_of(client.post(COMMITTEE, data))
    assert not Decision.objects.exists()


def decided(client, world: World) -> None:
    client.force_login(world.national)
    data = typed(world, "reserve", "laureate", "refused", faire="enregistrer")
    client.post(COMMITTEE, data | {"motif_commun": "Hors des priorités."})


def test_the_sheet_prints_what_is_decided(client, world):
    decided(client, world)
    text = text_of(client.get(f"{COMMITTEE}feuille/"))
    assert text.index("Lauréates 1") < text.index("Liste complémentaire 1") < text.index(
        "Non retenues 1"
    )  # fmt: skip
    assert "Motif : Hors des priorités." in text


def test_the_announcement_says_what_is_missing_then_is_made_once_it_is_confirmed(
    client, world, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(world.national)
    page = client.get(f"{COMMITTEE}annonce/")
    assert "AMI-2027-0001 (Filière 1) : instruite." in text_of(page)
    client.post(f"{COMMITTEE}annonce/", {"sure": "on"})
    assert not Pole.objects.filter(recognitions__scheme="ami").exists()
    decided(client, world)
    client.post(f"{COMMITTEE}annonce/", {})
    assert Call.objects.get(pk=world.call.pk).announced_at is None
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"{COMMITTEE}annonce/", {"sure": "on"}, follow=True)
    assert "3 décisions annoncées" in text_of(page)
    assert Pole.objects.get(recognitions__scheme="ami").name == "Filière 2"
    # The account and the contact of each, one letter each; the role that comes with the record is
    # told to its holder and to the national cell.
    told = [message for message in mailoutbox if "candidature" not in message.subject.lower()]
    assert (len(mailoutbox), len(told)) == (8, 2)
    assert all(len(message.to) == 1 for message in mailoutbox)
    client.logout()
    assert "Filière 2" in text_of(client.get("/appels/ami-2027/"))
    assert "filiere-2" in client.get("/api/poles/").content.decode()


def test_an_envelope_exceeded_is_said_before_the_announcement(client, world):
    client.force_login(world.national)
    data = typed(world, "laureate", "laureate", "laureate", faire="enregistrer")
    client.post(COMMITTEE, data)
    text = text_of(client.get(f"{COMMITTEE}annonce/"))
    assert "Les aides décidées dépassent l'enveloppe de 40 000 €." in text


def test_statistics_are_for_those_who_analyse_and_tell_no_decision_before_its_time(client, world):
    decided(client, world)
    client.force_login(world.ain.person)
    assert client.get("/appels/ami-2027/statistiques/").status_code == 404
    client.force_login(world.analyst)
    page = client.get("/appels/ami-2027/statistiques/")
    assert "3 candidatures reçues, 3 recevables. Aucune lauréate" in lead_of(page)
    text = text_of(page)
    assert "1 candidature est à cheval sur plusieurs régions" in text
    assert "Décision prise" not in text
    assert "Instruite 3" in text


PERSONAL = (
    "Camille", "contact1", "porteuse@", "0601020304", "Structure 1", "Relocaliser", "Solide",
    "Membre", "Filière",
)  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "csv-metadata.json", "xlsx", "csv.zip", "geojson"])
def test_no_file_holds_anything_of_a_person_and_each_says_how_it_was_made(client, world, form):
    decided(client, world)
    client.force_login(world.analyst)
    response = client.get(f"/appels/ami-2027/statistiques/candidatures.{form}")
    assert response.status_code == 200
    body = response.getvalue()
    if form in ("xlsx", "csv.zip"):
        with ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    text = body.decode()
    for word in PERSONAL:
        assert word not in text
    assert "laureate" not in text.replace("laureate, reserve ou refused", "")
    if form != "csv":
        assert "rayon_km" in text or "parametres" in text
        assert "ami-2027" in text


def test_a_file_has_a_row_an_application_and_its_ground(client, world):
    client.force_login(world.analyst)
    body = (
        client.get("/appels/ami-2027/statistiques/candidatures.csv").getvalue().decode("utf-8-sig")
    )
    rows = list(csv.DictReader(io.StringIO(body), delimiter=";"))
    assert [row["numero"] for row in rows] == ["AMI-2027-0001", "AMI-2027-0002", "AMI-2027-0003"]
    assert rows[2]["regions"] == "11|84"
    assert rows[2]["a_cheval"] == "VRAI"
    assert rows[0]["population_gagnee"] == "0"
    found = json.loads(client.get("/appels/ami-2027/statistiques/candidatures.geojson").getvalue())
    assert found["atlas"]["parametres"]["statuts"] == ["actif"]
    assert found["features"][0]["geometry"]["type"] == "MultiPolygon"
    assert client.get("/appels/ami-2027/statistiques/candidatures.exe").status_code == 404
    assert timezone.localdate().isoformat() in found["atlas"]["donnees_du"]


def test_who_stands_aside_reads_a_decision_at_no_door_and_announces_none(client, world):
    """It is told to them by the announcement, that a colleague makes."""
    first = world.applications[0]
    aside = make_person("cna2@exemple.fr", "national-cell")
    recusing.stand_aside(first.pk, ["84"], Actor(aside, "national-cell"), "Un lien de famille.")
    client.force_login(world.national)
    sent = typed(world, "laureate", "refused", "refused", motif_commun="Hors sujet.")
    client.post(COMMITTEE, sent | {"faire": "enregistrer", f"{first.pk}-reason": "Très bon."})
    assert Decision.objects.get(application=first).reason == "Très bon."
    for page in (f"{COMMITTEE}feuille/", f"{COMMITTEE}annonce/"):
        client.force_login(world.national)
        assert "Très bon." in text_of(client.get(page))
        client.force_login(aside)
        text = text_of(client.get(page))
        assert "Très bon." not in text
        assert "80 000" not in text.replace("\u202f", " ")
    for page in (f"{COMMITTEE}feuille/", COMMITTEE):
        assert "Une décision prise sans vous n'y est pas comptée." in lead_of(client.get(page))
    answer = client.post(f"{COMMITTEE}annonce/", {"sure": "on"})
    assert answer.status_code == 200
    assert "un collègue annonce" in text_of(answer)
    first.refresh_from_db()
    assert first.state == "decided"


def test_whose_application_is_decided_reads_nothing_of_it_before_the_announcement(client, world):
    client.force_login(world.national)
    sent = typed(world, "laureate", "refused", "refused", motif_commun="Hors sujet.")
    client.post(COMMITTEE, sent | {"faire": "enregistrer"})
    Application.objects.filter(pk=world.applications[1].pk).update(owner=world.national)
    assert "Hors sujet." in text_of(client.get(f"{COMMITTEE}annonce/"))  # of the third
    assert "Filière 2" not in text_of(client.get(f"{COMMITTEE}annonce/"))
    client.post(f"{COMMITTEE}annonce/", {"sure": "on"})
    assert not Call.objects.get(pk=world.call.pk).announced_at
