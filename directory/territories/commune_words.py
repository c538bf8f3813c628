"""A commune in words: which pole covers it and why, else which is the nearest."""

from collections import Counter
from typing import Any

from directory.models import Pole, Territory
from directory.territories.covering import Covering
from directory.vocabulary import Basis, Status, TerritoryLevel
from directory.words.adjectives import adjective, agreed
from directory.words.poles import named, of_pole
from geo.models import Commune, Epci, Zone
from web import french
from web.french import joined, plural


def commune_answer(commune: Commune, coverings: list[Covering], nearest: list[Pole]) -> str:
    """The first sentences of a commune's page: the active poles over it, else the nearest."""
    active = [c for c in coverings if c.pole.status == Status.ACTIVE]
    if active:
        return " ".join(filter(None, [covered(commune, active[0]), others(active[1:])]))
    return " ".join(filter(None, [uncovered(commune, nearest), not_counted(coverings)]))


def covered(commune: Commune, first: Covering) -> str:
    """« Saugues est couverte par le Pôle Laine…, qui déclare sa communauté de communes. »."""
    sentence = {
        Basis.DECLARED: "%(place)s est couverte par %(pole)s, %(why)s.",
        Basis.PARTIAL: "%(place)s est couverte en partie par %(pole)s, %(why)s.",
        Basis.PRESUMED: "%(place)s est présumée couverte par %(pole)s, %(why)s.",
        Basis.BROAD: "%(place)s est dans le territoire large %(of_pole)s, %(why)s.",
    }[first.basis]
    return sentence % {
        "place": french.commune_as_subject(commune.name, commune.linking),
        "pole": named(first.pole),
        "of_pole": of_pole(first.pole),
        "why": why_covered(first, commune),
    }


def others(active: list[Covering]) -> str:
    """« S'y ajoutent 2 pôles actifs au territoire déclaré. »: each basis apart; or nothing."""
    if not active:
        return ""
    counts = Counter(c.basis for c in active)
    if len(counts) == 1:
        sentence = plural(
            "S'y ajoute %(count)s pôle actif au territoire %(basis)s.",
            "S'y ajoutent %(count)s pôles actifs au territoire %(basis)s.",
            len(active),
        )
        return sentence % {"count": len(active), "basis": adjective(active[0].basis)}
    shares = [
        f"{counts[basis]} au territoire {adjective(basis)}" for basis in Basis if counts[basis]
    ]
    return f"S'y ajoutent {len(active)} pôles actifs\u00a0: {joined(shares)}."


def uncovered(commune: Commune, nearest: list[Pole]) -> str:
    """No active pole covers the commune: the nearest, with its distance."""
    subject = french.commune_as_subject(commune.name, commune.linking)
    if subject != commune.name:
        subject = subject[0].lower() + subject[1:]
    if not nearest and commune.zone == Zone.DROM:
        return (
            f"Aucun pôle actif connu ne couvre {subject}, et aucun n'est dans le "
            f"département {of_department(commune)}."
        )
    if not nearest:
        return f"Aucun pôle actif connu ne couvre {subject}."
    sentence = "Aucun pôle actif connu ne couvre %(place)s ; le plus proche est %(pole)s, %(far)s."
    pole = nearest[0]
    return sentence % {"place": subject, "pole": named(pole), "far": how_far(pole, commune)}


def of_department(commune: Commune) -> str:
    """« de la Guadeloupe »."""
    return french.of(commune.department.name, commune.department.linking)


def how_far(pole: Any, commune: Commune) -> str:
    """« à 4,2 km », « dont le territoire commence à 12 km (siège inconnu) »: see `nearest_to`.

    One decimal under 10 km; « dans la commune même » for a seat there.
    """
    km = pole.distance.km
    number = (f"{km:.1f}" if km < 9.95 else f"{km:.0f}").replace(".", ",")
    if pole.to_territory:
        said = f"dont le territoire commence à {number} km"
        return said if pole.seat_id else f"{said} (siège inconnu)"
    if pole.seat_id == commune.code:
        return "dans la commune même"
    return f"à {number} km"


def not_counted(coverings: list[Covering]) -> str:
    """« 1 pôle émergent l'a dans son territoire. »: poles that do not count as covering."""
    counts = Counter(Status(c.pole.status) for c in coverings)
    shares = [
        plural("%(count)s pôle %(status)s", "%(count)s pôles %(status)s", counts[status])
        % {"count": counts[status], "status": agreed(status, counts[status])}
        for status in (Status.EMERGING, Status.UNKNOWN)
        if counts[status]
    ]
    if not shares:
        return ""
    total = counts[Status.EMERGING] + counts[Status.UNKNOWN]
    return plural(
        "%(shares)s l'a dans son territoire.", "%(shares)s l'ont dans leur territoire.", total
    ) % {"shares": joined(shares)}


def why_covered(covering: Covering, commune: Commune) -> str:
    """Why a pole covers a commune: « qui déclare sa communauté de communes »."""
    territory = covering.territory
    if covering.basis == Basis.PRESUMED:
        return why_presumed(covering.pole, commune)
    if covering.basis == Basis.PARTIAL:
        return "qui déclare une partie de la commune"
    if covering.basis == Basis.BROAD:
        return why_broad(territory, commune)
    if territory is not None and territory.level == TerritoryLevel.EPCI and territory.epci:
        return f"qui déclare {her_body(territory.epci)}"
    if territory is not None and territory.level == TerritoryLevel.COMMUNE:
        return "qui déclare la commune elle-même"
    return "qui déclare un périmètre où elle se trouve"


def why_presumed(pole: Pole, commune: Commune) -> str:
    """« qui y a son siège et ne déclare aucun territoire »."""
    if pole.seat_id == commune.code:
        return "qui y a son siège et ne déclare aucun territoire"
    return "qui a son siège dans la même intercommunalité et ne déclare aucun territoire"


def why_broad(territory: Territory | None, commune: Commune) -> str:
    """« qui déclare tout le département de la Haute-Loire »."""
    if territory is not None and territory.level == TerritoryLevel.REGION:
        return f"qui déclare toute la région {commune.region.name}"
    area = commune.department
    return f"qui déclare tout le département {french.of(area.name, area.linking)}"


def her_body(epci: Epci) -> str:
    """The body of a commune, with its possessive: « sa communauté de communes »."""
    if epci.kind == Epci.Kind.EPT:
        return "son établissement public territorial"
    return f"sa {Epci.Kind(epci.kind).label}"
