"""The communes of a question as arrays: what sites are chosen for."""

from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from coverage.queries.states import WITH_STATE
from coverage.question import Question

UNITS = """
SELECT state.code, state.name, state.population, state.body, state.rank = ANY(%(ranks)s),
       ST_X(c.centre::geometry), ST_Y(c.centre::geometry)
FROM state JOIN geo_commune c ON c.code = state.code ORDER BY state.code LIMIT 40000
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


def read_units(question: Question) -> Units:
    """The communes of a question; one query."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_STATE + UNITS, question.sql())
        rows = cursor.fetchall()
    return Units(
        codes=[row[0] for row in rows],
        names=[row[1] for row in rows],
        people=np.array([row[2] for row in rows], dtype=np.int64),
        bodies=np.array([row[3] for row in rows], dtype=np.str_),
        covered=np.array([row[4] for row in rows], dtype=bool),
        points=np.array([row[5:] for row in rows], dtype=np.float64).reshape(-1, 2),
    )
