"""Runs the statements of the search of communes for one reading of a text."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from geo.asking import Query, letters_of, with_articles
from geo.ordinals import cities_with
from geo.search_sql import (
    ARRONDISSEMENT,
    BEST_OF_EACH,
    NAMES,
    OF_POSTCODE,
    PLACED_NAMES,
    RESEMBLING,
    RESEMBLING_HERE,
    WHOLE,
)
from geo.streets import after_street, towns_after

LARGE = 10_000  # people; and so many times those of the commune that it comes before:
DWARFS = 10
DWARFS_FORMER = 4  # where it was only a former name, or one without its article


@dataclass(frozen=True)
class Match:
    """A commune found, and the name or code by which it was."""

    code: str
    name: str
    matched: str  # the former name, the arrondissement or the postcode; "" where it is the name
    kind: str  # "commune", a kind of former commune, "code", "former_code", "postcode", "near"
    rank: int
    similarity: float
    population: int


def run(branches: list[str], query: Query, limit: int) -> list[Match]:
    """Execute the branches and keep the best reading of each commune."""
    with connection.cursor() as cursor:
        cursor.execute(statement(tuple(branches)), parameters(query) | {"limit": limit})
        return [Match(*row) for row in cursor.fetchall()]


def parameters(query: Query) -> dict[str, Any]:
    """What the statements are told of a query."""
    names = [query.name, *with_articles(query.name)]
    return {
        "code": query.code,
        "key": query.key,
        "name": query.name,
        "text": query.told_apart,
        "articled": names[1:],
        "words": [f"{name} %" for name in names],
        "arrondissements": arrondissements_of(query),
        "towns": towns_after(letters_of(after_street(query.key)).split()) if query.street else [],
        "spanning": f"{query.name} % {query.area}",
        "postcode": query.postcode,
        "departments": list(query.departments),
        "beginning": f"{query.beginning or query.code[:3]}%",
        "large": LARGE,
        "dwarfs": DWARFS,
        "dwarfs_former": DWARFS_FORMER,
        **{f"begins_{rank}": f"{name}%" for rank, name in enumerate(names)},
    }


def arrondissements_of(query: Query) -> list[str]:
    """The keys of the arrondissements that a text may mean."""
    if query.of_each is None:
        return [query.arrondissement] if query.arrondissement else []
    return [f"{city} {query.of_each} arrondissement" for city in cities_with(query.of_each)]


@lru_cache(maxsize=64)
def statement(branches: tuple[str, ...]) -> str:
    """The whole statement around some branches; all are constants of `geo.search_sql`."""
    return BEST_OF_EACH.format(branches=" UNION ALL ".join(branches))


def named(query: Query) -> list[str]:
    """The branches of names that are, or begin with, the text."""
    names = [query.name, *with_articles(query.name)]
    begins = " OR ".join(f"n.key LIKE %(begins_{rank})s" for rank in range(len(names)))
    source = PLACED_NAMES if query.placed else NAMES
    return [
        source.format(begins=begins),
        *([WHOLE] if query.placed else []),
        *([ARRONDISSEMENT] if query.arrondissement else []),
    ]


def resembling(query: Query) -> list[str]:
    """The branches of names that resemble the text: in the place that it tells, then anywhere."""
    if not query.placed:
        return [RESEMBLING]
    return [RESEMBLING_HERE, RESEMBLING, *([OF_POSTCODE] if query.postcode else [])]
