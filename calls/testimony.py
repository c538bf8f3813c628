"""What the journal of an application says of its instruction, replayed: rows that must be there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from calls.models import ApplicationEvent
from calls.writing.instruction import ASIDE, GIVEN, TAKEN_BACK
from calls.writing.substituting import NAMED


@dataclass
class Testimony:
    """By region: the opinion in force, and how many were taken back, recused, stood in for.

    `committed` holds, by act and region, the commitments that the journal made; "" for none.
    """

    given: dict[str, int | None] = field(default_factory=dict)
    former: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    given_at: dict[str, datetime] = field(default_factory=dict)
    committed: dict[tuple[str, str], list[str]] = field(default_factory=dict)


def testimony(events: Iterable[ApplicationEvent]) -> Testimony:
    """Replay the acts of an instruction, first things first."""
    told = Testimony()
    for one in events:
        region = str(one.data.get("region", ""))
        kept = told.committed.setdefault((one.move, region), [])
        kept.append(str(one.data.get("commitment", "")))
        if one.move == GIVEN:
            told.given[region], told.given_at[region] = one.person_id, one.at
        elif one.move == TAKEN_BACK:
            told.given.pop(region, None)
            told.former[region] += 1
        elif one.move == ASIDE:
            told.aside[region] += 1
            if told.given.get(region, 0) == one.person_id:  # what they had given goes
                del told.given[region]
        elif one.move == NAMED:
            told.named[region] += 1
    return told
