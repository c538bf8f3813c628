"""A basis as an adjective of « territoire », a status as one of « pôle »."""

from directory.vocabulary import Basis, Status
from web.french import plural

PLURALS = {
    Status.ACTIVE: ("actif", "actifs"),
    Status.EMERGING: ("émergent", "émergents"),
    Status.UNKNOWN: ("au statut inconnu", "au statut inconnu"),
    Status.ENDED: ("terminé", "terminés"),
}


def adjective(basis: Basis, count: int = 1) -> str:
    """« déclaré », « présumés »…, agreed in number."""
    return {
        Basis.DECLARED: plural("déclaré", "déclarés", count),
        Basis.PARTIAL: plural(
            "réduit à une partie de commune", "réduits à une partie de commune", count
        ),
        Basis.PRESUMED: plural("présumé", "présumés", count),
        Basis.BROAD: plural(
            "large (département ou région)", "larges (département ou région)", count
        ),
    }[basis]


def agreed(status: Status, count: int) -> str:
    """A status as an adjective that agrees with a number of poles."""
    singular, plural = PLURALS[status]
    return plural if count > 1 else singular
