"""The decision of an application, and the reasons that were given for its moves."""

from collections.abc import Iterator

from calls.commitments import reason_content
from calls.erasing import DECIDED_BY, REASON
from calls.models import Application, ApplicationEvent, Decision
from calls.states import Move, Outcome
from calls.verification.acts import NOTHING_LEFT, at_once, other_person, reason_changed
from calls.verification.testimony import Testimony

MOVES = frozenset(Move)


def of_decision(application: Application, told: Testimony) -> Iterator[str]:
    """The decision is the last that was taken: its outcome, grant, rank, reason and author."""
    decision = getattr(application, "decision", None)
    if decision is None:
        if told.decided:
            yield "la décision prise au journal manque."
        return
    if not told.decided:
        yield "une décision n'est pas au journal."
        return
    last = told.decided[-1]
    outcome = last.data.get("outcome") or Outcome.LAUREATE.value  # a promotion makes a laureate
    if (decision.outcome, decision.grant_eur) != (outcome, last.data.get("grant_eur")):
        yield "la décision ou l'aide n'est pas celle du journal."
    if not at_once(decision.decided_at, last.at):
        yield "l'heure de la décision n'est pas celle du journal."
    erased = (DECIDED_BY, decision.pk) in told.erased
    if other_person(decision.decided_by_id, last.person_id, erased=erased):
        yield "la décision n'est pas de la personne qui l'a prise."
    ranks = [one.data.get("rank") for one in told.decided if one.move == Move.DECIDE]
    if ranks and decision.rank != ranks[-1]:
        yield "le rang de la décision n'est pas celui du journal."
    if not reason_kept(decision, last):
        yield "le motif de la décision n'est pas celui du journal."


def reason_kept(decision: Decision, last: ApplicationEvent) -> bool:
    """Whether the reason of a decision is that of its act, erased with it or not."""
    row = getattr(last, "told", None)
    if row is not None and not row.salt:
        # Before journals committed to reasons, those had no salt either.
        return decision.reason in NOTHING_LEFT or not last.data.get("commitment")
    return decision.reason == last.reason


def of_reasons(events: list[ApplicationEvent], told: Testimony) -> Iterator[str]:
    """The reasons of moves are those that were given, or were erased; no other is."""
    for one in events:
        row = getattr(one, "told", None)
        committed = one.data.get("commitment") if one.move in MOVES else None
        if row is None:
            wrong = bool(committed)
        elif committed is None:
            wrong = (REASON, row.pk) not in told.uncommitted
        else:
            wrong = reason_changed(row, REASON, one, told, reason_content(row.text))
        if wrong:
            yield f"le motif d'un acte du {one.at:%d/%m/%Y} a changé ou manque."
