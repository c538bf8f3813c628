"""The calls that may have recognised a missing pole: the app above, which has them, says which."""

from collections.abc import Callable
from dataclasses import dataclass

from directory.record.pieces import Record


@dataclass(frozen=True)
class KnownCall:
    """A call whose laureates are announced, as the directory writes a recognition of it."""

    slug: str
    title: str
    scheme: str
    year: int | None  # of its results

    @property
    def recognition(self) -> Record:
        """What a record says of it."""
        return {
            "scheme": self.scheme, "label": self.title, "year": self.year, "amount_eur": None,
        }  # fmt: skip


# Each is asked when a page needs the calls; an app adds its own when it is ready.
TELLERS: list[Callable[[], list[KnownCall]]] = []


def known_calls() -> dict[str, KnownCall]:
    """Every call that may be named, by identifier, in the order in which they are told."""
    return {one.slug: one for tell in TELLERS for one in tell()}


def choices() -> list[tuple[str, str]]:
    """The same for a form, after « none that I know of »."""
    return [("", "— aucun, ou je ne sais pas —"), *((s, c.title) for s, c in known_calls().items())]
