"""The words of coverage: bases in their order, statuses that may count, and what counts."""

from django.db.models import TextChoices

from directory.vocabulary import PUBLIC_STATUS, Status
from geo.models import Zone

WHOLE = "ensemble"
PARTS = {  # of France, each a row of its totals
    WHOLE: "France entière",
    Zone.METRO.value: "France métropolitaine",
    Zone.DROM.value: "Outre-mer (cinq DROM)",
}
COUNTABLE = (Status.ACTIVE, Status.EMERGING, Status.UNKNOWN)  # `ended` never counts
COUNTED_BY_DEFAULT = (Status.ACTIVE,)


class CoverageBasis(TextChoices):
    """Why a commune counts, in the order in which the first that holds is taken."""

    DECLARED = "declare", "déclaré"
    PARTIAL = "partie", "partie de commune"
    PRESUMED = "presume", "présumé (EPCI du siège)"
    BROAD = "large", "large (département ou région)"
    NEAR = "proche", "proche d'un pôle"
    NONE = "aucune", "aucun pôle"


# What the table keeps of the basis of a footprint: its place in the order. `proche` depends on
# the radius asked for, and is worked out by the question.
RANKS = {
    CoverageBasis.DECLARED: 1,
    CoverageBasis.PARTIAL: 2,
    CoverageBasis.PRESUMED: 3,
    CoverageBasis.BROAD: 4,
}
NEAR_RANK, NONE_RANK = 5, 6
BASIS_OF_RANK = {
    **{rank: basis for basis, rank in RANKS.items()},
    NEAR_RANK: CoverageBasis.NEAR,
    NONE_RANK: CoverageBasis.NONE,
}
COVERED_BY_DEFAULT = (CoverageBasis.DECLARED, CoverageBasis.PRESUMED)
COVERING = (
    CoverageBasis.DECLARED,
    CoverageBasis.PARTIAL,
    CoverageBasis.PRESUMED,
    CoverageBasis.BROAD,
    CoverageBasis.NEAR,
)

DEFAULT_RADIUS_KM, MOST_RADIUS_KM = 30.0, 500.0

PUBLIC_COUNTABLE = {PUBLIC_STATUS[status]: status for status in COUNTABLE}
