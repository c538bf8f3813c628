"""Where someone's acts hold: the whole nation, some regions and departments, or named records."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

NONE: frozenset = frozenset()


@dataclass(frozen=True)
class Place:
    """Where a thing is: codes of its regions and departments, keys of the records it is part of."""

    regions: frozenset[str] = NONE
    departments: frozenset[str] = NONE
    records: frozenset[int] = NONE


@dataclass(frozen=True)
class Reach:
    """A part of the nation. Two parts meet where they share a region, a department or a record.

    What straddles two regions belongs to both: one code in common is enough.
    """

    everywhere: bool = False
    regions: frozenset[str] = field(default=NONE)
    departments: frozenset[str] = field(default=NONE)
    records: frozenset[int] = field(default=NONE)

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.regions or self.departments or self.records)

    def __or__(self, other: Self) -> "Reach":
        return Reach(
            self.everywhere or other.everywhere,
            self.regions | other.regions,
            self.departments | other.departments,
            self.records | other.records,
        )

    def holds(self, place: Place) -> bool:
        """Whether something there is within reach."""
        return self.everywhere or bool(
            self.regions & place.regions
            or self.departments & place.departments
            or self.records & place.records
        )


NOWHERE = Reach()
EVERYWHERE = Reach(everywhere=True)


def union(parts: Iterable[Reach]) -> Reach:
    """All that any of the parts holds."""
    whole = NOWHERE
    for part in parts:
        whole |= part
    return whole
