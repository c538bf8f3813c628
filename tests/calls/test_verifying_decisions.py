"""What was judged and decided agrees with the journal: what is rewritten beside it is found."""

import datetime
import io
import json

import pgtrigger
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.utils import timezone

from calls.call.writing import ADDED, MOVED
from calls.decision import writing as decisions
from calls.instruction.pages.people import make_lead
from calls.models import (
    Application,
    ApplicationEvent,
    ApplicationTerritory,
    Call,
    CallDocument,
    CallEvent,
    Clarification,
    Criterion,
    Decision,
    Document,
    Dossier,
    EventReason,
    FormerOpinion,
    HoursChange,
    Member,
    Opinion,
    Question,
    Score,
    Substitute,
)
from calls.moving import Actor
from calls.states import Move
from calls.vocabulary import ERASED
from geo.registers import protection
from tests.calls import support
from tests.calls.support import verified
from tests.factories import make_pole
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")


def test_what_was_judged_and_decided_agrees_with_the_journal(judged):
    assert verified()[0] == 0, verified()


def truncate_journal():
    """What the account of commands may do, and that of the site not."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE calls_applicationevent CASCADE")


def scores_of_ain():
    return Score.objects.filter(opinion__region="84")


def other_hour():
    """A number and an hour that are not those of the dossier."""
    with pgtrigger.ignore("calls.Application:received_stays"):
        Application.objects.update(submitted_at="2020-01-01T00:00:00Z")


def gone(rows):
    """Rows that the account of the site may erase, and those that it may not."""
    with pgtrigger.ignore(protection(FormerOpinion)):
        FormerOpinion.objects.filter(opinion__in=Opinion.objects.all()).delete()
        rows.all().delete()


def back_to_draft():
    """An application that nothing but the registers knows any more."""
    with pgtrigger.ignore("calls.Application:received_stays"):
        Application.objects.update(state="draft", number="", serial=None, submitted_at=None)
    with pgtrigger.ignore(protection(Dossier)):
        Dossier.objects.all().delete()


def received(**fields):
    with pgtrigger.ignore("calls.Application:received_stays"):
        Application.objects.update(**fields)


def other_grid(**fields):
    with pgtrigger.ignore("calls.Criterion:grid_stays"):
        Criterion.objects.update(**fields)


def hours_moved_alone():
    """A closing that no act moved, nor says it moved."""
    with pgtrigger.ignore(protection(HoursChange)):
        HoursChange.objects.all().delete()
    support.amend(Call.objects.get(), closes_at=timezone.now() + datetime.timedelta(days=90))


def unlogged(rows):
    """Lines of registers, which the account of commands alone may take away."""
    with pgtrigger.ignore():
        rows.delete()


def rewrite(model, **fields):
    with pgtrigger.ignore():
        model.objects.update(**fields)


def recused():
    return Opinion.objects.filter(state="recused")


def yesterday():
    return timezone.now() - datetime.timedelta(days=1)


def given_in_paris():
    return Opinion.objects.filter(state="given", region="11")


REWRITTEN = {
    "l'avis de la région 84 n'est": lambda: scores_of_ain().update(comment="Autre."),
    "l'heure de l'avis de la région 11": lambda: given_in_paris().update(given_at=yesterday()),
    "l'heure de la décision": lambda: Decision.objects.update(decided_at=yesterday()),
    "n'est pas de la personne qui l'a prise": lambda: Decision.objects.update(
        decided_by=make_person("autre@example.org")
    ),
    "une demande de complément du": lambda: Question.objects.update(text="Autre chose ?"),
    "l'heure d'une demande de complément": lambda: Question.objects.update(asked_at=yesterday()),
    "la réponse à la demande du": lambda: Question.objects.update(answer="Trois ans."),
    "l'heure de la réponse à la demande": lambda: Question.objects.update(answered_at=yesterday()),
    "a changé.": lambda: Question.objects.update(salt="", text="Récrit."),
    "du journal": lambda: Question.objects.update(
        answer="", answered_at=None, closed_at=yesterday()
    ),
    "les demandes de complément ne sont pas": lambda: gone(Question.objects.all()),
    "l'heure de dépôt n'est pas": other_hour,
    "l'heure de dépôt n'est pas celle du journal": other_hour,
    "ne se contrôle pas (ValueError": lambda: Opinion.objects.filter(state="given").update(
        salt="zz"
    ),
    "les numéros des candidatures ne se suivent pas": lambda: received(serial=7),
    "n'est plus de la personne qui l'a rendu": lambda: Opinion.objects.filter(
        state="given", region="11"
    ).update(author=make_person("autre@example.org")),
    "l'état n'est pas celui": lambda: Application.objects.update(state="refused"),
    "l'avis de la région 84": lambda: scores_of_ain().update(value=0),
    "l'avis de la région 11": lambda: Opinion.objects.filter(region="11").update(text="Autre."),
    "région 11 n'est pas celui": lambda: Opinion.objects.filter(region="11").update(salt=""),
    "l'avis rendu de la région 84 manque": lambda: gone(Opinion.objects.filter(state="given")),
    "l'avis rendu de la région 11 manque": lambda: Opinion.objects.filter(region="11").update(
        state="draft"
    ),
    "les déports de la région 84": lambda: gone(Opinion.objects.filter(state="recused")),
    "les avis repris de la région 84": lambda: gone(FormerOpinion.objects.all()),
    "les suppléances de la région 11": lambda: gone(Substitute.objects.all()),
    "figé (aide demandée (€))": lambda: Application.objects.update(requested_eur=90_000),
    "figé (régions)": lambda: Application.objects.update(regions=["84"]),
    "figé (territoire)": lambda: gone(ApplicationTerritory.objects.filter(level="commune")),
    "figé (membres)": lambda: Member.objects.update(name="Autre"),
    "le dossier figé n'est pas celui": back_to_draft,
    "les règles, la grille ou les montants": lambda: other_grid(weight=9),
    "grille ou les montants de l'appel": lambda: support.amend(Call.objects.get(), min_members=1),
    "montants de l'appel ne sont plus": lambda: support.amend(
        Call.objects.get(), grant_high_eur=1_000_000
    ),
    "a changé depuis le dépôt sans acte": hours_moved_alone,
    "le rang de la décision": lambda: Decision.objects.update(rank=9),
    "le motif de la décision": lambda: Decision.objects.update(reason="Autre."),
    "a changé ou manque": lambda: EventReason.objects.update(text="Autre."),
    "le motif d'un acte": lambda: gone(EventReason.objects.all()),
    "a changé ou manque.": lambda: EventReason.objects.update(salt="", text="Récrit."),
    "le motif de la décision n'est pas": lambda: (
        EventReason.objects.update(salt="", text=""),
        Decision.objects.update(reason="Récrit."),
    ),
    "un motif de déport de la région 84 a changé": lambda: Opinion.objects.filter(
        state="recused"
    ).update(salt="", reason="Récrit."),
    "une annonce n'est pas aux journaux": lambda: Call.objects.update(announced_at=timezone.now()),
    "motif de déport": lambda: Opinion.objects.filter(state="recused").update(reason="Rien."),
    "le motif d'une suppléance de la région 11": lambda: Substitute.objects.update(reason="Rien."),
    "la décision ou l'aide": lambda: Decision.objects.update(grant_eur=90_000),
    "n'est pas celle du journal": lambda: Decision.objects.update(outcome="reserve"),
    "la décision prise au journal manque": lambda: Decision.objects.all().delete(),
    "où mène le journal": truncate_journal,
    "le compte du candidat n'est pas celui": lambda: Application.objects.update(owner=None),
    "n'est plus de la personne qui s'est déportée": lambda: recused().update(author=None),
    "la personne d'une suppléance de la région 11": lambda: Substitute.objects.update(person=None),
    "n'est plus de qui l'a désignée": lambda: Substitute.objects.update(named_by=None),
    "n'est plus de qui l'a faite": lambda: Question.objects.update(asked_by=None),
    "décision n'est pas de la personne": lambda: Decision.objects.update(decided_by=None),
    "un motif de déport de la région 84": lambda: recused().update(salt="", reason=ERASED),
    "d'une suppléance de la région 11 a": lambda: Substitute.objects.update(salt="", reason=ERASED),
    "le motif d'un acte du": lambda: EventReason.objects.update(salt="", text=""),
    "la clôture sans réponse": lambda: Question.objects.filter(closed_at__isnull=False).update(
        closed_at=yesterday()
    ),
    "le numéro et le rang d'arrivée": lambda: received(serial=None),
    "sont plus ceux du dépôt": lambda: other_grid(text="Autre chose."),
    "un fichier public de l'appel": lambda: unlogged(CallDocument.objects.all()),
    "un fichier public ajouté le": lambda: rewrite(CallDocument, title="Autre"),
    "« Notice.odt » n'est pas au journal": lambda: unlogged(CallEvent.objects.filter(act=ADDED)),
    "les précisions ne sont pas": lambda: unlogged(Clarification.objects.all()),
    "une précision du": lambda: rewrite(Clarification, text="Autre."),
    "un changement de clôture du": lambda: rewrite(HoursChange, reason="Autre."),
    "les changements de clôture ne sont pas ceux": lambda: unlogged(CallEvent.objects.all()),
    "n'est plus dit de sa nature": lambda: Document.objects.update(media_type="text/html"),
    "la clôture n'est pas": lambda: support.amend(Call.objects.get(), closes_at=timezone.now()),
}


@pytest.mark.parametrize("said", REWRITTEN)
def test_what_is_rewritten_beside_the_journal_is_found(judged, said):
    REWRITTEN[said]()
    code, found = verified()
    assert code == 1
    assert said in found


def test_the_hour_of_an_announcement_is_that_of_the_journals(judged):
    national = Actor(User.objects.get(email="cna@example.org"), "national-cell")
    support.amend(judged.call, closes_at=timezone.now() - datetime.timedelta(minutes=1))
    decisions.announce(judged.call_id, national, make_lead)
    assert "annonce" not in verified()[1]
    for hour in (None, timezone.now() + datetime.timedelta(days=1)):
        Call.objects.update(announced_at=hour)
        assert "l'heure de l'annonce n'est pas celle des journaux." in verified()[1]


def test_a_permanent_call_announces_more_than_once(judged):
    lines = {"application": judged, "move": Move.ANNOUNCE, "from_state": "", "to_state": ""}
    for days in (3, 0):
        line = ApplicationEvent.objects.create(**lines)
        Call.objects.update(announced_at=timezone.now() - datetime.timedelta(days=days))
        with pgtrigger.ignore(protection(ApplicationEvent)):
            ApplicationEvent.objects.filter(pk=line.pk).update(at=Call.objects.get().announced_at)
        assert "annonce" not in verified()[1]


@pytest.mark.parametrize(
    "rewritten",
    [{"scores": []}, {"remarks": []}, {"remarks": None}, {"salt": ""}, {"after_reading": ["11"]},
     {"salt": "", "text": "Récrit."}],
    ids=str,
)  # fmt: skip
def test_a_former_opinion_is_the_one_that_was_given(judged, rewritten):
    rewrite(FormerOpinion, **rewritten)
    assert "un avis repris de la région 84" in verified()[1]


def test_the_files_of_an_answer_are_those_that_went_with_it(judged):
    one = Document.objects.get(question__isnull=False)
    assert one.sha256 in json.dumps(list(ApplicationEvent.objects.values_list("data", flat=True)))
    Document.objects.filter(pk=one.pk).update(name="Autre.odt")
    assert "la réponse à la demande du" in verified()[1]
    Document.objects.filter(pk=one.pk).delete()
    assert "la réponse à la demande du" in verified()[1]


def test_a_reason_that_no_act_gave_is_told(judged):
    silent = judged.events.filter(move=Move.START).get()
    EventReason.objects.create(event=silent, text="Parce que.")
    assert "le motif d'un acte du" in verified()[1]


def test_the_pole_of_an_application_is_the_one_that_it_named(judged):
    Application.objects.update(pole=make_pole("laine"))
    assert "le pôle de l'annuaire n'est pas celui" in verified()[1]


def test_a_demonstration_is_closed_by_the_act_that_closes_all_calls(ground, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("demo_call", write=True, etape="instruction", stdout=io.StringIO())
    call = Call.objects.get()
    assert [one.act for one in call.events.all()] == [MOVED]
    assert call.hours_changes.get().closes_after == call.closes_at
    assert verified()[0] == 0, verified()
    with pytest.raises(Error), transaction.atomic():
        Call.objects.update(closes_at=timezone.now())
    support.amend(call, closes_at=timezone.now() + datetime.timedelta(days=9))
    assert "la clôture n'est pas celle du dernier changement." in verified()[1]


def another(judged, move, **fields):
    """A line that nobody of the site wrote."""
    last = judged.events.filter(move=move).order_by("id").last()
    kept = ("person_id", "role", "from_state", "to_state", "data")
    values = {name: getattr(last, name) for name in kept} if last else {}
    ApplicationEvent.objects.create(application=judged, **{"move": move} | values | fields)


DECIDED = {"from_state": "decided", "to_state": "decided"}
BACK = {"from_state": "decided", "to_state": "in-instruction", "role": "regional-cell"}
IMPOSSIBLE = {
    "« invent » n'est pas un acte": lambda one: another(one, "invent", **DECIDED),
    "ne se rend ni ne se reprend hors": lambda one: another(one, "give-opinion", **DECIDED),
    "Un avis en vigueur est de qui se déporte": lambda one: another(
        one, "stand-aside", **DECIDED, person_id=one.events.get(move="close").person_id
    ),
    "rouvrir l'instruction": lambda one: another(one, "reopen", **BACK),
    "n'est pas l'acte de qui l'a fait": lambda one: another(one, "decide", role="candidat"),
    "ne mène pas de « instructed »": lambda one: another(one, "decide", from_state="instructed"),
}


@pytest.mark.parametrize("said", IMPOSSIBLE)
def test_a_line_that_cannot_have_been_written_is_found(judged, said):
    IMPOSSIBLE[said](judged)
    assert said in verified()[1]
