"""Who stands aside does so alone; a region that has nobody left is stood in for, and it is said."""

import html
from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Mandate
from accounts.rights import people_holding
from accounts.roles import Act
from calls.application.pages import documents
from calls.instruction import recusing
from calls.instruction import writing as instruction
from calls.instruction.keeping import OPINIONS
from calls.instruction.substituting import name_substitute
from calls.models import Application, ApplicationEvent, Document, Opinion, Substitute
from calls.moving import Actor
from calls.states import Move, OutOfOrder, State
from tests.calls import support
from tests.people import make_person

CELL = "regional-cell"


class World(NamedTuple):
    application: Application
    owner: User
    ain: Actor
    colleague: Actor
    paris: Actor
    national: Actor


@pytest.fixture
def world(ground) -> World:
    """An application under instruction in two regions; Île-de-France has no cell at all."""
    owner = make_person("porteuse@exemple.fr")
    people = {
        name: Actor(make_person(f"{name}@exemple.fr", CELL, region_id=region), CELL)
        for name, region in (("ain", "84"), ("colleague", "84"), ("paris", "04"))
    }
    national = Actor(make_person("cna@exemple.fr", "national-cell"), "national-cell")
    application = support.make_application(
        support.make_call(), owner, regions=("11", "84"), project_name="Filière bois"
    )
    support.start(application, people["ain"])
    return World(application, owner, national=national, **people)


def page_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.person)
    return client


def address(world: World, name: str = "dossier-suppleant", *more: str) -> str:
    return reverse(name, args=["ami-2027", world.application.number, *more])


def name(world: World, person: User, reason: str = "Pas de cellule.", cell=()) -> Substitute:
    return name_substitute(world.application.pk, "11", person, world.national, reason, cell)


def test_one_who_stands_aside_leaves_their_region_to_a_colleague_and_it_is_waited_for(world):
    pk = world.application.pk
    recusing.stand_aside(pk, ["84"], world.ain, "Un lien de famille.")
    name(world, world.paris.person)
    instruction.give_opinion(pk, "11", world.paris, support.full(world.application))
    with pytest.raises(OutOfOrder, match="attendu : Auvergne-Rhône-Alpes"):
        instruction.move(pk, Move.CLOSE, world.colleague)
    instruction.give_opinion(pk, "84", world.colleague, support.full(world.application))
    instruction.move(pk, Move.CLOSE, world.colleague)
    assert Application.objects.get(pk=pk).stands is State.INSTRUCTED


def test_nobody_is_named_while_the_cell_has_someone(world):
    cell = {one.pk for one in people_holding(Act.GIVE_OPINION, "84")}
    assert cell == {world.ain.person.pk, world.colleague.person.pk}
    pk = world.application.pk
    for who in (world.ain, world.colleague):
        with pytest.raises(OutOfOrder, match="peut encore rendre"):
            name_substitute(pk, "84", world.paris.person, world.national, "Motif.", cell)
        recusing.stand_aside(pk, ["84"], who, "Un lien.")
    named = name_substitute(pk, "84", world.paris.person, world.national, "Déports.", cell)
    assert named.region_id == "84"
    assert ApplicationEvent.objects.filter(move="name-substitute", data__region="84").exists()


def test_a_substitute_is_neither_the_applicant_nor_someone_who_stood_aside_and_has_a_reason(world):
    recusing.stand_aside(world.application.pk, ["84"], world.ain, "Un lien.")
    for person in (world.owner, world.ain.person):
        with pytest.raises(OutOfOrder, match="déposé la candidature ou s'est déportée"):
            name(world, person)
    with pytest.raises(OutOfOrder, match="a un motif"):
        name(world, world.paris.person, reason="  ")
    name(world, world.paris.person)
    with pytest.raises(OutOfOrder, match="déjà suppléante"):
        name(world, world.paris.person)
    assert Substitute.objects.count() == 1


def test_the_national_cell_sees_in_its_list_which_applications_wait_for_a_substitute(world):
    board = page_of(world.national)

    def waiting():
        shown = text(board.get(reverse("instruction")))
        assert ("Suppléant à désigner" in shown) is (world.application.number in shown)
        return world.application.number in shown

    assert waiting()
    assert "à désigner" not in text(page_of(world.ain).get(reverse("instruction")))
    name(world, world.paris.person)
    assert not waiting()
    recusing.stand_aside(world.application.pk, ["11"], world.paris, "Un lien.")
    assert waiting()
    recusing.stand_aside(world.application.pk, ["11"], world.national, "Un lien.")
    assert not waiting()


def test_the_national_cell_names_someone_of_elsewhere_who_is_told_and_gives_the_opinion(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    board = page_of(world.national)
    assert "Désigner un suppléant (Île-de-France)" in text(board.get(address(world, "dossier")))
    elsewhere = page_of(world.paris)
    assert elsewhere.get(address(world, "dossier")).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        answer = board.post(
            address(world, "dossier-suppleant", "11"),
            {"person": world.paris.person.pk, "reason": "Île-de-France n'a pas de cellule."},
        )
    assert answer.status_code == 302
    (mail,) = mailoutbox
    assert mail.to == ["paris@exemple.fr"]
    assert address(world, "dossier-avis", "11") in mail.body
    assert "Donner votre avis (Île-de-France)" in text(elsewhere.get(address(world, "dossier")))
    grid = world.application.call.criteria.all()
    sent = {f"note_{one.pk}": one.highest for one in grid}
    answer = elsewhere.post(
        address(world, "dossier-avis", "11"),
        {**sent, "advice": "favorable", "text": "Solide.", "faire": "rendre"},
    )
    assert answer.status_code == 302, text(answer)
    assert Opinion.objects.get(region="11").state == "given"
    shown = text(board.get(address(world, "dossier")))
    assert "Suppléance de paris@exemple.fr" in shown
    assert "Île-de-France n'a pas de cellule." in shown
    assert "Suppléant désigné" in shown


def test_the_national_cell_names_itself_and_gives_the_opinion(world):
    board = page_of(world.national)
    board.post(
        address(world, "dossier-suppleant", "11"),
        {"person": world.national.person.pk, "reason": "Personne d'autre."},
    )
    assert board.get(address(world, "dossier-avis", "11")).status_code == 200
    assert board.get(address(world, "dossier-avis", "84")).status_code == 404


def test_only_the_national_cell_names_and_only_where_nobody_is_left(world):
    assert page_of(world.ain).get(address(world, "dossier-suppleant", "11")).status_code == 404
    board = page_of(world.national)
    assert board.get(address(world, "dossier-suppleant", "84")).status_code == 404
    assert board.get(address(world, "dossier-suppleant", "04")).status_code == 404
    assert board.get(address(world, "dossier-suppleant", "11")).status_code == 200


def test_a_substitute_who_stands_aside_too_leaves_the_place_to_another(world):
    name(world, world.paris.person)
    answer = page_of(world.paris).post(
        address(world, "dossier-deport"), {"reason": "J'y ai travaillé."}
    )
    assert answer.status_code == 302
    assert page_of(world.paris).get(address(world, "dossier-avis", "11")).status_code == 404
    name(world, world.national.person, "Le premier s'est déporté.")
    assert Substitute.objects.count() == 2


def test_the_file_says_who_stands_in_and_offers_another_only_once_they_no_longer_can(world):
    board = page_of(world.national)
    name(world, world.paris.person)
    shown = text(board.get(address(world, "dossier")))
    assert "Suppléant désigné\u00a0: paris@exemple.fr" in shown
    assert "Désigner un" not in shown
    recusing.stand_aside(world.application.pk, ["11"], world.paris, "J'y ai travaillé.")
    shown = text(board.get(address(world, "dossier")))
    assert "Suppléant désigné\u00a0: paris@exemple.fr" not in shown
    assert "Désigner un autre suppléant (Île-de-France)" in shown


def test_a_substitute_whose_mandate_ended_or_account_is_closed_no_longer_stands_in(world):
    board = page_of(world.national)
    name(world, world.paris.person)
    world.paris.person.mandates.all().delete()
    assert "Désigner un autre suppléant" in text(board.get(address(world, "dossier")))
    name(world, world.colleague.person)
    assert "Suppléant désigné\u00a0: colleague@" in text(board.get(address(world, "dossier")))
    User.objects.filter(pk=world.colleague.person.pk).update(is_active=False)
    assert "Désigner un autre suppléant" in text(board.get(address(world, "dossier")))


def test_what_is_kept_of_a_substitute_is_told_and_forgotten(world):
    name(world, world.paris.person, "Elle connaît la filière.")
    told = OPINIONS.export("paris@exemple.fr")
    assert told[0]["motif_de_la_suppleance"] == "Elle connaît la filière."
    OPINIONS.forget("paris@exemple.fr")
    assert Substitute.objects.get().person is None


def text(response) -> str:
    return html.unescape(response.content.decode())


def test_a_substitute_who_has_left_every_cell_reads_and_says_nothing_more(world):
    name(world, world.paris.person)
    Mandate.objects.filter(person=world.paris.person).update(
        role="officer", department="974", region=None
    )
    client = page_of(world.paris)
    for door in ("dossier", "dossier-avis"):
        more = ("11",) if door == "dossier-avis" else ()
        assert client.get(address(world, door, *more)).status_code == 404
    sent = client.post(address(world, "dossier-avis", "11"), {"faire": "rendre"})
    assert sent.status_code == 404


def test_a_substitute_opens_the_documents_of_the_file_that_they_judge(world, monkeypatch):
    monkeypatch.setattr(documents, "given", lambda document: HttpResponse(document.name))
    document = Document.objects.create(
        application=world.application, kind="budget", name="budget.pdf", size=4, sha256="0" * 64,
        stored="absent", media_type="application/pdf",
    )  # fmt: skip
    opened = reverse("candidature-document", args=[world.application.key, document.pk])
    assert page_of(world.paris).get(opened).status_code == 404
    name(world, world.paris.person)
    assert page_of(world.paris).get(opened).status_code == 200
