"""Whether what is stored of an application is what its journal says: states, opinions, decisions.

The journal holds commitments to what may be erased. What has been erased, with its salt, is not
compared; nor what was written before the journal held commitments.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from calls.commitments import commitment, opinion_content, reason_content
from calls.models import Application, ApplicationEvent, Call, Opinion
from calls.states import Move, Outcome, OutOfOrder, State, replay
from calls.vocabulary import OpinionState
from calls.writing.instruction import ASIDE, GIVEN, scores_of
from calls.writing.substituting import NAMED

MOST = 5000
MOVES = frozenset(Move)


def disagreements(application: Application) -> Iterator[str]:
    """What differs, in French, one sentence each, without its number."""
    events = list(application.events.order_by("id")[:MOST])
    yield from of_dossier(application, events)
    yield from of_states(application, events)
    yield from of_opinions(application, events)
    yield from of_substitutes(application, events)
    yield from of_decision(application, events)


def of_dossier(application: Application, events: list[ApplicationEvent]) -> Iterator[str]:
    """What is frozen is what the journal saw come, under its number and at its hour."""
    seen = [str(one.data.get("sha256", "")) for one in events if one.move == Move.SUBMIT]
    if seen != [application.frozen_sha256]:
        yield "le dossier figé n'est pas celui que le journal a vu déposer."
    frozen = application.frozen
    at = application.submitted_at.isoformat() if application.submitted_at else ""
    if (application.number, at) != (frozen.get("number"), frozen.get("submitted_at")):
        yield "le numéro ou l'heure de dépôt n'est pas celui du dossier figé."


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


def committed(events: list[ApplicationEvent], move: str, region: str) -> list[str]:
    """The commitments that the journal holds of a region, first things first; "" for none."""
    return [
        str(one.data.get("commitment", ""))
        for one in events
        if one.move == move and one.data.get("region") == region
    ]


def of_opinions(application: Application, events: list[ApplicationEvent]) -> Iterator[str]:
    """Each opinion, given now or before, and each recusal is one that the journal committed to."""
    found = application.opinions.order_by("id").prefetch_related("former", "scores")
    for opinion in found[:MOST]:
        region = opinion.region_id
        given, aside = committed(events, GIVEN, region), committed(events, ASIDE, region)
        if opinion.state == OpinionState.GIVEN and (
            not given or differs(opinion, given[-1:], now_content(opinion))
        ):
            yield f"l'avis de la région {region} n'est pas celui qui a été rendu."
        if opinion.state == OpinionState.RECUSED and differs(
            opinion, aside, reason_content(opinion.reason)
        ):
            yield f"un motif de déport de la région {region} a changé."
        for old in opinion.former.all():
            content = opinion_content(old.advice, old.text, [list(pair) for pair in old.scores])
            if differs(old, given, content):
                yield f"un avis repris de la région {region} n'est pas celui qui avait été rendu."


def now_content(opinion: Opinion) -> dict[str, Any]:
    """What an opinion says now."""
    return opinion_content(opinion.advice, opinion.text, scores_of(opinion))


def differs(row: Any, known: list[str], content: dict[str, Any]) -> bool:
    """Whether a row is none of those that the journal committed to; one without salt is erased."""
    if not row.salt:
        # An opinion given has a salt, unless the journal is older than commitments.
        return getattr(row, "state", "") == OpinionState.GIVEN and any(known)
    return commitment(row.salt, content) not in known


def of_substitutes(application: Application, events: list[ApplicationEvent]) -> Iterator[str]:
    """Each substitute was named in the journal."""
    for one in application.substitutes.order_by("id")[:MOST]:
        named = committed(events, NAMED, one.region_id)
        if not named or differs(one, named, reason_content(one.reason)):
            yield f"une suppléance de la région {one.region_id} n'est pas au journal."


def of_decision(application: Application, events: list[ApplicationEvent]) -> Iterator[str]:
    """The decision is the last that was taken."""
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


def hours_disagree(call: Call) -> str:
    """What differs between the hours of a call and the acts that changed them; nothing if none."""
    changes = list(call.hours_changes.order_by("id")[:MOST])
    for before, after in pairwise(changes):
        if after.closes_before != before.closes_after:
            return "les changements de clôture ne se suivent pas."
    if changes and (call.permanent or call.closes_at != changes[-1].closes_after):
        return "la clôture n'est pas celle du dernier changement."
    return ""
