"""The search of communes: each of a few hundred texts, beside its own SQL."""

from collections.abc import Iterable

from benchmarks.figures import Figure, alternately, median, percentile
from benchmarks.raw import captured, plain_connection, replay
from benchmarks.texts import search_texts
from geo.search import find_communes

MEDIAN_MS = 50
RUNS = 3  # of each text; its median counts


def measure() -> Iterable[Figure]:
    """Median and 95th percentile of the texts, and the slowest of them."""
    texts = search_texts()
    found: list[float] = []
    bare: list[float] = []
    with plain_connection() as plain:
        for text in texts:
            statements = captured(lambda text=text: find_communes(text))  # type: ignore[misc]
            ours, theirs = alternately(
                [
                    lambda text=text: find_communes(text),  # type: ignore[misc]
                    lambda statements=statements: replay(plain, statements),  # type: ignore[misc]
                ],
                RUNS,
            )
            found.append(median(ours))
            bare.append(median(theirs))
    slowest, text = max(zip(found, texts, strict=True))
    yield Figure(
        "Recherche de communes, médiane",
        median(found) * 1000,
        "ms",
        MEDIAN_MS,
        ratio=median(found) / median(bare),
        detail=f"{len(texts)} textes : noms, débuts, fautes, codes, avec département",
    )
    yield Figure(
        "Recherche de communes, 95e centile",
        percentile(found, 95) * 1000,
        "ms",
        ratio=percentile(found, 95) / percentile(bare, 95),
        detail=f"au pire {slowest * 1000:.0f} ms, « {text} »",
    )
