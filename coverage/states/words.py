"""Coverage in French sentences: what counts, who lives there, and why a commune counts."""

from coverage.states.queries import CommuneAnswer
from coverage.states.question import Question
from coverage.states.rollups import AreaAnswer, Totals
from coverage.vocabulary import BASIS_OF_RANK, CoverageBasis
from directory.models import Pole
from directory.vocabulary import Status
from directory.words.poles import named, of_pole
from geo.models import Commune, Zone
from web import french
from web.figures import figure, kilometres
from web.french import joined, plural

NO_BREAK = "\u00a0"
MILLION = 1_000_000
MOST_NAMED = 3


def people(count: int) -> str:
    """« 15,8 millions d'habitants », « 153 884 habitants », « 1 habitant »."""
    if count >= MILLION:
        return f"{round_people(count)} d'habitants"
    # In French, zero is singular.
    words = plural("%(count)s habitant", "%(count)s habitants", count or 1)
    return words % {"count": figure(count)}


def round_people(count: int) -> str:
    """« 15,8 millions », « 1,2 million », « 153 884 »."""
    if count < MILLION:
        return figure(count)
    tenths = round(count / MILLION, 1)
    words = plural("%(count)s million", "%(count)s millions", 1 if tenths < 2 else 2)
    return words.replace(" million", f"{NO_BREAK}million") % {"count": figure(tenths, 1)}


def share(part: int, whole: int) -> str:
    """« 23,1 % »; « – » where nobody lives."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    if 0 < percent < 0.05:
        return "moins de 0,1 %".replace(" %", f"{NO_BREAK}%")
    if 99.95 <= percent < 100:
        return "plus de 99,9 %".replace(" %", f"{NO_BREAK}%")
    return f"{figure(percent, 1)}{NO_BREAK}%"


def kinds_of_pole(question: Question) -> str:
    """« pôle actif ou émergent »: what is counted, in the singular."""
    words = {
        Status.ACTIVE: "actif",
        Status.EMERGING: "émergent",
        Status.UNKNOWN: "au statut inconnu",
    }
    return f"pôle {either([words[s] for s in question.statuses])}"


def either(parts: list[str]) -> str:
    """« a, b ou c »."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} ou {parts[-1]}"


def radius(question: Question) -> str:
    """« 30 km »."""
    whole = question.radius_km == int(question.radius_km)
    return f"{figure(question.radius_km, 0 if whole else 1)}{NO_BREAK}km"


def what_counts(question: Question) -> str:
    """What a commune is that counts: « déclarée ou présumée couverte par un pôle actif »."""
    surely = [
        word
        for basis, word in (
            (CoverageBasis.DECLARED, "déclarée"),
            (CoverageBasis.PRESUMED, "présumée"),
        )
        if basis in question.bases
    ]
    clauses = []
    if surely:
        clauses.append(either(surely) + " " + "couverte par un %(pole)s")
    clauses += [
        words
        for basis, words in (
            (CoverageBasis.PARTIAL, "couverte en partie par un %(pole)s"),
            (CoverageBasis.BROAD, "prise dans le territoire large d'un %(pole)s"),
            (CoverageBasis.NEAR, "dont la mairie est à %(radius)s au plus d'un %(pole)s"),
        )
        if basis in question.bases
    ]
    said = [
        words
        % {"pole": "tel pôle" if place else kinds_of_pole(question), "radius": radius(question)}
        for place, words in enumerate(clauses)
    ]
    return ", ou ".join(said)


def answer(question: Question, whole: AreaAnswer, zones: dict[str, AreaAnswer], where: str) -> str:
    """The first sentence of the page, with metropolitan and overseas France apart."""
    total, covered = whole.total, whole.covered(question)
    if not total.population:
        return "Aucun habitant ne vit dans les communes demandées."
    if not covered.population:
        return (
            f"Aucun des {people(total.population)} {where} ne vit dans une commune "
            f"{what_counts(question)}."
        )
    sentence = plural(
        "%(people)s %(where)s, soit %(share)s, vit dans une commune %(counts)s",
        "%(people)s %(where)s, soit %(share)s, vivent dans une commune %(counts)s",
        covered.population,
    ) % {
        "people": people(covered.population),
        "where": where,
        "share": share(covered.population, total.population),
        "counts": what_counts(question),
    }
    if len(zones) < len(Zone.values):
        return f"{sentence}."
    metro, drom = (zones[zone] for zone in (Zone.METRO, Zone.DROM))
    apart = (
        f"{round_people(metro.covered(question).population)} en métropole "
        f"({share_of(metro, question)}) et "
        f"{round_people(drom.covered(question).population)} outre-mer "
        f"({share_of(drom, question)})"
    )
    return f"{sentence}{NO_BREAK}: {apart}."


def share_of(area: AreaAnswer, question: Question) -> str:
    """The share covered of an area."""
    return share(area.covered(question).population, area.total.population)


def gap(question: Question, whole: AreaAnswer) -> str:
    """Who is on no basis at all."""
    none = whole.bases.get(CoverageBasis.NONE, Totals())
    if not none.population:
        return ""
    return (
        f"À l'opposé, {people(none.population)} "
        f"({share(none.population, whole.total.population)}) vivent hors de tout "
        f"territoire de {kinds_of_pole(question)}, même "
        f"large, et à plus de {radius(question)} de tout {kinds_of_pole(question)}."
    )


def area_answer(question: Question, area: AreaAnswer, name: str) -> str:
    """An area in a sentence: « Lot : 12 345 habitants sur 174 000 (7,1 %) … ».

    Of an area that the filter cuts, what it keeps is said first.
    """
    total, covered = area.total, area.covered(question)
    kept = area.entire and (
        f" (en partie : {figure(total.population)} de ses {people(area.entire.total.population)})"
    )
    return (
        f"{name}{kept or ''} : {people(covered.population)} sur {round_people(total.population)} "
        f"({share(covered.population, total.population)}) dans une commune "
        f"{what_counts(question)}."
    )


def left_out(name: str, where: str) -> str:
    """Of a place that the filter leaves out; `where` as in « de l'Ain »."""
    return f"{name} : hors {where}, ses habitants ne sont pas comptés ici."


def commune_answer(
    question: Question, place: Commune, found: CommuneAnswer, poles: dict[str, Pole]
) -> str:
    """« Figeac est présumée couverte par le pôle…, dont le siège est dans son EPCI. »."""
    basis = BASIS_OF_RANK[found.rank]
    mine = [poles[slug] for slug in found.poles if slug in poles]
    nearest = poles.get(found.nearest or "")
    subject = french.commune_as_subject(place.name, place.linking)
    values = {
        "place": subject,
        "poles": names(mine),
        "of_poles": joined([of_pole(pole) for pole in mine[:MOST_NAMED]]) if mine else "",
    }
    if basis == CoverageBasis.NEAR:
        text = "%(place)s n'est dans aucun territoire ; %(where)s."
        values["where"] = measured(nearest, found)
    elif basis == CoverageBasis.NONE and nearest:
        text = (
            "%(place)s n'est dans aucun territoire ; le pôle le plus proche est %(near)s : "
            "%(where)s."
        )
        values |= {"near": named(nearest), "where": measured(nearest, found, of=False)}
    elif basis == CoverageBasis.NONE and place.zone == Zone.DROM:
        text = (
            "%(place)s n'est dans aucun territoire, et aucun pôle compté n'est dans le département."
        )
    elif basis == CoverageBasis.NONE:
        text = "%(place)s n'est dans aucun territoire, et aucun pôle compté n'a de place connue."
    else:
        text = {
            CoverageBasis.DECLARED: "%(place)s est couverte par %(poles)s (territoire déclaré).",
            CoverageBasis.PARTIAL: "%(place)s est couverte en partie par %(poles)s.",
            CoverageBasis.PRESUMED: (
                "%(place)s est présumée couverte par %(poles)s (siège dans son intercommunalité, "
                "aucun territoire déclaré)."
            ),
            CoverageBasis.BROAD: (
                "%(place)s est dans le territoire large %(of_poles)s (département ou région)."
            ),
        }[basis]
    counted = "" if basis in question.bases or basis == CoverageBasis.NONE else not_counted()
    return " ".join(filter(None, [text % values, counted]))


def measured(nearest: Pole | None, found: CommuneAnswer, *, of: bool = True) -> str:
    """« le territoire du Pôle A commence à 12 km ; siège inconnu », « son siège est à 9 km »."""
    km = kilometres((found.metres or 0) / 1000)
    owner = of_pole(nearest) if nearest else ""
    if not found.to_territory:
        said = "le siège %(of)s est à %(km)s" if of else "son siège est à %(km)s"
        return said % {"of": owner, "km": km}
    said = "le territoire %(of)s commence à %(km)s" if of else "son territoire commence à %(km)s"
    said %= {"of": owner, "km": km}
    return said if nearest is None or nearest.seat_id else f"{said} ; siège inconnu"


def not_counted() -> str:
    """What is said of a basis that the question leaves out."""
    return "Cette base n'est pas comptée ici comme couverte."


def names(poles: list[Pole]) -> str:
    """« le Pôle A, le pôle B et 3 autres »."""
    if len(poles) <= MOST_NAMED:
        return joined([named(pole) for pole in poles]) if poles else ""
    more = len(poles) - MOST_NAMED
    others = plural("%(count)s autre", "%(count)s autres", more) % {"count": more}
    return joined([*(named(pole) for pole in poles[:MOST_NAMED]), others])
