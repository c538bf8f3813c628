"""The communes of a question as arrays: what sites are chosen for."""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from array import array
from dataclasses import dataclass
from sys import intern

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from coverage.states.queries import WITH_STATE
from coverage.states.question import Question
from publishing.ceilings import within
from publishing.cursors import rows_of

MOST_COMMUNES, MOST_BODIES = 40_000, 5000
AT_ONCE = 2000  # rows of a reading

UNITS = f"""
SELECT state.code, state.name, state.population, state.body, state.rank = ANY(%(ranks)s),
       ST_X(c.centre::geometry), ST_Y(c.centre::geometry)
FROM state JOIN geo_commune c ON c.code = state.code ORDER BY state.code LIMIT {MOST_COMMUNES + 1}
"""


@dataclass(frozen=True, eq=False)
class Units:
    """The communes of a question, as arrays (n,) in the order of their codes.

    people: inhabitants. bodies: what stands for the EPCI of each. covered: on a basis that the
    question counts. points (n, 2): centres, degrees, longitude first.
    """

    codes: list[str]
    names: list[str]
    people: NDArray[np.int64]
    bodies: NDArray[np.str_]
    covered: NDArray[np.bool_]
    points: NDArray[np.float64]


# Of the whole country: what a filter keeps of a body does not move its seat.
SEATS = f"""
SELECT DISTINCT ON (body) body, code, name, ST_X(centre::geometry), ST_Y(centre::geometry)
FROM geo_commune WHERE NOT obsolete AND body = ANY(%(bodies)s)
ORDER BY body, population DESC, code LIMIT {MOST_BODIES + 1}
"""


def seats_of(bodies: list[str]) -> list[tuple[str, str, str, float, float]]:
    """The most populated commune of bodies, by body: its code, its name, its centre (degrees)."""
    with connection.cursor() as cursor:
        cursor.execute(SEATS, {"bodies": bodies})
        return within(cursor.fetchall(), MOST_BODIES, "EPCI")


def read_units(question: Question) -> Units:
    """The communes of a question; one query, whose rows are never all there at once."""
    codes, names, bodies = [], [], []
    people, covered, points = array("q"), array("b"), array("d")
    for code, name, population, body, counts, *point in rows_of(
        WITH_STATE + UNITS, question.sql(), AT_ONCE
    ):
        codes.append(code)
        names.append(name)
        bodies.append(intern(body))
        people.append(population)
        covered.append(counts)
        points.extend(point)
    within(codes, MOST_COMMUNES, "communes")
    return Units(
        codes=codes,
        names=names,
        people=np.array(people, dtype=np.int64),
        bodies=np.array(bodies, dtype=np.str_),
        covered=np.array(covered, dtype=bool),
        points=np.array(points, dtype=np.float64).reshape(-1, 2),
    )
