"""Connected parts of a graph of neighbours. Pure computation."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def components(count: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of its part for each of `count` nodes; `pairs` is (n, 2), indices of nodes."""
    if not count:
        return np.empty(0, dtype=np.int64)
    edges = np.ones(len(pairs), dtype=np.int8)
    graph = coo_array((edges, (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1].astype(np.int64)
