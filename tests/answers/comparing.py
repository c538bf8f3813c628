"""What differs between two recordings."""

import difflib
import itertools
from collections.abc import Iterator
from pathlib import Path

MOST_LINES = 30  # of a difference shown
STATEMENTS = "instructions SQL : "


def recorded(folder: Path) -> dict[str, list[str]]:
    """The lines of each answer, by the name of its question."""
    return {
        path.relative_to(folder).with_suffix("").as_posix(): path.read_text().split("\n")
        for path in sorted(folder.rglob("*.txt"))
    }


def differences(before: Path, after: Path, *, statements: bool = True) -> Iterator[tuple[str, str]]:
    """Names of the questions whose answers differ, and how.

    The numbers of statements may be left out.
    """
    old, new = recorded(before), recorded(after)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield name, f"n'est que dans {before}"
        elif name not in old:
            yield name, f"n'est que dans {after}"
        else:
            first, second = (
                [line for line in lines if statements or not line.startswith(STATEMENTS)]
                for lines in (old[name], new[name])
            )
            if first != second:
                yield name, shown(first, second)


def shown(first: list[str], second: list[str]) -> str:
    """The beginning of a difference, told to be one."""
    lines = difflib.unified_diff(first, second, lineterm="", n=1)
    kept = list(itertools.islice(lines, 2, 3 + MOST_LINES))
    more = ["…"] if len(kept) > MOST_LINES else []
    return "\n".join([*kept[:MOST_LINES], *more])
