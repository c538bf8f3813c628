"""What was judged and decided agrees with the journal: what is rewritten beside it is found."""

import datetime
import json
from dataclasses import replace

import pgtrigger
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from calls.instruction.keeping import OPINIONS
from calls.models import (
    Application,
    ApplicationEvent,
    ApplicationTerritory,
    Call,
    Criterion,
    Decision,
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
from calls.states import Move, Outcome
from calls.writing import decisions, instruction
from calls.writing.conducting import change_hours
from calls.writing.decisions import Choice
from calls.writing.moving import Actor
from calls.writing.submission import answer
from calls.writing.substituting import name_substitute
from geo.registers import protection
from tests.calls import support
from tests.calls.applications import PIECES, make_call, make_submitted
from tests.calls.support import verified
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def judged(ground, settings, tmp_path):
    """Two regions: one opinion taken back and given again, one stood in for; decided."""
    settings.MEDIA_ROOT = tmp_path
    call = make_call()
    with pgtrigger.ignore("calls.Criterion:grid_stays"):
        Criterion.objects.create(call=call, title="Coopération", highest=5)
    paris_too = [*PIECES, {"level": "commune", "code": "75056", "label": "", "drawn": None}]
    lead = make_person("porteur@example.org")
    submitted = make_submitted(call, lead, territories=paris_too)
    pk = submitted.pk
    ain, twin, paris = (
        Actor(make_person(f"{name}@example.org", "regional-cell", region_id="84"), "cell")
        for name in ("ain", "twin", "paris")
    )
    support.start(submitted, ain)
    instruction.stand_aside(pk, ["84"], twin, "Ma sœur y travaille.")
    asked = instruction.ask(pk, ain, support.address_of, "Quel calendrier ?")
    answer(pk, asked.pk, "Deux ans.", Actor(lead))
    full = support.full(submitted)
    full = replace(full, remarks=dict.fromkeys(full.scores, "Bien vu."))
    instruction.give_opinion(pk, "84", ain, full)
    instruction.take_back_opinion(pk, "84", ain)
    instruction.give_opinion(pk, "84", ain, full)
    national = Actor(make_person("cna@example.org", "national-cell"), "national-cell")
    name_substitute(pk, "11", paris.person, national, "Pas de cellule.", ())
    instruction.give_opinion(pk, "11", paris, full)
    instruction.move(pk, Move.CLOSE, ain, support.address_of)
    decisions.decide([Choice(pk, Outcome.LAUREATE, 40_000, reason="Solide.")], national)
    change_hours(call.pk, national.person, timezone.now() + datetime.timedelta(days=60), "Panne.")
    return Application.objects.get(pk=pk)


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
    "montants de l'appel ne sont plus": lambda: Call.objects.update(grant_high_eur=1_000_000),
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
    support.amend(judged.call, closes_at=timezone.now())
    decisions.announce(judged.call_id, national, support.doors())
    assert "annonce" not in verified()[1]
    for hour in (None, timezone.now() + datetime.timedelta(days=1)):
        Call.objects.update(announced_at=hour)
        assert "l'heure de l'annonce n'est pas celle des journaux." in verified()[1]


@pytest.mark.parametrize("rewritten", [{"scores": []}, {"remarks": []}, {"remarks": None}], ids=str)
def test_a_former_opinion_is_the_one_that_was_given(judged, rewritten):
    with pgtrigger.ignore(protection(FormerOpinion)):
        FormerOpinion.objects.update(**rewritten)
    assert "un avis repris de la région 84" in verified()[1]


def test_reasons_that_are_erased_leave_the_journal_whole(judged):
    OPINIONS.forget("twin@example.org")
    OPINIONS.forget("paris@example.org")
    assert Opinion.objects.get(state="recused").reason == "Motif effacé."
    assert verified()[0] == 0, verified()
    told = json.dumps(list(ApplicationEvent.objects.values_list("data", flat=True)))
    assert "sœur" not in told
