"""Finds areas made of communes as people write them: by name, by code, with their nature.

Ranks are those of `geo.search`: code or nature and name (0), name (1), first words (4), inside (5),
resembling (7).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from geo.area_names import AFTER_REGION, NICKNAMES, OTHER_NAMES
from geo.asking import Query, with_articles, without_article
from geo.former_regions import former_regions
from geo.models import Department, Epci, EpciPassage, PlaceName, Region
from geo.names import LINKS, normalise
from publishing.ceilings import whole

CODE, EXACT, ALONE, BEGINS, INSIDE, RESEMBLES = 0, 1, 3, 4, 5, 7
MOST = 20
MOST_PASSAGES = 10_000
WORDS = 8  # read of a text
CLOSE = 0.6  # word similarity

METROPOLE, METROPOLITAN = "metropole", (Epci.Kind.METRO, Epci.Kind.CU)
NATURES = (
    (r"cc|com ?com|codecom|communaute de communes", "CC"),
    (r"ca|agglo|agglomeration|communaute d ?agglomeration|communaute d agglo", "CA"),
    (r"cu|communaute urbaine", "CU"),
    (r"ept|etablissement public territorial", "EPT"),
    (r"epci|interco|intercommunalite|communaute", ""),
)
NATURE = tuple((re.compile(rf"^(?:{words}) (?=\w)"), kind) for words, kind in NATURES)
OF = "de la|de l|du|des|de|d|la|le|les|l"
LEVEL = re.compile(
    r"^(?P<level>departement|dept|dep|dpt|region) (?:(?:de la|de l|du|des|de|d|la|le) )?"
    r"(?P<rest>\w.*)$"
)
SEVERAL = re.compile(
    r"^(?:grand|grande|agglo|metropole|eurometropole) (?=\w)|(?<=\w) (?:agglo|metropole)$"
)
CODES_BEFORE = {"20": ("2A", "2B")}  # Corsica, until 1976


@dataclass(frozen=True)
class AreaMatch:
    """An area found."""

    kind: str  # the name of a level
    area: Any
    rank: int
    passage: EpciPassage | None = None  # where it took over the EPCI of yesterday that was meant
    former: str = ""  # the region of before 2016 that was meant
    reason: str = ""  # why it is there, in French, where its name does not show it
    level: str = ""  # "region", "departement": what the text says that it is, where it is not that
    astride: bool = False  # whether a study area is in several departments
    away: Query | None = None  # the text, read as telling beside it a place where it is not


def find_areas(text: str) -> list[AreaMatch]:
    """Regions, departments and EPCI that a text may mean, best first within each kind."""
    key = normalise(text)
    if not key:
        return []
    level = LEVEL.match(key)
    if level:
        found = of_level("region" if level["level"] == "region" else "departement", level["rest"])
        if found:
            return found
    return [*larger(key), *epcis(key)]


def of_level(level: str, name: str) -> list[AreaMatch]:
    """Departments or regions of a name; those of the other level where none is of this one."""
    known = AFTER_REGION.get(name) if level == "region" else None
    if known:
        region = Region.objects.current().filter(pk=known).order_by("pk")
        return [AreaMatch("region", area, CODE, reason="dite Région Sud") for area in region]
    found = list(larger(name))
    own = [match for match in found if match.kind == level]
    return own or [replace(match, level=level) for match in found if match.rank <= EXACT]


def larger(key: str) -> Iterator[AreaMatch]:
    """Departments and regions: by code, by name with or without its article, by a word of it."""
    code = key.upper().zfill(2)
    named = Q(name_key__in=[key, *with_articles(key)]) | Q(name_key__regex=rf"\m{re.escape(key)}")
    bare = without_article(key)
    former = list(of_former_regions(key))
    known = {match.area.pk for match in former if match.rank == EXACT}
    for kind, areas, own in (
        ("departement", Department.objects.current(), CODES_BEFORE.get(code, (code,))),
        ("region", Region.objects.current(), (NICKNAMES.get(key) or OTHER_NAMES.get(key, code),)),
    ):
        wanted = areas.filter(named | Q(pk__in=own) | Q(name_key=bare))
        for area in wanted.order_by("-population", "pk"):
            told = area.name_key == bare or area.name_key in (key, *with_articles(key))
            rank = EXACT if told else CODE if area.pk in own else depth(key, area.name_key)
            if kind == "region" and area.pk in known:
                continue
            reason = reason_of(key, area.pk) if rank == CODE else ""
            yield AreaMatch(kind, area, rank, reason=reason)
    yield from former


def reason_of(key: str, code: str) -> str:
    """Why an area answers a code, or initials."""
    if key in NICKNAMES:
        return f"dite {key.upper()}"
    if key in OTHER_NAMES:
        return ""
    typed = key.upper().zfill(2)
    return f"code {code}" if typed == code else f"numéro {typed} jusqu’en 1975"


def of_former_regions(key: str) -> Iterator[AreaMatch]:
    """The regions of today that regions of before 2016 are part of."""
    found = former_regions(key)
    for name, department, exact in found:
        region = Region.objects.current().filter(departments=department).order_by("pk").first()
        if region:
            yield AreaMatch("region", region, EXACT if exact else BEGINS, former=name)


def depth(key: str, name: str) -> int:
    """How far in a name a text stands."""
    return BEGINS if name.startswith(key) else INSIDE


def epcis(key: str) -> list[AreaMatch]:
    """EPCI and EPT: by SIREN, by the words of the name, by the commune that the text names."""
    siren = key.replace(" ", "")
    if re.fullmatch(r"\d{9}", siren):
        today = Epci.objects.current().filter(pk=siren).order_by("pk")
        found = [AreaMatch("epci", area, CODE, reason=f"SIREN {siren}") for area in today]
        return found or of_former(siren)
    name, kind, told = without_nature(key)
    words = words_of(name)
    if not words:
        return []
    holding = Epci.objects.current()
    for word in words:
        holding = holding.filter(name_key__contains=word)
    ordered = holding.order_by("-population", "pk")
    found = [one for area in ordered if (one := graded(area, words, kind, told=told))]
    if not any(sorted(words_of(one.area.name_key)) == sorted(words) for one in found):
        found = best_of_each([*found, *named_formerly(words, kind, told=told)])
    if not found and (told or SEVERAL.search(name)):
        found = around(SEVERAL.sub("", name), EXACT if told else ALONE) or alike(name)
    # Python's sort is stable: within a name, the order of its passages holds.
    return sorted(found, key=order_of)[:MOST]


def order_of(match: AreaMatch) -> tuple[int, bool, int]:
    """Best rank first, today's names before yesterday's, then those of the fewest other words."""
    return match.rank, match.passage is not None, len(words_of(name_meant(match)))


def name_meant(match: AreaMatch) -> str:
    """The key of the name by which an EPCI was found."""
    return normalise(match.passage.name) if match.passage else str(match.area.name_key)


def without_nature(key: str) -> tuple[str, str, bool]:
    """The name, the kind of EPCI that stands before it, and whether one does.

    >>> without_nature("cc du pays de maiche"), without_nature("metropole de lyon")
    (('du pays de maiche', 'CC', True), ('metropole de lyon', '', False))
    """
    for pattern, kind in NATURE:
        name, count = pattern.subn("", key)
        if count:
            return name, kind, True
    return key, "", False


def words_of(name: str) -> list[str]:
    """The words of an EPCI's name that tell it from others.

    >>> words_of("communaute de communes du pays de maiche"), words_of("metropole de lyon")
    (['pays', 'maiche'], ['metropole', 'lyon'])
    """
    return [word for word in without_nature(name)[0].split() if word not in LINKS][:WORDS]


def graded(area: Epci, words: list[str], kind: str, *, told: bool) -> AreaMatch | None:
    """The rank of an EPCI that holds these letters; None where they are not the starts of words."""
    own = words_of(area.name_key)
    if not all(any(one.startswith(word) for one in own) for word in words):
        return None
    bare = [word for word in own if area.kind not in METROPOLITAN or word != METROPOLE]
    if sorted(words) in (sorted(own), sorted(bare)):
        # One word alone is rather a commune's former name than a whole EPCI.
        rank = EXACT if told or len(words) > 1 else ALONE
    else:
        rank = BEGINS if own[: len(words)] == words else INSIDE
    if told:
        rank = (CODE if rank == EXACT else EXACT) + (kind not in ("", area.kind))
    elif METROPOLE in words and len(words) > 1 and area.kind in METROPOLITAN:
        rank = EXACT  # "métropole de Lille": the Métropole européenne de Lille
    return AreaMatch("epci", area, rank)


def best_of_each(found: list[AreaMatch]) -> list[AreaMatch]:
    """Each EPCI once, by the best name it answers to: today's before one that it took over."""
    best: dict[str, AreaMatch] = {}
    for one in sorted(found, key=lambda one: (one.rank, one.passage is not None)):
        best.setdefault(one.area.pk, one)
    return list(best.values())


def of_former(siren: str) -> list[AreaMatch]:
    """The EPCI that took over one of yesterday, the largest share first."""
    return [AreaMatch("epci", one.epci, CODE, one) for one in passages() if one.siren == siren]


def named_formerly(words: list[str], kind: str, *, told: bool) -> list[AreaMatch]:
    """Those that took over an EPCI of this name; of its first words where its nature is told."""
    found = []
    for one in passages():
        bare, own_kind, _told = without_nature(normalise(one.name))
        former = Epci(name_key=bare, kind=own_kind)
        match = graded(former, words, kind, told=told)
        if match and (told or match.rank <= ALONE):
            found.append(replace(match, area=one.epci, passage=one))
    return found


def successors_of(siren: str) -> list[Epci]:
    """The EPCI that took over one of yesterday, the largest share first."""
    return [one.epci for one in passages() if one.siren == siren]


def passages() -> list[EpciPassage]:
    """What became of EPCI no longer in force: a few dozen rows."""
    rows = EpciPassage.objects.filter(epci__obsolete=False).select_related("epci")
    return list(whole(rows.order_by("siren", "-people_share", "key"), MOST_PASSAGES))


def around(name: str, rank: int) -> list[AreaMatch]:
    """The EPCI of the communes of this name: "agglo de Bourges" may bear another name."""
    words = name.split()
    while len(words) > 1 and words[0] in ("de", "du", "des", "d"):
        words = words[1:]
    bare = " ".join(words)
    named = PlaceName.objects.filter(key__in=[bare, *with_articles(bare)], kind="commune")
    seats = named.filter(commune__epci__isnull=False).order_by("-commune__population", "commune")
    seats = seats.select_related("commune__epci")[:3]
    return [
        AreaMatch("epci", seat.commune.epci, rank, reason=f"avec {seat.label}") for seat in seats
    ]


def alike(name: str) -> list[AreaMatch]:
    """EPCI whose name resembles the text."""
    close = Epci.objects.current().annotate(near=TrigramWordSimilarity(name, "name_key"))
    close = close.filter(name_key__trigram_word_similar=name, near__gte=CLOSE)
    return [
        AreaMatch("epci", area, RESEMBLES)
        for area in close.order_by("-near", "-population", "pk")[:3]
    ]
