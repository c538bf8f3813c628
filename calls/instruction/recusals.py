"""Who stood aside from an application: each person once, in however many of its regions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from calls.models import Opinion
from calls.vocabulary import OpinionState


@dataclass(frozen=True)
class PersonAside:
    """A person who stood aside, in these regions (codes, sorted); `opinion` says who and why."""

    opinion: Opinion
    regions: tuple[str, ...]


def people_aside(opinions: Iterable[Opinion]) -> list[PersonAside]:
    """The people of the recusals among some opinions of one application, in their order.

    Those whose account is gone are told apart as far as can be: one act gives the same reason in
    each of its regions, and nobody stands aside twice in one.
    """
    found: dict[tuple[object, ...], list[Opinion]] = {}
    nameless: Counter[tuple[str, str]] = Counter()
    for one in opinions:
        if one.state != OpinionState.RECUSED:
            continue
        key: tuple[object, ...] = (one.author_id,)
        if one.author_id is None:
            nameless[one.reason, one.region_id] += 1
            key = (None, one.reason, nameless[one.reason, one.region_id])
        found.setdefault(key, []).append(one)
    return [
        PersonAside(rows[0], tuple(sorted({one.region_id for one in rows})))
        for rows in found.values()
    ]
