"""Which names the map writes at which zoom: the most populated of each cell first. Pure."""

import numpy as np
from numpy.typing import NDArray

from geo.loading.generalising import EARTH_RADIUS, to_mercator

FIRST_ZOOM, LAST_ZOOM = 4, 12
CELL_PIXELS = 88  # a name of some ten letters, with air around it


def label_zooms(centres: NDArray[np.float64], populations: NDArray[np.int64]) -> NDArray[np.int64]:
    """The lowest zoom (4 to 12) at which each place's name is written.

    `centres` is (n, 2) degrees. At each zoom the most populated place of each cell of 88 pixels
    is chosen, so that names thin out evenly however dense the communes are.
    """
    metres = to_mercator(centres)
    zooms = np.full(len(centres), LAST_ZOOM, dtype=np.int64)
    by_people = np.lexsort((np.arange(len(centres)), -populations))
    for zoom in range(LAST_ZOOM - 1, FIRST_ZOOM - 1, -1):
        cell = CELL_PIXELS * 2 * np.pi * EARTH_RADIUS / (256 * 2**zoom)
        cells = np.floor(metres[by_people] / cell).astype(np.int64)
        _, first = np.unique(cells, axis=0, return_index=True)
        zooms[by_people[first]] = zoom
    return zooms
