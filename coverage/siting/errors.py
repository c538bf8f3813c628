"""What a siting question may have wrong, said in French to the reader who asked."""


class SitingError(ValueError):
    """A question that cannot be answered. `parameter` is the public name of what is wrong."""

    parameter = ""


class SiteCountError(SitingError):
    """A number of sites that is not a number, below one, or above what there is."""

    parameter = "k"


class BudgetError(SitingError):
    """A budget or a grant that pays for no site, or for too many."""

    parameter = "budget"


class ForcedError(SitingError):
    """Sites forced in: unknown, more than there are to choose, or also excluded."""

    parameter = "forcer"


class ExcludedError(SitingError):
    """Sites excluded: unknown."""

    parameter = "exclure"


class WeightsError(SitingError):
    """Weights that are negative, missing, all zero, or not one a unit."""

    parameter = "poids"


class CandidatesError(SitingError):
    """Candidates, or the coverage they give, that do not fit the units."""

    parameter = "candidats"


class RadiusError(SitingError):
    """A radius that is not a distance."""

    parameter = "rayon_km"
