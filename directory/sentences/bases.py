"""A basis in words, as an adjective of « territoire »."""

from directory.vocabulary import Basis
from web.french import plural


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
