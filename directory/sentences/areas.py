"""An EPCI, a department or a region in words: how many poles act there, on which basis."""

from collections import Counter
from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import Pole
from directory.queries.areas import Area, Presence
from directory.vocabulary import Basis, Status
from directory.wording import agreed, joined
from geo import french
from geo.models import Epci


def within(area: Area) -> str:
    """« en Haute-Loire », « dans la communauté de communes… »."""
    if isinstance(area, Epci):
        return _("dans %(body)s") % {"body": french.body(area.name)}
    return french.within(area.name, area.linking)


def adjective(basis: Basis, count: int) -> str:
    """A basis as an adjective of « territoire », agreed in number."""
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


def area_answer(area: Area, presences: list[Presence], based: Collection[Pole]) -> str:
    """The first sentences of an area's page."""
    active = [presence for presence in presences if presence.pole.status == Status.ACTIVE]
    return " ".join(filter(None, [active_ones(area, active), other_ones(presences, based)]))


def active_ones(area: Area, active: list[Presence]) -> str:
    """« 3 pôles actifs ont un territoire en Haute-Loire : 2 déclarés et 1 présumé. »."""
    if not active:
        return _("Aucun pôle actif connu n'a de territoire %(within)s.") % {"within": within(area)}
    bases = Counter(presence.basis for presence in active)
    values = {"count": len(active), "within": within(area)}
    if len(bases) == 1:
        values["basis"] = adjective(active[0].basis, 1)
        return (
            ngettext(
                "%(count)s pôle actif a un territoire %(basis)s %(within)s.",
                "%(count)s pôles actifs ont un territoire %(basis)s %(within)s.",
                len(active),
            )
            % values
        )
    shares = [f"{bases[basis]} {adjective(basis, bases[basis])}" for basis in Basis if bases[basis]]
    values["shares"] = joined(shares)
    return _("%(count)s pôles actifs ont un territoire %(within)s : %(shares)s.") % values


def other_ones(presences: list[Presence], based: Collection[Pole]) -> str:
    """« S'y ajoutent 1 pôle émergent et 2 pôles sans territoire connu. », or nothing."""
    statuses = Counter(Status(presence.pole.status) for presence in presences)
    shares = [
        ngettext("%(count)s pôle %(status)s", "%(count)s pôles %(status)s", count)
        % {"count": count, "status": agreed(status, count)}
        for status in (Status.EMERGING, Status.UNKNOWN)
        if (count := statuses[status])
    ]
    tied = sum(pole.status != Status.ENDED for pole in based)
    if tied:
        shares.append(
            ngettext(
                "%(count)s pôle rattaché sans territoire connu",
                "%(count)s pôles rattachés sans territoire connu",
                tied,
            )
            % {"count": tied}
        )
    if not shares:
        return ""
    alone = len(shares) == 1 and shares[0].startswith("1 ")
    sentence = _("S'y ajoute %(shares)s.") if alone else _("S'y ajoutent %(shares)s.")
    return sentence % {"shares": joined(shares)}
