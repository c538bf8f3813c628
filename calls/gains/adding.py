"""What applications would add to what is covered today, alone and together.

Pure: knows neither Django nor the database. An application covers the communes that its territory
holds on a basis that counts; it gains those that nothing counted covers today.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

NEAR = 5  # the rank of a commune that only a pole nearby gives something


class Patch(NamedTuple):
    """A commune of an application: on which basis, and the best that poles give it today."""

    application: int
    code: str
    basis: int  # 1 declared, 2 partial, 3 presumed, 4 broad
    today: int  # the same, then 5 near, 6 nothing
    people: int
    km2: float
    region: str
    metres: float | None


@dataclass(frozen=True)
class Amount:
    """So many communes, and the people who live there."""

    communes: int = 0
    people: int = 0


@dataclass(frozen=True)
class Gain:
    """What one application is, and what it would add."""

    whole: Amount  # all the communes of its territory, on any basis
    gained: Amount  # those that it would cover and that nothing counted covers today
    near: Amount  # of those gained, those that have a pole nearby
    already: Amount  # of its territory, those that are covered today
    uncounted: Amount  # neither: held on a basis that does not count


class Gains:
    """The grounds of the applications of a call, for one question of coverage."""

    def __init__(self, patches: Iterable[Patch], ranks: Collection[int]) -> None:
        self.ranks = frozenset(ranks)
        self.patches: dict[int, list[Patch]] = defaultdict(list)
        self.people: dict[str, int] = {}
        for patch in patches:
            self.patches[patch.application].append(patch)
            self.people[patch.code] = patch.people

    def amount(self, codes: Iterable[str]) -> Amount:
        """Communes, and their people."""
        found = set(codes)
        return Amount(len(found), sum(self.people[code] for code in found))

    def gains(self, patch: Patch) -> bool:
        """Whether a commune is newly covered by its application."""
        return patch.basis in self.ranks and patch.today not in self.ranks

    @cached_property
    def gained(self) -> dict[int, frozenset[str]]:
        """Codes of the communes that each application would newly cover."""
        return {
            key: frozenset(patch.code for patch in found if self.gains(patch))
            for key, found in self.patches.items()
        }

    def of(self, application: int) -> Gain:
        """What one application would add, alone."""
        found = self.patches.get(application, [])
        gained = self.gained.get(application, frozenset())

        def part(test: Callable[[Patch], bool]) -> Amount:
            return self.amount(patch.code for patch in found if test(patch))

        return Gain(
            whole=part(lambda patch: True),
            gained=self.amount(gained),
            near=part(lambda patch: patch.code in gained and patch.today == NEAR),
            already=part(lambda patch: patch.today in self.ranks),
            uncounted=part(
                lambda patch: patch.today not in self.ranks and patch.basis not in self.ranks
            ),
        )

    def union(self, applications: Iterable[int]) -> frozenset[str]:
        """Communes that some applications together would newly cover."""
        return frozenset().union(*(self.gained.get(key, frozenset()) for key in applications))

    def together(self, applications: Iterable[int]) -> Amount:
        """What a selection would newly cover, each commune once."""
        return self.amount(self.union(applications))

    def without(self, applications: Collection[int], left_out: int) -> Amount:
        """What a selection would newly cover without one of its applications."""
        return self.together(key for key in applications if key != left_out)

    def added(self, selection: Iterable[int], one: int) -> Amount:
        """What one application adds to a selection."""
        others = self.union(key for key in selection if key != one)
        return self.amount(self.gained.get(one, frozenset()) - others)

    def in_order(self, applications: Sequence[int]) -> dict[int, Amount]:
        """What each application adds to those before it."""
        seen: set[str] = set()
        found = {}
        for key in applications:
            mine = self.gained.get(key, frozenset())
            found[key] = self.amount(mine - seen)
            seen |= mine
        return found


@dataclass(frozen=True)
class Envelope:
    """What a call may give: a budget (none: unknown), so many laureates at most."""

    budget: int | None
    most: int | None

    def fits(self, granted: int, count: int) -> bool:
        """Whether so much, for so many, is within it."""
        return (self.budget is None or granted <= self.budget) and (
            self.most is None or count <= self.most
        )


def best_by_rank(ranked: Sequence[int], grants: Mapping[int, int], envelope: Envelope) -> list[int]:
    """The first of a ranking as long as the envelope holds; one too dear is passed over."""
    chosen: list[int] = []
    spent = 0
    for key in ranked:
        if envelope.fits(spent + grants[key], len(chosen) + 1):
            chosen.append(key)
            spent += grants[key]
    return chosen


def best_by_coverage(
    candidates: Collection[int], grants: Mapping[int, int], envelope: Envelope, gains: Gains
) -> list[int]:
    """Within the envelope, each time the one that adds most people to those before it.

    Equal gains: the first in the order given. One that adds nobody is not proposed.
    """
    left, chosen, spent = list(candidates), list[int](), 0
    while left:
        open_to = [key for key in left if envelope.fits(spent + grants[key], len(chosen) + 1)]
        adds = {key: gains.added(chosen, key).people for key in open_to}
        best = max(open_to, key=lambda key: adds[key], default=None)
        if best is None or not adds[best]:
            break
        chosen.append(best)
        spent += grants[best]
        left.remove(best)
    return chosen
