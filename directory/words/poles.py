"""A pole in words: its name in a sentence, its identity, what it declares."""

from directory.models import Pole, Territory
from directory.vocabulary import Basis, SeatConfidence, Status, TerritoryLevel
from geo.models import Department, Region
from web import french
from web.french import joined

# Names that call for "le"; others are introduced by "le pôle".
WITH_THEIR_NOUN = ("Pôle ", "PTCE ")


def named(pole: Pole) -> str:
    """A pole in a sentence: « le Pôle Laine », « le pôle InnoVales »."""
    return f"le {with_noun(pole)}"


def of_pole(pole: Pole) -> str:
    """« du Pôle Laine », « du pôle InnoVales »."""
    return f"du {with_noun(pole)}"


def with_noun(pole: Pole) -> str:
    """« Pôle Laine », « pôle InnoVales »."""
    return pole.name if pole.name.startswith(WITH_THEIR_NOUN) else f"pôle {pole.name}"


def status_in_words(pole: Pole) -> str:
    """A status with its year, never without: « actif (statut connu en 2023) »."""
    year = pole.status_as_of
    known = f"statut connu en {year}" if year else "année du statut non connue"
    if pole.status == Status.UNKNOWN:
        latest = f"dernière information : {year}" if year else ""
        return "au statut inconnu" + (f" ({latest})" if latest else "")
    return f"{Status(pole.status).label} ({known})"


def where(pole: Pole) -> str:
    """Where a pole is: its seat, else its department, else its region."""
    if pole.seat is not None:
        place = french.at(pole.seat.name, pole.seat.linking)
        if pole.department and pole.department.name != pole.seat.name:
            place += f" ({pole.department.name})"
        if pole.seat_confidence == SeatConfidence.INFERRED:
            return f"sans doute installé {place}"
        return f"installé {place}"
    area = pole.department or pole.region
    return f"situé {french.within(area.name, area.linking)}, sans siège connu"


def identity(pole: Pole) -> str:
    """The first sentence of a pole's page: what it is, its status, where, since when."""
    name = named(pole)
    values = {"name": name[0].upper() + name[1:], "status": status_in_words(pole)}
    values["where"] = where(pole)
    if pole.status == Status.ENDED:
        sentence = (
            "%(name)s était un pôle territorial de coopération économique (PTCE), aujourd'hui "
            "%(status)s, %(where)s"
        )
    else:
        sentence = (
            "%(name)s est un pôle territorial de coopération économique (PTCE) %(status)s, "
            "%(where)s"
        )
    sentence %= values
    if pole.founded_year:
        sentence += f", créé en {pole.founded_year}"
    return f"{sentence}."


def territory_in_words(territory: Territory) -> str:
    """One declared piece: « la communauté de communes… », « le département de l'Ain »."""
    match territory.level:
        case TerritoryLevel.EPCI if territory.epci:
            return french.body(territory.epci.name)
        case TerritoryLevel.DEPARTMENT if territory.department:
            area: Department | Region = territory.department
            return f"tout le département {french.of(area.name, area.linking)}"
        case TerritoryLevel.REGION if territory.region:
            area = territory.region
            return f"toute la région {area.name}"
        case TerritoryLevel.COMMUNE if territory.commune:
            place = territory.commune
            return f"la commune {french.of(place.name, place.linking)}"
        case TerritoryLevel.PART if territory.commune:
            place = territory.commune
            of = french.of(place.name, place.linking)
            part = f"une partie de la commune {of}"
            return f"{part} ({territory.label})" if territory.label else part
    return territory.label or "un périmètre dessiné"


def territory_of(pole: Pole, basis: Basis) -> str:
    """What a pole declares, or is presumed to cover, in one sentence."""
    pieces = [territory_in_words(territory) for territory in pole.territories.all()]
    if pieces and basis == Basis.NONE:
        return f"Le pôle déclare {joined(pieces)}, sans commune qui en soit."
    if pieces:
        return f"Le pôle déclare {joined(pieces)}."
    if basis != Basis.PRESUMED or pole.seat is None:
        return "Aucun territoire n'est connu."
    body = pole.seat.ept or pole.seat.epci
    if body is None:
        of = french.of(pole.seat.name, pole.seat.linking)
        return f"Présumé : la commune {of}, où est le siège."
    return f"Présumé : {french.body(body.name)}, où est le siège."
