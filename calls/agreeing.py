"""Whether what is stored of an application is what its journal and its dossier say of it.

The journal holds commitments to what may be erased. What has been erased, with its salt, is not
compared; nor what was written before the journal held commitments.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Min

from calls.commitments import (
    answer_content,
    commitment,
    opinion_content,
    question_content,
    reason_content,
)
from calls.models import Application, ApplicationEvent, Call, Decision, HoursChange, Opinion
from calls.states import Move, Outcome, OutOfOrder, State, replay
from calls.testimony import Testimony, testimony
from calls.vocabulary import ERASED, OpinionState
from calls.writing.freezing import WORDS, frozen_of, hours_of
from calls.writing.instruction import ASIDE, GIVEN, remarks_of, scores_of
from calls.writing.substituting import NAMED
from publishing.ceilings import whole

MOST = 5000
NOTHING_LEFT = ("", ERASED)  # what stands where a reason was erased
# Between the hour of a deposit and that of its line: one transaction.
AT_ONCE = timedelta(minutes=5)
MOVES = frozenset(Move)
# What moves after the deposit, by the acts of the site: a laureate becomes a pole.
MOVING = ("pole", "call_title", "rules", "hours")


class TooManyError(Exception):
    """More lines than are read of one application: nothing can be said of it."""


def disagreements(application: Application) -> Iterator[str]:
    """What differs, in French, one sentence each, without its number."""
    events = list(application.events.select_related("told").order_by("id")[: MOST + 1])
    if len(events) > MOST:
        raise TooManyError(application.number)
    told = testimony(events)
    stored = json.loads(json.dumps(frozen_of(application)))
    yield from of_dossier(application, events, stored)
    yield from of_rules(application, stored)
    yield from of_states(application, events)
    yield from of_questions(application, events)
    yield from of_opinions(application, told)
    yield from of_substitutes(application, told)
    yield from of_decision(application, events)
    yield from of_reasons(events)


def of_dossier(
    application: Application, events: list[ApplicationEvent], stored: dict[str, Any]
) -> Iterator[str]:
    """What is frozen is what the journal saw come, and what is instructed and decided upon."""
    seen = [str(one.data.get("sha256", "")) for one in events if one.move == Move.SUBMIT]
    if seen != [application.frozen_sha256]:
        yield "le dossier figé n'est pas celui que le journal a vu déposer."
    hours = [one.at for one in events]
    if hours != sorted(hours):
        yield "les heures du journal ne se suivent pas."
    came = next((one.at for one in events if one.move == Move.SUBMIT), None)
    if came and application.submitted_at and not at_once(application.submitted_at, came):
        yield "l'heure de dépôt n'est pas celle du journal."
    frozen = application.frozen
    at = application.submitted_at.isoformat() if application.submitted_at else ""
    if (application.number, at) != (frozen.get("number"), frozen.get("submitted_at")):
        yield "le numéro ou l'heure de dépôt n'est pas celui du dossier figé."
    changed = [
        str(WORDS.get(name, name))
        for name, value in frozen.items()
        if name not in (*MOVING, "number", "submitted_at") and stored.get(name) != value
    ]
    if frozen and changed:
        yield f"ce qui est instruit n'est plus le dossier figé ({', '.join(changed)})."


def of_states(application: Application, events: list[ApplicationEvent]) -> Iterator[str]:
    """The journal leads to the state."""
    moves = [
        (Move(one.move), State(one.from_state), State(one.to_state))
        for one in events
        if one.move in MOVES
    ]
    try:
        reached = replay(moves)
    except OutOfOrder:
        yield "le journal ne se suit pas."
        return
    if reached is not application.stands:
        yield "l'état n'est pas celui où mène le journal."


def of_opinions(application: Application, told: Testimony) -> Iterator[str]:
    """Each opinion and each recusal of the journal is there, as it committed to it; no other is."""
    found = whole(application.opinions.order_by("id").prefetch_related("former"), MOST)
    given = {one.region_id for one in found if one.state == OpinionState.GIVEN}
    for region in sorted(told.given.keys() - given):
        yield f"l'avis rendu de la région {region} manque."
    for one in found:
        author = told.given.get(one.region_id)
        if (
            one.state == OpinionState.GIVEN
            and None not in (one.author_id, author)
            and (one.author_id != author)
        ):
            yield f"l'avis de la région {one.region_id} n'est plus de la personne qui l'a rendu."
    aside = Counter(one.region_id for one in found if one.state == OpinionState.RECUSED)
    former = Counter(one.region_id for one in found for _old in one.former.all())
    for region in sorted(key for key in {*aside, *told.aside} if aside[key] != told.aside[key]):
        yield f"les déports de la région {region} ne sont pas ceux du journal."
    for region in sorted(key for key in {*former, *told.former} if former[key] != told.former[key]):
        yield f"les avis repris de la région {region} ne sont pas ceux du journal."
    for opinion in found:
        yield from of_opinion(opinion, told)


def of_opinion(opinion: Opinion, told: Testimony) -> Iterator[str]:
    """One opinion, given now or before, or one recusal."""
    region = opinion.region_id
    known = told.committed.get((GIVEN, region), [])
    if opinion.state == OpinionState.GIVEN:
        if region not in told.given or differs(opinion, known[-1:], *now_contents(opinion)):
            yield f"l'avis de la région {region} n'est pas celui qui a été rendu."
        elif not at_once(opinion.given_at, told.given_at[region]):
            yield f"l'heure de l'avis de la région {region} n'est pas celle du journal."
    if opinion.state == OpinionState.RECUSED and differs(
        opinion, told.committed.get((ASIDE, region), []), reason_content(opinion.reason)
    ):
        yield f"un motif de déport de la région {region} a changé."
    for old in opinion.former.all():
        content = opinion_content(
            old.advice, old.text, [list(pair) for pair in old.scores], old.remarks
        )
        if differs(old, known, content):
            yield f"un avis repris de la région {region} n'est pas celui qui avait été rendu."


def now_contents(opinion: Opinion) -> list[dict[str, Any]]:
    """What an opinion says now, as committed to today and before remarks were."""
    said = (opinion.advice, opinion.text, scores_of(opinion))
    return [opinion_content(*said, remarks_of(opinion)), opinion_content(*said)]


def at_once(stored: datetime | None, told: datetime) -> bool:
    """Whether an hour that is stored is that of the act, within the time of a transaction."""
    return stored is not None and abs(stored - told) <= AT_ONCE


def differs(row: Any, known: list[str], *contents: dict[str, Any]) -> bool:
    """Whether a row is none of those that the journal committed to; one without salt is erased."""
    if not row.salt:
        # An opinion given has a salt, unless the journal is older than commitments; whoever
        # erases a reason leaves nothing of it.
        given = getattr(row, "state", "") == OpinionState.GIVEN
        return any(known) and (given or getattr(row, "reason", "") not in NOTHING_LEFT)
    return all(commitment(row.salt, content) not in known for content in contents)


def of_questions(application: Application, events: list[ApplicationEvent]) -> Iterator[str]:
    """What was asked of the applicant, and answered, are the words of their acts."""
    found = whole(application.questions.order_by("id"), MOST)
    asked = [one for one in events if one.move == Move.ASK]
    if len(found) != len(asked):
        yield "les demandes de complément ne sont pas celles du journal."
        return
    answers = {one.data.get("question"): one for one in events if one.move == Move.ANSWER}
    for one, act in zip(found, asked, strict=True):
        if rewritten(act, one.salt, question_content(one.text, one.due)):
            yield f"une demande de complément du {act.at:%d/%m/%Y} a changé."
        if not at_once(one.asked_at, act.at):
            yield f"l'heure d'une demande de complément du {act.at:%d/%m/%Y} a changé."
        reply = answers.get(one.pk)
        if (reply is None) != (one.answered_at is None):
            yield f"la réponse à la demande du {act.at:%d/%m/%Y} n'est pas celle du journal."
        elif reply and rewritten(reply, one.answer_salt, answer_content(one.answer)):
            yield f"la réponse à la demande du {act.at:%d/%m/%Y} a changé."
        elif reply and not at_once(one.answered_at, reply.at):
            yield f"l'heure de la réponse à la demande du {act.at:%d/%m/%Y} a changé."


def rewritten(act: ApplicationEvent, salt: str, content: dict[str, Any]) -> bool:
    """Whether words are not those that an act committed to."""
    words = act.data.get("words")
    return bool(words) and (not salt or commitment(salt, content) != words)


def of_substitutes(application: Application, told: Testimony) -> Iterator[str]:
    """The substitutes are those that were named in the journal."""
    found = whole(application.substitutes.order_by("id"), MOST)
    stored = Counter(one.region_id for one in found)
    for region in sorted(key for key in {*stored, *told.named} if stored[key] != told.named[key]):
        yield f"les suppléances de la région {region} ne sont pas celles du journal."
    for one in found:
        known = told.committed.get((NAMED, one.region_id), [])
        if known and differs(one, known, reason_content(one.reason)):
            yield f"le motif d'une suppléance de la région {one.region_id} a changé."


def of_decision(application: Application, events: list[ApplicationEvent]) -> Iterator[str]:
    """The decision is the last that was taken: its outcome, grant, rank and reason."""
    decision = getattr(application, "decision", None)
    taken = [one for one in events if one.move in (Move.DECIDE, Move.PROMOTE)]
    if decision is None:
        if taken:
            yield "la décision prise au journal manque."
        return
    if not taken:
        yield "une décision n'est pas au journal."
        return
    last = taken[-1]
    outcome = last.data.get("outcome") or Outcome.LAUREATE.value  # a promotion makes a laureate
    if (decision.outcome, decision.grant_eur) != (outcome, last.data.get("grant_eur")):
        yield "la décision ou l'aide n'est pas celle du journal."
    if not at_once(decision.decided_at, last.at):
        yield "l'heure de la décision n'est pas celle du journal."
    if decision.decided_by_id not in (None, last.person_id):
        yield "la décision n'est pas de la personne qui l'a prise."
    ranks = [one.data.get("rank") for one in taken if one.move == Move.DECIDE]
    if ranks and decision.rank != ranks[-1]:
        yield "le rang de la décision n'est pas celui du journal."
    if reason_erased(last):
        # Before journals committed to reasons, those had no salt either.
        kept = decision.reason in NOTHING_LEFT or not last.data.get("commitment")
    else:
        kept = decision.reason == last.reason
    if not kept:
        yield "le motif de la décision n'est pas celui du journal."


def of_reasons(events: list[ApplicationEvent]) -> Iterator[str]:
    """The reasons of moves are those that were given, unless they were erased."""
    for one in events:
        committed = one.data.get("commitment") if one.move in MOVES else None
        if not committed or (reason_erased(one) and one.told.text in NOTHING_LEFT):
            continue
        row = getattr(one, "told", None)
        if not row or not row.salt or commitment(row.salt, reason_content(row.text)) != committed:
            yield f"le motif d'un acte du {one.at:%d/%m/%Y} a changé ou manque."


def reason_erased(event: ApplicationEvent) -> bool:
    """Whether the reason of an act, or what proves it, was erased."""
    row = getattr(event, "told", None)
    return row is not None and not row.salt


def of_rules(application: Application, stored: dict[str, Any]) -> Iterator[str]:
    """The call is the one that the applicant was promised, its hours moved by acts alone."""
    frozen, call = application.frozen, application.call
    if "rules" in frozen and frozen["rules"] != stored["rules"]:
        yield "les règles, la grille ou les montants de l'appel ne sont plus ceux du dépôt."
    # A call of demonstration is closed as soon as it is made, by no act.
    if "hours" not in frozen or application.submitted_at is None or call.demonstration:
        return
    later = call.hours_changes.filter(at__gt=application.submitted_at).order_by("id").first()
    if frozen["hours"] != (hours_before(call, later) if later else stored["hours"]):
        yield "la clôture de l'appel a changé depuis le dépôt sans acte qui le dise."


def hours_before(call: Call, change: HoursChange) -> dict[str, Any]:
    """The hours of a call until one change of them."""
    before = Call(opens_at=call.opens_at)
    before.closes_at, before.permanent = change.closes_before, change.permanent_before
    return hours_of(before)


def hours_disagree(call: Call) -> str:
    """What differs between the hours of a call and the acts that changed them; nothing if none."""
    changes = whole(call.hours_changes.order_by("id"), MOST)
    for before, after in pairwise(changes):
        if after.closes_before != before.closes_after:
            return "les changements de clôture ne se suivent pas."
    if changes and (call.permanent or call.closes_at != changes[-1].closes_after):
        return "la clôture n'est pas celle du dernier changement."
    return ""


def announcement_disagrees(call: Call) -> str:
    """What differs between the hour of an announcement and the journals; nothing if nothing."""
    events = ApplicationEvent.objects.filter(application__call=call, move=Move.ANNOUNCE)
    first = events.aggregate(at=Min("at"))["at"]
    if first is None:
        decided = Decision.objects.filter(application__call=call).exists()
        return "une annonce n'est pas aux journaux." if call.announced_at and decided else ""
    if not at_once(call.announced_at, first):
        return "l'heure de l'annonce n'est pas celle des journaux."
    return ""
