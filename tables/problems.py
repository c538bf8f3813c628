"""What is wrong with a file, said so that whoever wrote it can mend it."""

from dataclasses import dataclass
from dataclasses import field as unordered

SHOWN = 60


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it stands, what was found, what is accepted (in French)."""

    line: int
    field: str
    value: str
    accepted: str
    # In a table: the sheet, and the letters of the column. The same fault wherever it stands.
    sheet: str = unordered(default="", compare=False)
    column: str = unordered(default="", compare=False)


class Refused(Exception):  # noqa: N818 - a file refused is an answer, not an accident
    """The file cannot be loaded; `problems` lists every fault that was found."""

    def __init__(self, reason: str, problems: list[Problem] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.problems = problems or []


def shown(value: object) -> str:
    """A value as a table may show it: short, on one line, without control characters.

    >>> shown("a" + chr(0) + "b"), shown(None)
    ('a�b', '(vide)')
    """
    if value is None or value in ("", [], {}):
        return "(vide)"
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
