"""What a text may mean: a commune, a larger area or a pole, for the search box."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from django.urls import reverse

from directory.models import Pole
from directory.pages.search_words import (
    became,
    detail_of_area,
    detail_of_commune,
    detail_of_pole,
    joined,
    no_street,
    nothing_found,
)
from directory.record.fields import SEARCHED
from directory.record.search_key import with_words
from geo.abroad import abroad_sentence, place_abroad
from geo.asking import Query, without_article
from geo.elsewhere import collectivity_named, outside_sentence
from geo.elsewhere_communes import place_elsewhere
from geo.levels import STUDIED
from geo.models import Commune
from geo.names import normalise
from geo.ordinals import sentence_on
from geo.search import ARTICLED, BEGINS, EXACT, FORMER, NAMED, SIMILAR, Match, search_communes
from geo.search_areas import AreaMatch
from geo.search_placed import areas_of
from geo.search_studied import Told, study_areas, told_level
from geo.unfollowed import Unfollowed, is_town, of_area, of_level, unfollowed

MOST_OF_A_KIND = 20
# Among equals, what is larger or rarer first: a reader who types "Guadeloupe" means the region.
PUBLIC = ("type", "code", "nom", "detail", "url", "lon", "lat")
SHOWN = ("slug", *(field.column for field in SEARCHED))
LARGER = ("region", "departement")
STUDIED_KINDS = tuple(level.name for level in STUDIED)
KINDS = (*LARGER, "commune", "pole", "epci", *STUDIED_KINDS)


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
    match: AreaMatch | None = None  # how an area was found

    def public(self) -> dict[str, Any]:
        """What the search box is told."""
        return {name: getattr(self, name) for name in PUBLIC}


@dataclass(frozen=True)
class Answer:
    """What the search box shows: lines, the sentence beside them, where else to go."""

    results: list[Found]
    sentence: str
    more: bool  # whether others answer less well, beyond those asked for
    unfollowed: list[Unfollowed]  # what of the text the first line does not follow
    elsewhere: bool  # whether the text means a place outside the departments

    def public(self) -> dict[str, Any]:
        """The answer of /api/recherche/."""
        return {
            "resultats": [found.public() for found in self.results],
            "numberReturned": len(self.results),
            "autres": self.more,
            "phrase": self.sentence,
            "non_suivi": [one.public() for one in self.unfollowed],
            "pistes": [] if self.results else other_ways(),
        }


@dataclass(frozen=True)
class Looked:
    """What was found, how the text was read, and what lies outside the departments."""

    query: Query
    found: list[Found]
    matches: list[Match]
    outside: str  # the sentence on a place outside the departments; "" for none
    unmet: Told | None = None  # the level that the text says, where no area of it is meant


def answer(text: str, limit: int) -> Answer:
    """The lines of a text, and what has to be said with them or instead of them."""
    looked = look(text, limit + 1)
    results = looked.found[:limit]
    first = results[0] if results else None
    told: list[Unfollowed] = []
    if first and first.type == "commune" and first.code == looked.matches[0].code:
        told = unfollowed(looked.query, looked.matches)
    if first and first.match:
        told = of_area(first.match)
    if first and looked.unmet:
        borne = first.type == "commune" and first.rank <= FORMER
        told = [of_level(looked.unmet, first.code if borne else ""), *told]
    sentence = sentence_of(text, looked, first, told)
    return Answer(results, sentence, len(looked.found) > limit, told, bool(looked.outside))


def find(text: str, limit: int) -> list[Found]:
    """Communes, areas and poles that a text may mean, best first, at most `limit`."""
    return look(text, limit).found


def look(text: str, limit: int) -> Looked:
    """The same, with the reading of the text."""
    told = told_level(normalise(text))
    return look_at_level(told, limit) if told else look_plainly(text, limit)


def look_at_level(told: Told, limit: int) -> Looked:
    """Study areas first, which are meant only where their level is told; then what is named so.

    The words of the level are no part of the name that is looked for.
    """
    looked = look_plainly(told.rest, max(limit, MOST_OF_A_KIND))
    larger = any(one.type in LARGER and one.rank <= EXACT for one in looked.found)
    other = larger or bool(looked.outside)
    answered = study_areas(told, looked.query, looked.matches, other=other)
    lines = list(areas(answered.matches))
    if not answered.met:
        found = sorted([*looked.found, *lines], key=place_of)
        return replace(looked, found=found[:limit], unmet=told)
    surely = lines[0].rank <= EXACT  # then nothing else resembles it
    others = [one for one in looked.found if one.rank < SIMILAR or not surely]
    return replace(looked, found=[*lines, *others][:limit])


def look_plainly(text: str, limit: int) -> Looked:
    """The same of a text that tells no level of study areas."""
    key = normalise(text)
    answered = search_communes(text, limit)
    query, matches = answered.query, answered.matches
    if not key:
        return Looked(query, [], [], "")
    found = [*communes(matches, query), *areas(areas_of(query.key, query, matches))]
    if not (query.code or query.beginning):  # what poles say of themselves is no code
        found += poles(text, key)
    named = any(one.rank < SIMILAR for one in found)
    outside = collectivity_named(text) or ("" if named else place_elsewhere(text))
    borne = any(one.rank <= FORMER for one in found)
    abroad = "" if borne or outside else place_abroad(text)
    if outside:
        found = [one for one in found if one.rank < SIMILAR or is_named(one, query, outside)]
    elif abroad or (matches and is_town(query, matches[0].name)):
        found = [one for one in found if one.rank < SIMILAR]
    # Python's sort is stable: within a rank and kind, each search keeps its own order.
    said = outside_sentence(outside) or (abroad and abroad_sentence(abroad))
    return Looked(query, sorted(found, key=place_of)[:limit], matches, said)


def is_named(found: Found, query: Query, outside: str) -> bool:
    """Whether a commune bears the name beside the code of a collectivity that has no such place."""
    if outside in (place_elsewhere(query.name), collectivity_named(query.name)):
        return False
    name = without_article(query.name)
    return found.type == "commune" and without_article(normalise(found.nom)) == name


def place_of(found: Found) -> tuple[int, int]:
    """The rank, then the kind: Paris is a commune before it is the department of that name."""
    is_paris = (found.type, found.code) == ("departement", "75")
    # A code is a department's before a region's: 76 is the Seine-Maritime, then Occitanie.
    by_code = found.rank == 0 and found.type == "departement"
    away = found.match is not None and found.match.away is not None
    kind = -1 if by_code or away else KINDS.index("pole" if is_paris else found.type)
    # An article does not tell a name apart: "puy en velay" is the commune before its agglomeration.
    return EXACT if found.rank == ARTICLED else found.rank, kind


def communes(matches: list[Match], query: Query) -> Iterator[Found]:
    """Communes, in the order of `geo.search`."""
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
            detail=detail_of_commune(commune, match, query),
            url=commune.get_absolute_url(),
            lon=commune.centre.x,
            lat=commune.centre.y,
            rank=match.rank,
        )


def areas(matches: list[AreaMatch]) -> Iterator[Found]:
    """Areas made of communes, in the order of `geo.search_placed`."""
    for match in matches:
        area = match.area
        yield Found(
            type=match.kind,
            code=area.public_code,
            nom=area.name,
            detail=detail_of_area(match),
            url=area.get_absolute_url(),
            lon=None,
            lat=None,
            rank=match.rank,
            match=match,
        )


def poles(text: str, key: str) -> Iterator[Found]:
    """Published poles whose record holds every word."""
    holding = with_words(Pole.objects.public(), text).annotate(
        commune=F("seat__name"), place=F("seat__centre")
    )
    shown = holding.only(*SHOWN)
    for pole in shown.order_by("name", "slug")[: MOST_OF_A_KIND + 1]:
        names = [normalise(name) for name in (pole.name, *pole.other_names)]
        yield Found(
            type="pole",
            code=pole.slug,
            nom=pole.name,
            detail=detail_of_pole(pole, key),
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


def sentence_of(text: str, looked: Looked, first: Found | None, told: list[Unfollowed]) -> str:
    """What the lines do not say: a place outside the departments, what is not followed, nothing."""
    query = looked.query
    if looked.outside or query.street or query.of_each is not None:
        numbered = sentence_on(query.of_each) if query.of_each is not None else ""
        return looked.outside or numbered or no_street()
    if first is None:
        return nothing_found(text if query.key else "")
    if told:
        return " ".join(one.sentence for one in told)
    if first.match:
        return became(first.match) or joined(first.match)
    lost = query.beginning and query.code and first.rank == 0
    return f"Un zéro manque peut-être au début\u00a0: {query.code}\u202f?" if lost else ""


def other_ways() -> list[dict[str, str]]:
    """Where to go when nothing answers."""
    return [
        {"nom": "L’annuaire des pôles", "url": reverse("annuaire")},
        {"nom": "La carte", "url": reverse("carte")},
    ]
