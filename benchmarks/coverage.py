"""Coverage: derived again whole and for one pole, gaps and sums, each beside the bare work."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import psycopg
import shapely
from django.db import connection, transaction
from django.db.models import Count

from benchmarks.figures import Figure, alternately, median, spread
from benchmarks.raw import captured, plain_connection, replay
from coverage.columns import WRITTEN
from coverage.gaps.queries import gaps, ground
from coverage.states.nearest import nearest
from coverage.states.question import Question
from coverage.states.refreshing import BASED, DROP_OBSOLETE, STAGE, STORE, refresh
from coverage.states.rollups import rollup
from coverage.states.standing import COMMUNES, EXACT, GROUNDS, HELD
from coverage.vocabulary import COUNTABLE
from directory.models import Pole
from geo import levels
from publishing.dataset import Encoding

WHOLE_SECONDS, ONE_SECONDS = 5, 1
RUNS, QUICK_RUNS = 5, 9
CLEAR = "TRUNCATE coverage_communestate"
HIDE = "UPDATE directory_pole SET published = false WHERE id = %(pole)s"
COPY = "COPY coverage_nearest (commune_id, status, nearest_id, nearest_m) FROM STDIN"

# Where a statement changes something, and what it is told.
Change = tuple[str, dict[str, Any]]


def measure() -> Iterable[Figure]:
    """What is written, taken back each time; then what is read."""
    with plain_connection() as plain:
        yield from refreshes(plain)
        # Rows written and taken back stay in the table until it is cleaned.
        plain.execute("VACUUM ANALYZE coverage_communestate")
        yield from readings(plain)


def refreshes(plain: psycopg.Connection) -> Iterator[Figure]:
    """From nothing; where nothing has changed; for the pole that holds the most communes."""
    every = [str(status) for status in COUNTABLE]
    pole = Pole.objects.public().filter(status__in=every)
    largest = pole.annotate(n=Count("footprint_communes")).order_by("-n", "id")[0]
    one = [largest.status]
    hidden: Change = (HIDE, {"pole": largest.pk})
    cases: tuple[tuple[str, float | None, Change | None, list[int] | None, list[str]], ...] = (
        ("Couverture calculée depuis rien", WHOLE_SECONDS, (CLEAR, {}), None, every),
        ("Couverture calculée sans changement", WHOLE_SECONDS, None, None, every),
        ("Couverture après le retrait d'un pôle", ONE_SECONDS, hidden, [largest.pk], one),
    )
    for label, budget, change, poles, statuses in cases:
        ours, bare = alternately(
            [
                lambda change=change, poles=poles: taken_back(change, poles),  # type: ignore[misc]
                lambda change=change, statuses=statuses: by_hand(plain, change, statuses),  # type: ignore[misc]
            ],
            RUNS,
        )
        yield Figure(
            label, median(ours), "s", budget, median(ours) / median(bare), spread(ours, 1, "s")
        )


def taken_back(change: Change | None, poles: list[int] | None) -> None:
    """A refresh in a transaction that leaves nothing."""
    with transaction.atomic():
        if change:
            with connection.cursor() as cursor:
                cursor.execute(*change)
        refresh(poles)
        transaction.set_rollback(True)


def by_hand(plain: psycopg.Connection, change: Change | None, statuses: list[str]) -> None:
    """The same, with the same statements, numpy and nothing between."""
    with plain.transaction(force_rollback=True):
        if change:
            plain.execute(change[0].encode(), change[1])
        rows = list(nearest_rows(statuses, plain))
        plain.execute(STAGE)
        with plain.cursor() as cursor, cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(row)
        plain.execute(BASED.encode(), {"statuses": statuses})
        for statement in ("ANALYZE coverage_nearest, coverage_based", STORE, DROP_OBSOLETE):
            plain.execute(statement.encode())


def nearest_rows(statuses: list[str], plain: psycopg.Connection) -> Iterator[tuple[Any, ...]]:
    """The nearest poles, with numpy and the same pure computation."""
    communes = plain.execute(COMMUNES.encode()).fetchall()
    for status in statuses:
        asked = {"status": status, "exact": EXACT}
        grounds = plain.execute(GROUNDS.encode(), asked).fetchall()
        held: dict[str, int] = dict(plain.execute(HELD.encode(), asked).fetchall())
        for part in sorted({row[3] for row in communes}):
            here = [row for row in communes if row[3] == part]
            standing = [(pole, shape) for pole, shape, parts in grounds if part in parts]
            if not standing:
                yield from ((row[0], status, None, None) for row in here)
                continue
            points = np.array([row[1:3] for row in here], dtype=np.float64)
            shapes = [shapely.from_wkb(bytes(shape)) for _pole, shape in standing]
            chosen, metres = nearest(points, shapes)
            for row, place, metre in zip(here, chosen.tolist(), metres.tolist(), strict=True):
                pole = held.get(row[0])
                near = (standing[place][0], metre) if pole is None else (pole, 0.0)
                yield (row[0], status, *near)


def readings(plain: psycopg.Connection) -> Iterator[Figure]:
    """Gaps, their ground, and sums, beside their own SQL."""
    question = Question()
    found = gaps(question)
    works: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("Lacunes, leurs communes et leurs pôles", lambda: gaps(question)),
        ("Contours généralisés des lacunes", lambda: ground(found, *WRITTEN[Encoding.GENERAL])),
        ("Couverture des EPCI", lambda: rollup(question, levels.EPCI)),
        ("Couverture de la France", lambda: rollup(question, levels.FRANCE)),
    )
    for label, work in works:
        statements = captured(work)
        ours, bare = alternately(
            [work, lambda statements=statements: replay(plain, statements)],  # type: ignore[misc]
            QUICK_RUNS,
        )
        yield Figure(
            label,
            median(ours) * 1000,
            "ms",
            ratio=median(ours) / median(bare),
            detail=spread(ours),
        )
