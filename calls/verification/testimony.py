"""What the journal of an application says of its instruction, replayed: rows that must be there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from calls.application.files import ADDED, REMOVED
from calls.erasing import ERASURE, STOCK
from calls.instruction.recusing import ASIDE
from calls.instruction.substituting import NAMED
from calls.instruction.writing import GIVEN, TAKEN_BACK
from calls.models import ApplicationEvent
from calls.states import Move


@dataclass(frozen=True)
class TakenBack:
    """An opinion given, then taken back: both acts, and whose opinions could be read by then."""

    given: ApplicationEvent
    taken: ApplicationEvent
    after_reading: list[str]


def by_region() -> Any:
    """Acts by the code of their region."""
    return defaultdict(list)


def by_question() -> Any:
    """Hashes by the key of their question."""
    return defaultdict(list)


@dataclass
class Testimony:
    """The acts that must have left rows, first things first.

    By region: the opinion in force, those taken back, who stood aside, who was named. `asked` are
    the questions, and `resumed` what closed those left without an answer, in order; `answers` what
    answered the others, by the key of the question.
    `erased` are (column, key of the row) that were lawfully emptied, `uncommitted` those that were
    written before the journal committed to them. `files` are the hashes of those under a question,
    by its key, in the order in which they came.
    """

    given: dict[str, ApplicationEvent] = field(default_factory=dict)
    former: dict[str, list[TakenBack]] = field(default_factory=by_region)
    aside: dict[str, list[ApplicationEvent]] = field(default_factory=by_region)
    named: dict[str, list[ApplicationEvent]] = field(default_factory=by_region)
    asked: list[ApplicationEvent] = field(default_factory=list)
    answers: dict[int, ApplicationEvent] = field(default_factory=dict)
    resumed: list[ApplicationEvent] = field(default_factory=list)
    files: dict[int, list[str]] = field(default_factory=by_question)
    submitted: list[ApplicationEvent] = field(default_factory=list)
    decided: list[ApplicationEvent] = field(default_factory=list)
    erased: set[tuple[str, int]] = field(default_factory=set)
    uncommitted: set[tuple[str, int]] = field(default_factory=set)


def testimony(events: Iterable[ApplicationEvent]) -> Testimony:
    """Replay the acts of an instruction, first things first."""
    told = Testimony()
    lists = {
        Move.SUBMIT: told.submitted, Move.ASK: told.asked, Move.RESUME: told.resumed,
        Move.DECIDE: told.decided, Move.PROMOTE: told.decided,
    }  # fmt: skip
    for one in events:
        if one.move in lists:
            lists[Move(one.move)].append(one)
        elif one.move == Move.ANSWER:
            told.answers[one.data.get("question", 0)] = one
        elif one.move in (ERASURE, STOCK):
            told.erased |= rows_of(one, "erased")
            told.uncommitted |= rows_of(one, "uncommitted")
            for question, hashes in one.data.get("files", {}).items():
                told.files[int(question)] += hashes
        elif one.move in (ADDED, REMOVED):
            moved(told.files[one.data.get("question", 0)], one)
        elif one.move in (GIVEN, TAKEN_BACK, ASIDE, NAMED):
            heard(told, one, str(one.data.get("region", "")))
    return told


def rows_of(event: ApplicationEvent, name: str) -> set[tuple[str, int]]:
    """(column, key of the row) that a line names."""
    return {(column, key) for column, keys in event.data.get(name, {}).items() for key in keys}


def moved(files: list[str], one: ApplicationEvent) -> None:
    """A file that came under a question, or went."""
    sha256 = str(one.data.get("sha256", ""))
    if one.move == ADDED:
        files.append(sha256)
    elif sha256 in files:
        files.remove(sha256)


def heard(told: Testimony, one: ApplicationEvent, region: str) -> None:
    """An act that is of a region."""
    if one.move == GIVEN:
        told.given[region] = one
    elif one.move == TAKEN_BACK:
        if given := told.given.pop(region, None):
            told.former[region].append(TakenBack(given, one, sorted(told.given)))
    elif one.move == ASIDE:
        told.aside[region].append(one)
        given = told.given.get(region)
        if given and given.person_id == one.person_id:  # what they had given goes
            del told.given[region]
    else:
        told.named[region].append(one)
