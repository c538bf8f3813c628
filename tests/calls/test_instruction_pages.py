"""The pages of those who instruct: who sees what, what each may do, what it says."""

from typing import NamedTuple

import pytest
from django.contrib.auth.models import User

from accounts.models import Mandate
from calls.decision import writing as decisions
from calls.decision.writing import Choice, Outcome
from calls.instruction import writing as instruction
from calls.instruction.pages.people import make_lead
from calls.models import Application, Call, Opinion
from calls.moving import Actor
from calls.states import OutOfOrder, State
from directory.models import Pole
from tests import factories
from tests.calls import support
from tests.directory.pages.conftest import lead_of, text_of
from tests.people import make_person

pytestmark = pytest.mark.django_db


class World(NamedTuple):
    call: Call
    owner: User
    ain: User
    colleague: User
    paris: User
    reunion: User
    officer: User
    national: User
    analyst: User
    application: Application

    @property
    def path(self) -> str:
        return f"/instruction/{self.call.slug}/{self.application.number}/"


@pytest.fixture
def world(ground) -> World:
    call = support.make_call()
    people = {
        "owner": make_person("porteuse@exemple.fr"),
        "ain": make_person("ain@exemple.fr", "regional-cell", region_id="84"),
        "colleague": make_person("collegue@exemple.fr", "regional-cell", region_id="84"),
        "paris": make_person("paris@exemple.fr", "regional-cell", region_id="11"),
        "reunion": make_person("reunion@exemple.fr", "regional-cell", region_id="04"),
        "officer": make_person("agent@exemple.fr", "officer", department_id="01"),
        "national": make_person("cna@exemple.fr", "national-cell"),
        "analyst": make_person("analyste@exemple.fr", "analyst"),
    }
    application = support.make_application(call, people["owner"], regions=("11", "84"))
    return World(call, application=application, **people)


def act(client, world: World, what: str, **fields: str):
    """Send a move as the page does."""
    data = {"acte": what} | {f"{what}-{name}": value for name, value in fields.items()}
    return client.post(f"{world.path}acte/", data, follow=True)


def stands(world: World) -> State:
    return Application.objects.get(pk=world.application.pk).stands


def addresses(world: World) -> list[str]:
    return [
        world.path,
        f"{world.path}deport/",
        f"{world.path}avis/84/",
        f"{world.path}avis/11/",
    ]


def test_a_cell_of_another_region_finds_nothing_at_any_address(client, world):
    client.force_login(world.reunion)
    for path in addresses(world):
        assert client.get(path).status_code == 404
        assert client.post(path, {"faire": "rendre"}).status_code in (404, 405)
    assert act(client, world, "accept").status_code == 404
    assert client.post(f"{world.path}avis/84/reprendre/").status_code == 404
    assert world.application.number not in text_of(client.get("/instruction/ami-2027/"))
    contours = client.get("/instruction/ami-2027/territoires.geojson?numeros=0001").json()
    assert contours["features"] == []
    assert stands(world) is State.SUBMITTED


@pytest.mark.parametrize("name", ["owner", "analyst"])
def test_who_reads_no_application_finds_no_instruction(client, world, name):
    client.force_login(getattr(world, name))
    for path in ["/instruction/", "/instruction/ami-2027/", *addresses(world)]:
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["ain", "paris", "officer", "analyst", "owner"])
def test_the_committee_is_the_national_cell_s_alone(client, world, name):
    client.force_login(getattr(world, name))
    for path in ("", "feuille/", "annonce/"):
        assert client.get(f"/instruction/ami-2027/comite/{path}").status_code == 404
        assert client.post(f"/instruction/ami-2027/comite/{path}", {}).status_code in (404, 405)


def test_a_visitor_is_led_to_sign_in(client, world):
    for path in ["/instruction/", *addresses(world), "/instruction/ami-2027/comite/"]:
        assert client.get(path).status_code == 302


def test_a_draft_is_its_author_s_alone(client, world):
    Application.objects.create(call=world.call, owner=world.owner, regions=["84"])
    client.force_login(world.ain)
    assert "1 candidature reçue sur votre territoire" in lead_of(client.get("/instruction/"))


def test_an_application_that_straddles_is_seen_by_both_regions_and_an_officer_reads(client, world):
    for person in (world.ain, world.paris, world.officer, world.national):
        client.force_login(person)
        page = client.get(world.path)
        assert page.status_code == 200
        assert "Filière 1" in text_of(page)
    client.force_login(world.officer)
    text = text_of(client.get(world.path))
    assert "Ce que vous pouvez faire" not in text
    assert "contact1@exemple.fr" not in text
    assert act(client, world, "accept").status_code == 404
    assert client.get(f"{world.path}avis/84/").status_code == 404


def test_a_file_shows_what_was_submitted_and_whose_opinion_is_awaited(client, world):
    client.force_login(world.ain)
    text = text_of(client.get(world.path))
    for said in (
        "AMI-2027-0001", "Relocaliser une filière.", "Membre entreprise", "porteuse",
        world.application.frozen_sha256, "contact1@exemple.fr", "Avis attendu.",
        "Recevabilité, règle par règle", "Déclarer la candidature complète",
    ):  # fmt: skip
        assert said in text


def test_the_acts_lead_a_file_through_and_a_reason_is_asked_beside_its_field(client, world):
    client.force_login(world.ain)
    page = act(client, world, "reject", reason="")
    assert "Ce champ est obligatoire" in text_of(page)
    assert stands(world) is State.SUBMITTED
    assert "État de la candidature : complète." in text_of(act(client, world, "accept"))
    act(client, world, "start")
    page = act(client, world, "ask", text="Combien d'emplois ?", due="2020-01-01")
    text = text_of(page)
    assert "Une date à venir est attendue" in text
    assert "Combien d'emplois ?" in text
    act(client, world, "ask", text="Combien d'emplois ?", due="")
    assert stands(world) is State.ASKED
    act(client, world, "resume", reason="Sans réponse depuis un mois.")
    assert stands(world) is State.IN_INSTRUCTION
    text = text_of(client.get(world.path))
    assert "L'instruction a repris sans réponse." in text
    assert "pas encore possible : l'avis de la cellule régionale est encore attendu" in text


def test_a_move_out_of_order_says_why_and_writes_nothing(client, world):
    client.force_login(world.ain)
    page = act(client, world, "close")
    assert "On ne peut pas clore l'instruction" in text_of(page)
    assert stands(world) is State.SUBMITTED
    for other in ("decide", "submit", "announce"):
        assert "Choisissez un des actes proposés." in text_of(act(client, world, other))
    assert stands(world) is State.SUBMITTED


def opinion(world: World, **fields: str) -> dict[str, str]:
    """What the form of an opinion sends."""
    scores = world.call.criteria.values_list("pk", "highest")
    return {
        "advice": "favorable",
        "text": "Le projet est solide.",
        **{f"note_{key}": str(highest) for key, highest in scores},
        "faire": "rendre",
    } | fields


def test_an_opinion_is_kept_then_given_and_the_others_are_read_afterwards(client, world):
    paris, ain = Actor(world.paris, "regional-cell"), Actor(world.ain, "regional-cell")
    support.start(world.application, ain)
    instruction.give_opinion(
        world.application.pk, "11", paris, support.full(world.application, text="Secret de Paris.")
    )
    client.force_login(world.ain)
    text = text_of(client.get(world.path))
    assert "Secret de Paris." not in text
    assert "vous lirez les avis des autres régions une fois rendu celui de la vôtre" in text
    assert "attend votre avis" in text_of(client.get("/instruction/ami-2027/"))
    path = f"{world.path}avis/84/"
    page = client.post(path, opinion(world, text="", faire="rendre"))
    assert "Ce champ est obligatoire" in text_of(page)
    client.post(path, opinion(world, text="Un brouillon.", faire="enregistrer"))
    assert Opinion.objects.get(region="84").state == "draft"
    for reader in (world.colleague, world.national):
        client.force_login(reader)
        assert "Un brouillon." not in text_of(client.get(world.path))
    client.force_login(world.ain)
    page = client.post(path, opinion(world, seen="1"), follow=True)
    text = text_of(page)
    assert "Votre avis est rendu" in text
    assert "Secret de Paris." in text
    assert "100,0 sur 100" in text


def test_a_score_out_of_its_bounds_is_refused_beside_its_field(client, world):
    support.start(world.application, Actor(world.ain, "regional-cell"))
    client.force_login(world.ain)
    key = world.call.criteria.get(position=1).pk
    page = client.post(f"{world.path}avis/84/", opinion(world, **{f"note_{key}": "6"}))
    assert "inférieure ou égale à 5" in text_of(page)
    assert not Opinion.objects.exists()


def test_who_stands_aside_reads_no_opinion_and_acts_no_more(client, world):
    support.start(world.application, Actor(world.ain, "regional-cell"))
    client.force_login(world.ain)
    page = client.post(f"{world.path}deport/", {"reason": "Ma sœur y travaille."}, follow=True)
    assert "Vous êtes déporté" in text_of(page)
    instruction.give_opinion(
        world.application.pk, "84", Actor(world.colleague, "regional-cell"),
        support.full(world.application, text="Avis du collègue."),
    )  # fmt: skip
    text = text_of(client.get(world.path))
    assert "Avis du collègue." not in text
    assert "Ce que vous pouvez faire" not in text
    assert "Ma sœur y travaille." in text
    for path in (f"{world.path}avis/84/", f"{world.path}deport/"):
        assert client.get(path).status_code == 404
    assert "déporté" in text_of(act(client, world, "close"))
    client.force_login(world.paris)
    assert "Ma sœur" not in text_of(client.get(world.path))
    client.force_login(world.colleague)
    assert "Ma sœur" in text_of(client.get(world.path))


def test_who_decides_stands_aside_too_and_a_colleague_decides(client, world):
    ain, paris = Actor(world.ain, "regional-cell"), Actor(world.paris, "regional-cell")
    support.instruct(world.application, ("84", ain), ("11", paris))
    client.force_login(world.national)
    assert "Se déporter" in client.get(world.path).content.decode()
    page = client.post(f"{world.path}deport/", {"reason": "J'en suis sociétaire."}, follow=True)
    assert "Vous êtes déporté" in text_of(page)
    refused = Choice(world.application.pk, Outcome.LAUREATE, 50_000, 1, "Le meilleur dossier.")
    with pytest.raises(OutOfOrder, match="Vous vous êtes déporté"):
        decisions.decide([refused], Actor(world.national, "national-cell"))
    other = Actor(make_person("cna2@exemple.fr", "national-cell"), "national-cell")
    assert decisions.decide([refused], other) == 1


def test_the_journal_names_people_to_those_who_instruct_and_hides_decisions(client, world):
    User.objects.filter(pk=world.ain.pk).update(first_name="Dominique", last_name="Ferrand")
    ain, paris = Actor(world.ain, "regional-cell"), Actor(world.paris, "regional-cell")
    support.instruct(world.application, ("84", ain), ("11", paris))
    decisions.decide(
        [Choice(world.application.pk, Outcome.LAUREATE, 50_000, 1, "Le meilleur dossier.")],
        Actor(world.national, "national-cell"),
    )
    seen = {}
    for name in ("colleague", "officer", "national"):
        client.force_login(getattr(world, name))
        seen[name] = text_of(client.get(world.path))
    assert "Dominique Ferrand" in seen["colleague"]
    assert "Dominique Ferrand" not in seen["officer"]
    assert "cellule régionale d'animation" in seen["officer"]
    assert "Le meilleur dossier." in seen["national"]
    for name in ("colleague", "officer"):
        assert "Décision prise" in seen[name]
        assert "Le meilleur dossier." not in seen[name]
        assert "lauréate, 50" not in seen[name]


def test_filters_narrow_the_list_and_refuse_what_they_do_not_know(client, world):
    support.make_application(world.call, None, themes=["textile-laine"], project_name="Laine")
    client.force_login(world.national)
    text = text_of(client.get("/instruction/ami-2027/?theme=textile-laine"))
    assert "2 candidatures reçues en tout, 1 dans cette liste." in text
    page = client.get("/instruction/ami-2027/?region=99")
    assert page.status_code == 400
    for sort in ("numero", "depot", "nom", "aide", "etat"):
        assert client.get(f"/instruction/ami-2027/?tri={sort}").status_code == 200


def test_one_s_space_says_what_waits(client, world):
    client.force_login(world.ain)
    assert "Instruction des candidatures 1" in text_of(client.get("/compte/"))


def test_contours_are_those_of_the_applications_within_reach(client, world):
    client.force_login(world.ain)
    found = client.get("/instruction/ami-2027/territoires.geojson?numeros=0001,abc,7").json()
    assert [one["id"] for one in found["features"]] == ["AMI-2027-0001"]
    assert found["features"][0]["geometry"]["type"] == "MultiPolygon"


def test_a_list_asks_as_many_questions_whatever_its_length(
    client, world, django_assert_max_num_queries
):
    for _ in range(6):
        support.make_application(world.call)
    client.force_login(world.national)
    with django_assert_max_num_queries(26):
        client.get("/instruction/ami-2027/")


def test_one_in_reserve_is_called_from_its_page(client, world):
    ain, paris = Actor(world.ain, "regional-cell"), Actor(world.paris, "regional-cell")
    support.instruct(world.application, ("84", ain), ("11", paris))
    national = Actor(world.national, "national-cell")
    decisions.decide([Choice(world.application.pk, Outcome.RESERVE)], national)
    decisions.announce(world.call.pk, national, make_lead)
    client.force_login(world.national)
    page = act(client, world, "promote", reason="Un désistement.", grant="500")
    assert "l'appel donne 30 000 € au moins" in text_of(page)
    act(client, world, "promote", reason="Un désistement.", grant="40000")
    assert stands(world) is State.LAUREATE
    assert Pole.objects.get().name == "Filière 1"


def test_who_names_a_pole_that_is_not_theirs_is_said_to_those_who_instruct(client, world):
    pole = factories.make_pole("velo", name="Pôle Vélo", seat_id="01006", department_id="01")
    Application.objects.filter(pk=world.application.pk).update(pole=pole)
    client.force_login(world.ain)
    said = "Le candidat n'en est pas le porteur connu."
    assert said in text_of(client.get(world.path))
    Mandate.objects.create(person=world.owner, role="lead", pole=pole)
    assert said not in text_of(client.get(world.path))
