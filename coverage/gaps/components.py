"""Connected parts of a graph of neighbours. Pure computation."""

import numpy as np
from numpy.typing import NDArray


def components(count: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of its part for each of `count` nodes; `pairs` is (n, 2), indices of nodes.

    Parts are numbered in the order of their first nodes. Each part is hung to the lowest of its
    neighbours until none has another: some ten rounds for the communes of France, without SciPy,
    which would cost every server 30 MB for this alone.
    """
    part = np.arange(count)
    first, second = pairs.T
    while len(first):
        one, other = part[first], part[second]
        apart = one != other
        first, second, one, other = first[apart], second[apart], one[apart], other[apart]
        np.minimum.at(part, np.maximum(one, other), np.minimum(one, other))
        while not np.array_equal(above := part[part], part):
            part = above
    return np.unique(part, return_inverse=True)[1].astype(np.int64)
