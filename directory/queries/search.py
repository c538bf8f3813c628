"""What a text may mean: a commune, a larger area or a pole, for the search box."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from directory.models import Pole
from directory.text import with_words
from geo.models import Commune, Department, Epci, Region
from geo.names import normalise
from geo.search import Match, find_communes

EXACT, PREFIX, INSIDE = 1, 2, 3
MOST_OF_A_KIND = 20
# Among equals, what is larger or rarer first: a reader who types "Guadeloupe" means the region.
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

    def public(self) -> dict[str, Any]:
        """What the search box is told."""
        return {name: value for name, value in asdict(self).items() if name != "rank"}


def find(text: str, limit: int) -> list[Found]:
    """Communes, areas and poles that a text may mean, best first, at most `limit`."""
    key = normalise(text)
    if not key:
        return []
    found = [*communes(text, limit), *areas(key), *poles(text, key)]
    # Python's sort is stable: within a rank and kind, each search keeps its own order.
    return sorted(found, key=lambda one: (one.rank, KINDS.index(one.type)))[:limit]


def communes(text: str, limit: int) -> Iterator[Found]:
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
            detail=detail_of(commune, match),
            url=commune.get_absolute_url(),
            lon=commune.centre.x,
            lat=commune.centre.y,
            rank=match.rank,
        )


def detail_of(commune: Commune, match: Match) -> str:
    """The department, then what tells this commune from its namesakes."""
    parts = [commune.department.name]
    if match.kind == "postcode" or match.matched:
        parts.append(match.matched)
    elif commune.postcodes:
        parts.append(commune.postcodes[0])
    return " · ".join(parts)


def areas(key: str) -> Iterator[Found]:
    """Regions, departments and EPCI whose name holds the text; an EPCI by its SIREN too."""
    kinds: tuple[tuple[str, QuerySet[Any], str], ...] = (
        ("region", Region.objects.current(), _("Région")),
        ("departement", Department.objects.current(), _("Département")),
        ("epci", Epci.objects.current(), ""),
    )
    word = rf"\m{re.escape(key)}"
    for kind, areas_of_kind, label in kinds:
        named = Q(name_key__regex=word) | Q(pk=key) if kind == "epci" else Q(name_key__regex=word)
        for area in areas_of_kind.filter(named).order_by("-population", "pk")[:MOST_OF_A_KIND]:
            yield Found(
                type=kind,
                code=area.pk,
                nom=area.name,
                detail=label or area.get_kind_display(),
                url=area.get_absolute_url(),
                lon=None,
                lat=None,
                rank=rank_of(key, [area.name_key, area.pk]),
            )


def poles(text: str, key: str) -> Iterator[Found]:
    """Published poles whose record holds every word."""
    holding = with_words(Pole.objects.public(), text).annotate(
        commune=F("seat__name"), place=F("seat__centre")
    )
    for pole in holding.order_by("name", "slug")[:MOST_OF_A_KIND]:
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
    """How near the names are to the text."""
    if key in names:
        return EXACT
    return PREFIX if any(name.startswith(key) for name in names) else INSIDE
