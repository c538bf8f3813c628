"""Communes grouped by the areas of every level but their own, in SQL, each level told by its name.

France is three areas: the whole, and its metropolitan and overseas parts.
"""

from coverage.vocabulary import WHOLE
from geo.levels import COMMUNE, FRANCE, LEVELS, Level

GROUPED = tuple(level for level in LEVELS.values() if level is not COMMUNE)


def keys_of(level: Level) -> tuple[str, ...]:
    """In SQL, what communes are grouped by to make the areas of a level."""
    return (level.key, f"'{WHOLE}'") if level is FRANCE else (level.key,)


def each(statement: str, communes: str, levels: tuple[Level, ...] = GROUPED) -> str:
    """A statement for each level, together.

    `statement` is written with `{level}`, `{key}` and `{joined}`, which is what the key needs
    beside `communes`: a table, or what stands for one.
    """
    return "\nUNION ALL\n".join(
        f"({statement.format(level=level, key=f'({key})::text', joined=level.joined(communes))})"
        for level in levels
        for key in keys_of(level)
    )
