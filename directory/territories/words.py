"""An area made of communes in words: its name, how many poles act there, on which basis."""

from collections import Counter
from collections.abc import Collection

from directory.models import Pole
from directory.territories.areas import Presence
from directory.vocabulary import Basis, Status
from directory.words.adjectives import adjective, agreed
from geo.levels import level_of, told
from geo.models import Commune, DerivedArea, Epci, StudyArea
from web import french
from web.french import joined, plural


def within(area: DerivedArea) -> str:
    """« en Haute-Loire », « dans la communauté de communes… »."""
    if isinstance(area, Epci):
        return f"dans {french.body(area.name)}"
    if isinstance(area, StudyArea):
        return f"dans {told(area, article=True)}"
    return french.within(area.name, area.linking)


def name(area: DerivedArea) -> str:
    """Its name where it stands alone: that of a study area is also a commune's."""
    if not isinstance(area, StudyArea):
        return area.name
    said = told(area)
    return said[0].upper() + said[1:]


def heading(area: DerivedArea) -> str:
    """The head of its page."""
    return name(area) if isinstance(area, Epci | StudyArea) else f"Les PTCE {within(area)}"


def title(area: DerivedArea) -> str:
    """The title of its page."""
    if isinstance(area, Epci):
        return f"PTCE\u00a0: {french.short_body(area.name)}"
    if isinstance(area, StudyArea):
        return f"PTCE\u00a0: {told(area)}"
    return f"Les PTCE {within(area)}"


def astray(area: DerivedArea, namesake: Commune | None) -> str:
    """That the commune whose name an area bears is not in it; "" where it is, or names none."""
    if namesake is None:
        return ""
    level = level_of(area)
    return (
        f"{namesake.name}, qui lui donne son nom, n'y est pas : la source ne range cette commune "
        f"dans aucun {level.one}."
    )


def area_answer(area: DerivedArea, presences: list[Presence], based: Collection[Pole]) -> str:
    """The first sentences of an area's page."""
    active = [presence for presence in presences if presence.pole.status == Status.ACTIVE]
    sentence, others = active_ones(area, active), other_ones(presences, based)
    if not others:
        return sentence
    return f"{sentence} À noter\u00a0: {others}."


def attached(area: DerivedArea, count: int) -> str:
    """« 18 pôles y sont rattachés par leur siège ou leur fiche »: the other way of counting."""
    if not count:
        return "Aucun pôle n'y est rattaché par son siège ou sa fiche."
    return plural(
        "%(count)s pôle y est rattaché par son siège ou sa fiche.",
        "%(count)s pôles y sont rattachés par leur siège ou leur fiche.",
        count,
    ) % {"count": count}


def active_ones(area: DerivedArea, active: list[Presence]) -> str:
    """« 3 pôles actifs ont un territoire en Haute-Loire : 2 déclarés et 1 présumé. »."""
    if not active:
        return f"Aucun pôle actif connu n'a de territoire {within(area)}."
    bases = Counter(presence.basis for presence in active)
    values = {"count": len(active), "within": within(area)}
    if len(bases) == 1:
        values["basis"] = adjective(active[0].basis, 1)
        return (
            plural(
                "%(count)s pôle actif a un territoire %(basis)s %(within)s.",
                "%(count)s pôles actifs ont un territoire %(basis)s %(within)s.",
                len(active),
            )
            % values
        )
    shares = [f"{bases[basis]} {adjective(basis, bases[basis])}" for basis in Basis if bases[basis]]
    return f"{len(active)} pôles actifs ont un territoire {within(area)} : {joined(shares)}."


def other_ones(presences: list[Presence], based: Collection[Pole]) -> str:
    """« 1 pôle émergent et 2 pôles rattachés sans territoire connu », or nothing."""
    statuses = Counter(Status(presence.pole.status) for presence in presences)
    shares = [
        plural("%(count)s pôle %(status)s", "%(count)s pôles %(status)s", count)
        % {"count": count, "status": agreed(status, count)}
        for status in (Status.EMERGING, Status.UNKNOWN)
        if (count := statuses[status])
    ]
    tied = sum(pole.status != Status.ENDED for pole in based)
    if tied:
        shares.append(
            plural(
                "%(count)s pôle rattaché sans territoire connu",
                "%(count)s pôles rattachés sans territoire connu",
                tied,
            )
            % {"count": tied}
        )
    return joined(shares) if shares else ""
