"""Coverage in French sentences: what counts, who lives there, and why a commune counts."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coverage.queries.rollups import AreaAnswer, Figures
from coverage.queries.states import CommuneAnswer
from coverage.question import Question
from coverage.vocabulary import BASIS_OF_RANK, Basis
from directory.models import Pole
from directory.sentences.poles import named, of_pole
from directory.vocabulary import Status
from directory.wording import joined
from geo.models import Commune, Zone
from web import french
from web.figures import figure, kilometres

NO_BREAK = "\u00a0"
MILLION = 1_000_000
MOST_NAMED = 3


def people(count: int) -> str:
    """« 15,8 millions d'habitants », « 153 884 habitants », « 1 habitant »."""
    if count >= MILLION:
        return _("%(figure)s d'habitants") % {"figure": round_people(count)}
    # In French, zero is singular.
    words = ngettext("%(count)s habitant", "%(count)s habitants", count or 1)
    return words % {"count": figure(count)}


def round_people(count: int) -> str:
    """« 15,8 millions », « 1,2 million », « 153 884 »."""
    if count < MILLION:
        return figure(count)
    tenths = round(count / MILLION, 1)
    words = ngettext("%(count)s million", "%(count)s millions", 1 if tenths < 2 else 2)
    return words.replace(" million", f"{NO_BREAK}million") % {"count": figure(tenths, 1)}


def share(part: int, whole: int) -> str:
    """« 23,1 % »; « – » where nobody lives."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    if 0 < percent < 0.05:
        return _("moins de 0,1 %").replace(" %", f"{NO_BREAK}%")
    if 99.95 <= percent < 100:
        return _("plus de 99,9 %").replace(" %", f"{NO_BREAK}%")
    return f"{figure(percent, 1)}{NO_BREAK}%"


def kinds_of_pole(question: Question) -> str:
    """« pôle actif ou émergent »: what is counted, in the singular."""
    words = {
        Status.ACTIVE: _("actif"),
        Status.EMERGING: _("émergent"),
        Status.UNKNOWN: _("au statut inconnu"),
    }
    return _("pôle %(kinds)s") % {"kinds": either([words[s] for s in question.statuses])}


def either(parts: list[str]) -> str:
    """« a, b ou c »."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {_('ou')} {parts[-1]}"


def radius(question: Question) -> str:
    """« 30 km »."""
    whole = question.radius_km == int(question.radius_km)
    return f"{figure(question.radius_km, 0 if whole else 1)}{NO_BREAK}km"


def what_counts(question: Question) -> str:
    """What a commune is that counts: « déclarée ou présumée couverte par un pôle actif »."""
    surely = [
        word
        for basis, word in ((Basis.DECLARED, _("déclarée")), (Basis.PRESUMED, _("présumée")))
        if basis in question.bases
    ]
    clauses = []
    if surely:
        clauses.append(either(surely) + " " + _("couverte par un %(pole)s"))
    clauses += [
        words
        for basis, words in (
            (Basis.PARTIAL, _("couverte en partie par un %(pole)s")),
            (Basis.BROAD, _("prise dans le territoire large d'un %(pole)s")),
            (Basis.NEAR, _("dont la mairie est à %(radius)s au plus d'un %(pole)s")),
        )
        if basis in question.bases
    ]
    said = [
        words
        % {"pole": _("tel pôle") if place else kinds_of_pole(question), "radius": radius(question)}
        for place, words in enumerate(clauses)
    ]
    return f", {_('ou')} ".join(said)


def answer(question: Question, whole: AreaAnswer, zones: dict[str, AreaAnswer], where: str) -> str:
    """The first sentence of the page, with metropolitan and overseas France apart."""
    total, covered = whole.total, whole.covered(question)
    if not total.population:
        return _("Aucun habitant ne vit dans les communes demandées.")
    if not covered.population:
        return _("Aucun des %(people)s %(where)s ne vit dans une commune %(counts)s.") % {
            "people": people(total.population),
            "where": where,
            "counts": what_counts(question),
        }
    sentence = ngettext(
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
    apart = _("%(metro)s en métropole (%(metro_share)s) et %(drom)s outre-mer (%(drom_share)s)") % {
        "metro": round_people(metro.covered(question).population),
        "metro_share": share_of(metro, question),
        "drom": round_people(drom.covered(question).population),
        "drom_share": share_of(drom, question),
    }
    return f"{sentence}{NO_BREAK}: {apart}."


def share_of(area: AreaAnswer, question: Question) -> str:
    """The share covered of an area."""
    return share(area.covered(question).population, area.total.population)


def gap(question: Question, whole: AreaAnswer) -> str:
    """Who is on no basis at all."""
    none = whole.bases.get(Basis.NONE, Figures())
    if not none.population:
        return ""
    return _(
        "À l'opposé, %(people)s (%(share)s) vivent hors de tout territoire de %(pole)s, même "
        "large, et à plus de %(radius)s de tout pôle."
    ) % {
        "people": people(none.population),
        "share": share(none.population, whole.total.population),
        "pole": kinds_of_pole(question),
        "radius": radius(question),
    }


def area_answer(question: Question, area: AreaAnswer) -> str:
    """An area in a sentence: « Lot : 12 345 habitants sur 174 000 (7,1 %) … »."""
    total, covered = area.total, area.covered(question)
    return _("%(name)s : %(covered)s sur %(total)s (%(share)s) dans une commune %(counts)s.") % {
        "name": area.name,
        "covered": people(covered.population),
        "total": round_people(total.population),
        "share": share(covered.population, total.population),
        "counts": what_counts(question),
    }


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
    if basis == Basis.NEAR:
        text = _("%(place)s n'est dans aucun territoire ; %(where)s.")
        values["where"] = measured(nearest, found)
    elif basis == Basis.NONE and nearest:
        text = _(
            "%(place)s n'est dans aucun territoire ; le pôle le plus proche est %(near)s : "
            "%(where)s."
        )
        values |= {"near": named(nearest), "where": measured(nearest, found, of=False)}
    elif basis == Basis.NONE and place.zone == Zone.DROM:
        text = _(
            "%(place)s n'est dans aucun territoire, et aucun pôle compté n'est dans le département."
        )
    elif basis == Basis.NONE:
        text = _("%(place)s n'est dans aucun territoire, et aucun pôle compté n'a de place connue.")
    else:
        text = {
            Basis.DECLARED: _("%(place)s est couverte par %(poles)s (territoire déclaré)."),
            Basis.PARTIAL: _("%(place)s est couverte en partie par %(poles)s."),
            Basis.PRESUMED: _(
                "%(place)s est présumée couverte par %(poles)s (siège dans son intercommunalité, "
                "aucun territoire déclaré)."
            ),
            Basis.BROAD: _(
                "%(place)s est dans le territoire large %(of_poles)s (département ou région)."
            ),
        }[basis]
    counted = "" if basis in question.bases or basis == Basis.NONE else not_counted()
    return " ".join(filter(None, [text % values, counted]))


def measured(nearest: Pole | None, found: CommuneAnswer, *, of: bool = True) -> str:
    """« le territoire du Pôle A commence à 12 km ; siège inconnu », « son siège est à 9 km »."""
    km = kilometres((found.metres or 0) / 1000)
    owner = of_pole(nearest) if nearest else ""
    if not found.to_territory:
        said = _("le siège %(of)s est à %(km)s") if of else _("son siège est à %(km)s")
        return said % {"of": owner, "km": km}
    said = (
        _("le territoire %(of)s commence à %(km)s") if of else _("son territoire commence à %(km)s")
    )
    said %= {"of": owner, "km": km}
    return (
        said
        if nearest is None or nearest.seat_id
        else _("%(said)s ; siège inconnu") % {"said": said}
    )


def not_counted() -> str:
    """What is said of a basis that the question leaves out."""
    return _("Cette base n'est pas comptée ici comme couverte.")


def names(poles: list[Pole]) -> str:
    """« le Pôle A, le pôle B et 3 autres »."""
    if len(poles) <= MOST_NAMED:
        return joined([named(pole) for pole in poles]) if poles else ""
    more = len(poles) - MOST_NAMED
    others = ngettext("%(count)s autre", "%(count)s autres", more) % {"count": more}
    return joined([*(named(pole) for pole in poles[:MOST_NAMED]), others])
