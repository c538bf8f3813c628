"""What instructing writes: questions, opinions given once a region, those who stand aside."""

import datetime
from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from calls.decision.committee import Committee
from calls.instruction import recusing
from calls.instruction import writing as instruction
from calls.instruction.file import File
from calls.instruction.keeping import OPINIONS
from calls.instruction.reading import Reader
from calls.instruction.twins import Twin, twins_of
from calls.instruction.writing import Written
from calls.models import Application, ApplicationEvent, Call, FormerOpinion, Member, Opinion
from calls.moving import Actor
from calls.states import Move, OutOfOrder, State
from geo.reach import EVERYWHERE, Reach
from tests.calls import support
from tests.people import make_person
from web.page import absolute

pytestmark = pytest.mark.django_db


class World(NamedTuple):
    call: Call
    owner: User
    ain: Actor
    colleague: Actor
    paris: Actor
    application: Application


@pytest.fixture
def world(ground) -> World:
    call = support.make_call()
    owner = make_person("porteuse@exemple.fr")
    cells = {
        name: Actor(make_person(f"{name}@exemple.fr", "regional-cell", region_id=region), "cell")
        for name, region in (("ain", "84"), ("colleague", "84"), ("paris", "11"))
    }
    application = support.make_application(call, owner, regions=("11", "84"))
    return World(call, owner, application=application, **cells)


def stands(application: Application) -> State:
    return Application.objects.get(pk=application.pk).stands


def test_a_question_is_told_to_the_applicant_and_holds_the_instruction(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    support.start(world.application, world.ain)
    with django_capture_on_commit_callbacks(execute=True):
        due = datetime.date(2027, 3, 1)
        instruction.ask(world.application.pk, world.ain, "Qui porte l'emploi ?", due)
    assert stands(world.application) is State.ASKED
    assert {tuple(mail.to) for mail in mailoutbox} == {
        ("contact1@exemple.fr",),
        ("porteuse@exemple.fr",),
    }
    assert "Qui porte l'emploi ?" in mailoutbox[0].body
    assert "1er mars 2027" in mailoutbox[0].body
    assert absolute(world.application.get_absolute_url()) in mailoutbox[0].body


def test_nothing_is_sent_for_a_demonstration(world, mailoutbox, django_capture_on_commit_callbacks):
    support.amend(Call.objects.get(), demonstration=True)
    with django_capture_on_commit_callbacks(execute=True):
        instruction.move(world.application.pk, Move.REJECT, world.ain, "Hors sujet.")
    assert mailoutbox == []


def test_the_applicant_is_told_why_a_file_is_not_eligible(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        instruction.move(world.application.pk, Move.REJECT, world.ain, "Deux membres.")
    assert stands(world.application) is State.INELIGIBLE
    assert "Motif : Deux membres." in mailoutbox[0].body


def test_a_refusal_without_reason_writes_nothing(world):
    with pytest.raises(OutOfOrder, match="un motif est attendu"):
        instruction.move(world.application.pk, Move.REJECT, world.ain)
    assert stands(world.application) is State.SUBMITTED
    assert not ApplicationEvent.objects.exists()


def test_an_opinion_is_kept_as_a_draft_then_given_whole(world):
    support.start(world.application, world.ain)
    pk = world.application.pk
    draft = instruction.save_opinion(pk, "84", world.ain, Written(text="À voir."))
    assert draft.state == "draft"
    with pytest.raises(OutOfOrder, match="favorable, réservé ou défavorable"):
        instruction.give_opinion(pk, "84", world.ain, Written(text="À voir."))
    with pytest.raises(OutOfOrder, match="Chaque critère"):
        instruction.give_opinion(pk, "84", world.ain, support.full(world.application, scores={}))
    given = instruction.give_opinion(pk, "84", world.ain, support.full(world.application))
    assert (given.state, given.scores.count()) == ("given", 2)
    with pytest.raises(OutOfOrder, match="déjà rendu"):
        instruction.give_opinion(pk, "84", world.colleague, support.full(world.application))


def test_a_score_stays_within_its_criterion(world):
    support.start(world.application, world.ain)
    key = world.call.criteria.get(position=1).pk
    with pytest.raises(OutOfOrder, match="de 0 à 5"):
        instruction.save_opinion(world.application.pk, "84", world.ain, Written(scores={key: 6}))
    other = support.make_call("autre").criteria.get(position=1)
    with pytest.raises(OutOfOrder, match="pas de cet appel"):
        instruction.save_opinion(
            world.application.pk, "84", world.ain, Written(scores={other.pk: 1})
        )
    assert not Opinion.objects.exists()


def test_a_draft_saved_in_another_window_is_not_written_over(world):
    support.start(world.application, world.ain)
    pk = world.application.pk
    first = instruction.save_opinion(pk, "84", world.ain, Written(text="Un."))
    instruction.save_opinion(pk, "84", world.ain, Written(text="Deux."), first.version)
    with pytest.raises(OutOfOrder, match="autre fenêtre"):
        instruction.save_opinion(pk, "84", world.ain, Written(text="Trois."), first.version)
    assert Opinion.objects.get().text == "Deux."


def test_who_stands_aside_leaves_the_file_to_a_colleague(world):
    support.start(world.application, world.ain)
    pk = world.application.pk
    instruction.save_opinion(pk, "84", world.ain, support.full(world.application))
    recusing.stand_aside(pk, ["84"], world.ain, "Membre du conseil de la structure.")
    aside = Opinion.objects.get(author=world.ain.person)
    assert (aside.state, aside.text, aside.scores.count()) == ("recused", "", 0)
    for refused in (
        lambda: instruction.give_opinion(pk, "84", world.ain, support.full(world.application)),
        lambda: instruction.move(pk, Move.CLOSE, world.ain),
        lambda: instruction.ask(pk, world.ain, "Alors ?"),
    ):
        with pytest.raises(OutOfOrder, match="déporté"):
            refused()
    instruction.give_opinion(pk, "84", world.colleague, support.full(world.application))


def test_an_applicant_never_instructs_their_own_file(world):
    with pytest.raises(OutOfOrder, match="la vôtre"):
        instruction.move(world.application.pk, Move.ACCEPT, Actor(world.owner, "cell"))


def test_instruction_closes_once_every_region_has_spoken(world):
    support.start(world.application, world.ain)
    pk = world.application.pk
    instruction.give_opinion(pk, "84", world.ain, support.full(world.application))
    with pytest.raises(OutOfOrder, match="attendu : Île-de-France"):
        instruction.move(pk, Move.CLOSE, world.ain)
    instruction.give_opinion(pk, "11", world.paris, support.full(world.application))
    instruction.move(pk, Move.CLOSE, world.ain)
    assert stands(world.application) is State.INSTRUCTED
    with pytest.raises(OutOfOrder, match="rouverte"):
        recusing.stand_aside(pk, ["84"], world.ain, "Trop tard.")


def test_an_opinion_is_taken_back_by_its_author_while_the_file_is_instructed(world):
    support.start(world.application, world.ain)
    pk = world.application.pk
    instruction.give_opinion(pk, "84", world.ain, support.full(world.application))
    with pytest.raises(OutOfOrder, match="pas rendu"):
        instruction.take_back_opinion(pk, "84", world.colleague)
    assert instruction.take_back_opinion(pk, "84", world.ain).state == "draft"


def test_the_journal_refuses_to_be_changed_or_erased(world):
    support.start(world.application, world.ain)
    for change in (
        lambda: ApplicationEvent.objects.update(role="autre"),
        lambda: ApplicationEvent.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()
    moves = list(ApplicationEvent.objects.values_list("move", flat=True))
    assert moves == ["accept", "start"]


def test_who_instructed_is_told_what_is_kept_of_them_and_is_forgotten(world):
    support.start(world.application, world.ain)
    pk = world.application.pk
    instruction.give_opinion(pk, "84", world.ain, support.full(world.application))
    recusing.stand_aside(pk, ["84"], world.colleague, "Ma sœur y travaille.")
    instruction.save_opinion(pk, "11", world.paris, Written(text="À voir."))
    assert OPINIONS.export("colleague@exemple.fr")[0]["motif_du_deport"] == "Ma sœur y travaille."
    for name in ("ain", "colleague", "paris"):
        assert OPINIONS.forget(f"{name}@exemple.fr") >= 1
    left = {one.state: one for one in Opinion.objects.all()}
    assert set(left) == {"given", "recused"}
    assert left["recused"].reason == "Motif effacé."
    assert left["given"].text == "Solide."
    assert all(one.author is None for one in left.values())


def test_reasons_of_recusals_end_three_years_after_the_application(world):
    pk = world.application.pk
    recusing.stand_aside(pk, ["84"], world.colleague, "Ma sœur y travaille.")
    instruction.move(pk, Move.REJECT, world.ain, "Hors sujet.")
    now = timezone.now()
    assert OPINIONS.expire(now) == 0
    assert OPINIONS.expire(now + datetime.timedelta(days=3 * 366)) == 1


def test_an_opinion_taken_back_stays_known_with_what_its_author_could_read(world):
    support.start(world.application, world.ain)
    pk, application = world.application.pk, world.application
    first, last = application.call.criteria.order_by("position")
    low = support.full(application, scores={first.pk: 1, last.pk: 1}, advice="reserve")
    instruction.give_opinion(pk, "84", world.ain, low)
    instruction.take_back_opinion(pk, "84", world.ain)
    instruction.give_opinion(pk, "84", world.ain, low)
    instruction.give_opinion(pk, "11", world.paris, support.full(application))
    instruction.take_back_opinion(pk, "84", world.ain)
    instruction.give_opinion(pk, "84", world.colleague, support.full(application))
    before, after = FormerOpinion.objects.order_by("id")
    assert (before.after_reading, after.after_reading) == ([], ["11"])
    assert dict(after.scores) == {first.pk: 1, last.pk: 1}
    national = Reader(make_person("cna@exemple.fr"), reach=EVERYWHERE, national=True)
    (candidate,) = Committee(application.call, national).pending
    (ain,) = [one for one in candidate.said if one.region == "Auvergne-Rhône-Alpes"]
    assert ain.total == 100
    told = [(old.label, round(old.total or 0, 1), old.informed) for old in ain.former]
    assert told == [("réservé", 17.5, False), ("réservé", 17.5, True)]
    shown = {one.code: one for one in File(application, national).by_region()}
    assert shown["84"].former[1].after == ["Île-de-France"]
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        FormerOpinion.objects.update(scores=[])


def test_a_siret_that_several_applications_of_a_call_have_is_flagged(world):
    other = support.make_application(world.call, None, lead_siret="55208131766522")
    Member.objects.create(application=other, name="La même", category="ess", siret="73282932000074")
    elsewhere = support.make_application(support.make_call("autre"), None)
    reader = Reader(world.ain.person, reach=Reach(regions=frozenset({"11"})))
    assert twins_of(world.call.pk, reader) == {
        world.application.pk: [Twin("73282932000074", [], 1)],
        other.pk: [Twin("73282932000074", [world.application.number], 0)],
    }
    assert twins_of(elsewhere.call_id, reader) == {}
    Application.objects.filter(pk=other.pk).update(state="withdrawn")
    assert twins_of(world.call.pk, reader) == {}
