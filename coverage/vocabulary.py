"""The words of coverage: bases in their order, statuses that may count, and what counts."""

from django.db.models import TextChoices

from directory.vocabulary import PUBLIC_STATUS, Status

COUNTABLE = (Status.ACTIVE, Status.EMERGING, Status.UNKNOWN)  # `ended` never counts
COUNTED_BY_DEFAULT = (Status.ACTIVE,)


class Basis(TextChoices):
    """Why a commune counts, in the order in which the first that holds is taken."""

    DECLARED = "declare", "déclaré"
    PARTIAL = "partie", "partie de commune"
    PRESUMED = "presume", "présumé (EPCI du siège)"
    BROAD = "large", "large (département ou région)"
    NEAR = "proche", "proche d'un pôle"
    NONE = "aucune", "aucun pôle"


# What the table keeps of the basis of a footprint: its place in the order. `proche` depends on
# the radius asked for, and is worked out by the question.
RANKS = {Basis.DECLARED: 1, Basis.PARTIAL: 2, Basis.PRESUMED: 3, Basis.BROAD: 4}
NEAR_RANK, NONE_RANK = 5, 6
BASIS_OF_RANK = {
    **{rank: basis for basis, rank in RANKS.items()},
    NEAR_RANK: Basis.NEAR,
    NONE_RANK: Basis.NONE,
}
COVERED_BY_DEFAULT = (Basis.DECLARED, Basis.PRESUMED)
COVERING = (Basis.DECLARED, Basis.PARTIAL, Basis.PRESUMED, Basis.BROAD, Basis.NEAR)

DEFAULT_RADIUS_KM, MOST_RADIUS_KM = 30.0, 500.0

PUBLIC_COUNTABLE = {PUBLIC_STATUS[status]: status for status in COUNTABLE}
