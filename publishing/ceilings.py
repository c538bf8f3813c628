"""No ceiling cuts in silence: a list is read whole or refused, or says how many it leaves out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


class CeilingReachedError(RuntimeError):
    """More rows than whoever wrote the query held possible: an answer of fewer would lie."""

    def __init__(self, what: str, most: int) -> None:
        super().__init__(
            f"Plus de {most} lignes ({what}) : rien n'est coupé en silence, "
            "ce plafond est à relever."
        )


def whole(rows: Any, most: int) -> list[Any]:
    """Every row of a queryset. Raises CeilingReachedError where there are more than `most`."""
    return within(list(rows[: most + 1]), most, rows.model._meta.label)


def within(found: list[Row], most: int, what: str) -> list[Row]:
    """The rows of a statement that ends with `LIMIT most + 1`, or CeilingReachedError."""
    if len(found) > most:
        raise CeilingReachedError(what, most)
    return found


@dataclass(frozen=True)
class Part(Generic[Row]):
    """The first rows of a list, and how many there are in all, so that a page says the rest."""

    rows: Sequence[Row]
    total: int

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def first_of(rows: Any, most: int) -> Part[Any]:
    """The first rows of a queryset, at most `most`; counted only where some are left out."""
    found = list(rows[: most + 1])
    return Part(found[:most], rows.count() if len(found) > most else len(found))


def part_of(found: Sequence[Row], most: int) -> Part[Row]:
    """The same for rows that are all in memory."""
    return Part(found[:most], len(found))
