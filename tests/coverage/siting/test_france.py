"""A question of the size of France is answered in the promised time, on the committed communes."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from coverage.siting.exact import exact
from coverage.siting.problem import SitingProblem
from coverage.siting.quick import quick
from coverage.siting.radius import within_radius
from coverage.siting.result import Status

COMMUNES = Path(__file__).parents[3] / "data/communes/communes.parquet"


@pytest.fixture(scope="module")
def france():
    """Town halls and persons of every commune; the largest commune of each EPCI or EPT."""
    table = pq.read_table(COMMUNES, columns=["population", "epci", "ept", "centre"])
    halls = shapely.get_coordinates(shapely.from_wkb(table["centre"].to_numpy()))
    persons = table["population"].to_numpy().astype(np.int64)
    pairs = zip(table["epci"].to_pylist(), table["ept"].to_pylist(), strict=True)
    groups = np.array([ept or epci or "" for epci, ept in pairs])
    order = np.lexsort((-persons, groups))
    order = order[groups[order] != ""]
    seats = order[np.unique(groups[order], return_index=True)[1]]
    return halls, persons, seats


def test_fifteen_and_fifty_sites_among_all_epci_are_proven(france):
    halls, persons, seats = france
    coverage = within_radius(halls, halls[seats], 30.0)
    assert coverage.shape[0] > 34_000
    assert coverage.shape[1] > 1_200
    for count in (15, 50):
        problem = SitingProblem(persons, coverage, count)
        fast, proven = quick(problem), exact(problem)
        assert fast.gap < 0.01
        assert proven.status is Status.PROVEN
        assert fast.value <= proven.value <= fast.bound
