"""What a text may mean: a commune, a larger area or a pole, for the search box."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.models import Pole
from directory.text import with_words
from geo.asking import CITIES, Query, understand, without_article
from geo.elsewhere import collectivity_named, outside_sentence
from geo.models import Commune, EpciPassage
from geo.names import normalise
from geo.search import BEGINS, EXACT, NAMED, SIMILAR, Match, find_communes
from geo.search_areas import AreaMatch, find_areas, successors_of

MOST_OF_A_KIND = 20
# Among equals, what is larger or rarer first: a reader who types "Guadeloupe" means the region.
PUBLIC = ("type", "code", "nom", "detail", "url", "lon", "lat")
KINDS = ("region", "departement", "commune", "pole", "epci")


@dataclass(frozen=True)
class Found:
    """One line of the search box."""

    type: str
    code: str
    nom: str
    detail: str
    url: str
    lon: float | None
    lat: float | None
    rank: int
    passage: EpciPassage | None = None  # where it took over the EPCI of yesterday that was meant

    def public(self) -> dict[str, Any]:
        """What the search box is told."""
        return {name: getattr(self, name) for name in PUBLIC}


@dataclass(frozen=True)
class Answer:
    """What the search box shows: lines, the sentence beside them, where else to go."""

    results: list[Found]
    sentence: str
    more: bool  # whether others answer less well, beyond those asked for

    def public(self) -> dict[str, Any]:
        """The answer of /api/recherche/."""
        return {
            "resultats": [found.public() for found in self.results],
            "numberReturned": len(self.results),
            "autres": self.more,
            "phrase": self.sentence,
            "pistes": [] if self.results else other_ways(),
        }


def answer(text: str, limit: int) -> Answer:
    """The lines of a text, and what has to be said with them or instead of them."""
    found = find(text, limit + 1)
    results = found[:limit]
    return Answer(results, sentence_of(text, results), len(found) > limit)


def find(text: str, limit: int) -> list[Found]:
    """Communes, areas and poles that a text may mean, best first, at most `limit`."""
    key = normalise(text)
    if not key:
        return []
    query = understand(text)
    found = [*communes(text, query, limit), *areas(text)]
    if not (query.code or query.beginning):  # what poles say of themselves is no code
        found += poles(text, key)
    if collectivity_named(text) or without_arrondissement(query, found):
        found = [one for one in found if one.rank < SIMILAR]
    # Python's sort is stable: within a rank and kind, each search keeps its own order.
    return sorted(found, key=place_of)[:limit]


def place_of(found: Found) -> tuple[int, int]:
    """The rank, then the kind: Paris is a commune before it is the department of that name."""
    is_paris = (found.type, found.code) == ("departement", "75")
    # A code is a department's before a region's: 76 is the Seine-Maritime, then Occitanie.
    by_code = found.rank == 0 and found.type == "departement"
    kind = KINDS.index("pole") if is_paris else -1 if by_code else KINDS.index(found.type)
    return found.rank, kind


def communes(text: str, query: Query, limit: int) -> Iterator[Found]:
    """Communes, in the order of `geo.search`."""
    matches = find_communes(text, limit)
    places = Commune.objects.select_related("department").only(
        "code", "name", "postcodes", "centre", "department__name"
    )
    by_code = places.order_by("code").in_bulk([match.code for match in matches])
    for match in matches:
        commune = by_code[match.code]
        yield Found(
            type="commune",
            code=commune.code,
            nom=commune.name,
            detail=detail_of(commune, match, query),
            url=commune.get_absolute_url(),
            lon=commune.centre.x,
            lat=commune.centre.y,
            rank=match.rank,
        )


def detail_of(commune: Commune, match: Match, query: Query) -> str:
    """The department, then why this commune is an answer, or what tells it from its namesakes."""
    return " · ".join(filter(None, [commune.department.name, why(commune, match, query)]))


def why(commune: Commune, match: Match, query: Query) -> str:
    """What of a commune answers the text: a code, a former name; else its postcode."""
    if match.kind == "former_code":
        former = _("ancien code %(code)s") % {"code": query.code}
        return f"{match.matched}, {former}" if match.matched else former
    if match.kind == "code":
        return _("code Insee %(code)s") % {"code": commune.code}
    if match.kind == "renommee":
        return _("anciennement %(name)s") % {"name": match.matched}
    if match.matched:
        return match.matched
    if query.postcode in commune.postcodes:
        return query.postcode
    return commune.postcodes[0] if commune.postcodes else ""


def areas(text: str) -> Iterator[Found]:
    """Regions, departments and EPCI whose name or code the text holds."""
    for match in find_areas(text):
        area = match.area
        yield Found(
            type=match.kind,
            code=area.pk,
            nom=area.name,
            detail=" · ".join(filter(None, [label_of(match), took_over(match)])),
            url=area.get_absolute_url(),
            lon=None,
            lat=None,
            rank=match.rank,
            passage=match.passage,
        )


def label_of(match: AreaMatch) -> str:
    """What an area is."""
    labels = {"region": _("Région"), "departement": _("Département")}
    return labels.get(match.kind) or str(match.area.get_kind_display())


def took_over(match: AreaMatch) -> str:
    """Why an EPCI of today answers for one of yesterday; "" where it was found by its own name."""
    passage = match.passage
    if not passage:
        return ""
    words = {"name": passage.name, "siren": passage.siren}
    if passage.people_share < 1:
        return _("a repris une part de %(name)s (%(siren)s)") % words
    return _("a repris %(name)s (%(siren)s)") % words


def poles(text: str, key: str) -> Iterator[Found]:
    """Published poles whose record holds every word."""
    holding = with_words(Pole.objects.public(), text).annotate(
        commune=F("seat__name"), place=F("seat__centre")
    )
    shown = holding.only("slug", "name", "other_names")
    for pole in shown.order_by("name", "slug")[: MOST_OF_A_KIND + 1]:
        names = [normalise(name) for name in (pole.name, *pole.other_names)]
        yield Found(
            type="pole",
            code=pole.slug,
            nom=pole.name,
            detail=" · ".join(filter(None, [_("PTCE"), pole.commune])),
            url=pole.get_absolute_url(),
            lon=pole.place.x if pole.place else None,
            lat=pole.place.y if pole.place else None,
            rank=rank_of(key, names),
        )


def rank_of(key: str, names: list[str]) -> int:
    """How near the names of a pole are to the text; last, where only its record holds it."""
    if key in names:
        return EXACT
    if any(name.startswith(key) for name in names):
        return NAMED
    return BEGINS if any(key in name for name in names) else SIMILAR


def sentence_of(text: str, results: list[Found]) -> str:
    """What the lines do not say: a place outside the departments, a code of no commune, nothing."""
    outside = outside_sentence(collectivity_named(text))
    if outside:
        return outside
    query = understand(text)
    if not results:
        return (
            _(
                "Aucun lieu ni pôle ne répond à «\u00a0%(text)s\u00a0». Vérifiez l’orthographe, "
                "essayez un code postal, ou parcourez l’annuaire ou la carte."
            )
            % {"text": text.strip()}
            if query.key
            else _("Écrivez le nom d’une commune, un code postal ou le nom d’un pôle.")
        )
    return sentence_of_first(query, results)


def sentence_of_first(query: Query, results: list[Found]) -> str:
    """Why the first line is not quite what was typed; "" where it is."""
    first = results[0]
    if first.passage:
        return became(first.passage)
    if without_arrondissement(query, results):
        return no_arrondissement(query, first.nom)
    if query.code and first.type == "commune" and first.rank >= SIMILAR:
        return _(
            "%(code)s n’est le code d’aucune commune\u00a0: voici la plus grande de celles dont "
            "le code postal commence de même."
        ) % {"code": query.code}
    if query.beginning and query.code and first.rank == 0:
        return _("Un zéro manque peut-être au début\u00a0: %(code)s\u202f?") % {"code": query.code}
    return ""


def without_arrondissement(query: Query, found: list[Found]) -> bool:
    """Whether the town found has no such arrondissement as the text asks for."""
    if not query.absent_arrondissement or not found or found[0].type != "commune":
        return False
    return without_article(normalise(found[0].nom)) == without_article(query.town)


def no_arrondissement(query: Query, town: str) -> str:
    """That a town has no such arrondissement, and how many there are."""
    words = {"town": town, "number": query.number, "count": CITIES.get(query.town, (0, ""))[0]}
    if words["count"]:
        return (
            _("%(town)s n’a pas de %(number)se arrondissement\u00a0: il y en a %(count)s.") % words
        )
    return (
        _("%(town)s n’a pas d’arrondissement\u00a0: seuls Paris, Lyon et Marseille en ont.") % words
    )


def became(passage: EpciPassage) -> str:
    """What an EPCI of yesterday became: its successor, or those that shared it out."""
    today = [f"{epci.name} ({epci.pk})" for epci in successors_of(passage.siren)]
    words = {
        "siren": passage.siren, "name": passage.name, "year": passage.ended.year,
        "first": ", ".join(today[:-1]), "last": today[-1],
    }  # fmt: skip
    if len(today) == 1:
        return _("%(siren)s\u00a0: %(name)s, devenue %(last)s en %(year)s.") % words
    return _("%(siren)s\u00a0: %(name)s, partagée en %(year)s entre %(first)s et %(last)s.") % words


def other_ways() -> list[dict[str, str]]:
    """Where to go when nothing answers."""
    return [
        {"nom": str(_("L’annuaire des pôles")), "url": reverse("annuaire")},
        {"nom": str(_("La carte")), "url": reverse("carte")},
    ]
