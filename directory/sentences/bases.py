"""A basis in words, as an adjective of « territoire »."""

from django.utils.translation import ngettext

from directory.vocabulary import Basis


def adjective(basis: Basis, count: int = 1) -> str:
    """« déclaré », « présumés »…, agreed in number."""
    return {
        Basis.DECLARED: ngettext("déclaré", "déclarés", count),
        Basis.PARTIAL: ngettext(
            "réduit à une partie de commune", "réduits à une partie de commune", count
        ),
        Basis.PRESUMED: ngettext("présumé", "présumés", count),
        Basis.BROAD: ngettext(
            "large (département ou région)", "larges (département ou région)", count
        ),
    }[basis]
