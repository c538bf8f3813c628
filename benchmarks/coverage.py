"""Coverage: derived again whole and for one pole, gaps and sums, each beside the bare work."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import psycopg
from django.db import connection, transaction
from django.db.models import Count

from benchmarks.figures import Figure, alternately, median, spread
from benchmarks.raw import captured, plain_connection, replay
from coverage.nearest import nearest
from coverage.queries.gaps import gaps, shapes
from coverage.queries.rollups import Level, rollup
from coverage.question import Question
from coverage.refreshing import BASED, DROP_OBSOLETE, STAGE, STORE, refresh
from coverage.vocabulary import COUNTABLE
from directory.models import Pole

WHOLE_SECONDS, ONE_SECONDS = 5, 1
RUNS, QUICK_RUNS = 5, 9
CLEAR = "TRUNCATE coverage_communestate"
HIDE = "UPDATE directory_pole SET published = false WHERE id = %(pole)s"
POINTS = """
SELECT code, ST_X(centre::geometry), ST_Y(centre::geometry) FROM geo_commune
WHERE NOT obsolete ORDER BY code
"""
SEATS = """
SELECT p.id, ST_X(c.centre::geometry), ST_Y(c.centre::geometry)
FROM directory_pole p JOIN geo_commune c ON c.code = p.seat_id
WHERE p.published AND p.status = %(status)s ORDER BY p.id
"""
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
        codes, points = read(plain, POINTS, {})
        rows: list[tuple[Any, ...]] = []
        for status in statuses:
            ids, seats = read(plain, SEATS, {"status": status})
            if not ids:
                rows += [(code, status, None, None) for code in codes]
                continue
            chosen, metres = nearest(points, seats)
            found = zip(codes, chosen.tolist(), metres.tolist(), strict=True)
            rows += [(code, status, ids[place], metre) for code, place, metre in found]
        plain.execute(STAGE)
        with plain.cursor() as cursor, cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(row)
        plain.execute(BASED.encode(), {"statuses": statuses})
        for statement in ("ANALYZE coverage_nearest, coverage_based", STORE, DROP_OBSOLETE):
            plain.execute(statement.encode())


def read(plain: psycopg.Connection, statement: str, params: dict[str, Any]) -> tuple[Any, Any]:
    """Keys, and points as (n, 2) degrees."""
    rows = plain.execute(statement.encode(), params).fetchall()
    points = np.array([row[1:] for row in rows], dtype=np.float64).reshape(-1, 2)
    return [row[0] for row in rows], points


def readings(plain: psycopg.Connection) -> Iterator[Figure]:
    """Gaps, their ground, and sums, beside their own SQL."""
    question = Question()
    found = gaps(question)
    works: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("Lacunes, leurs communes et leurs pôles", lambda: gaps(question)),
        ("Contours généralisés des lacunes", lambda: shapes(found)),
        ("Couverture des EPCI", lambda: rollup(question, Level.EPCI)),
        ("Couverture de la France", lambda: rollup(question, Level.FRANCE)),
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
