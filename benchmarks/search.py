"""The search: of communes beside its own SQL, and of the whole box on the table of questions."""

import csv
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from benchmarks.figures import Figure, alternately, median, percentile
from benchmarks.raw import captured, plain_connection, replay
from benchmarks.texts import search_texts
from directory.pages.search import answer
from geo.search import find_communes

MEDIAN_MS = 20
RUNS = 3  # of each text; its median counts
QUESTIONS = settings.BASE_DIR / "tests" / "real" / "questions.csv"
LINES = 8  # that the box shows


def measure() -> Iterable[Figure]:
    """Median and 95th percentile of the texts and of the questions, and the slowest of them."""
    detail = "textes : noms, débuts, fautes, codes, avec département"
    yield from timed("Recherche de communes", search_texts(), find_communes, detail)
    detail = "questions : communes, EPCI, départements, pôles"
    yield from timed("Champ de recherche", questions(), lambda text: answer(text, LINES), detail)


def questions() -> list[str]:
    """What people type, as the tests know it."""
    with QUESTIONS.open(encoding="utf-8", newline="") as stream:
        return [row["question"] for row in csv.DictReader(stream, delimiter=";")]


def timed(title: str, texts: list[str], ask: Callable[[str], Any], detail: str) -> Iterable[Figure]:
    """The figures of one way to ask, each text beside its own SQL."""
    found: list[float] = []
    bare: list[float] = []
    with plain_connection() as plain:
        for text in texts:
            statements = captured(lambda text=text: ask(text))  # type: ignore[misc]
            ours, theirs = alternately(
                [
                    lambda text=text: ask(text),  # type: ignore[misc]
                    lambda statements=statements: replay(plain, statements),  # type: ignore[misc]
                ],
                RUNS,
            )
            found.append(median(ours))
            bare.append(median(theirs))
    slowest, text = max(zip(found, texts, strict=True))
    yield Figure(
        f"{title}, médiane",
        median(found) * 1000,
        "ms",
        MEDIAN_MS,
        ratio=median(found) / median(bare),
        detail=f"{len(texts)} {detail}",
    )
    yield Figure(
        f"{title}, 95e centile",
        percentile(found, 95) * 1000,
        "ms",
        ratio=percentile(found, 95) / percentile(bare, 95),
        detail=f"au pire {slowest * 1000:.0f} ms, « {text} »",
    )
