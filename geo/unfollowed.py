"""What a text of search says of a place that its first answer does not follow, in French.

A department, a region or a postcode that contradicts the name, a code that is none, an
arrondissement that does not exist, a level of study areas that has no such one: each is told, with
what holds instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from geo import levels
from geo.asking import Query, places_of, without_article
from geo.codes import Place, found_of
from geo.elsewhere import collectivity_of_code, outside_sentence
from geo.former_regions import KEYS, former_within
from geo.models import Commune, Department, Epci, Region, StudyArea
from geo.names import normalise
from geo.ordinals import CITIES, ordinal
from geo.postcodes import GENERAL
from geo.search import SIMILAR, Match
from geo.search_areas import AreaMatch
from geo.search_studied import Told
from publishing.ceilings import whole
from web import french


@dataclass(frozen=True)
class Unfollowed:
    """A part of the text, what it was read as, and why it is not followed."""

    part: str
    kind: str  # one of KINDS
    sentence: str

    def public(self) -> dict[str, str]:
        """As the answer of the search tells it."""
        return {"texte": self.part, "nature": self.kind, "phrase": self.sentence}


LEVELS = {"region": ("région", "d’une région"), "departement": ("département", "d’un département")}
MOST_BEARERS = 1000  # communes of a postcode: a few dozen
ARRONDISSEMENT, POSTCODE, DEPARTMENT, AREA, CODE, NUMBER = KINDS = (
    "arrondissement", "code-postal", "departement", "territoire", "code", "nombre",
)  # fmt: skip


def unfollowed(query: Query, matches: list[Match]) -> list[Unfollowed]:
    """What the first of some communes, best first, does not follow of a text."""
    if not matches:
        return []
    first = matches[0]
    if query.code or query.beginning:
        return list(of_code(query, first))
    if not (query.placed or query.unread or query.arrondissement):
        return []
    of_town = is_town(query, first.name)
    if first.kind == "arrondissement" and not (query.postcode or query.unread):
        return []
    commune = Commune.objects.select_related("department", "region").get(pk=first.code)
    several = sum(match.rank == first.rank and match.name == first.name for match in matches) > 1
    told = list(of_arrondissement(query, first.name)) if of_town else []
    if query.postcode:
        told += of_postcode(query, commune)
    elif query.begins:
        told += of_beginning(query, commune)
    if not (of_town and query.ordinal):
        told += of_departments(query, first, commune, several=several)
    told += [of_unread(part) for part in query.unread]
    return told


def of_area(match: AreaMatch) -> list[Unfollowed]:
    """What a territory, the first answer, does not follow of a text: its level, its place."""
    told = []
    if match.level:
        (part, said), (_word, right) = LEVELS[match.level], LEVELS[match.kind]
        sentence = f"{match.area.name} est le nom {right}, pas {said}."
        told.append(Unfollowed(part, AREA, sentence))
    if match.away:
        told.append(place_of_area(match, match.away))
    return told


def place_of_area(match: AreaMatch, query: Query) -> Unfollowed:
    """The place told beside a territory that has nothing there."""
    if query.area:
        said = area_away(match, area_asked(query.area, query.area_departments))
        return Unfollowed(query.area, AREA, said)
    asked = departments_asked(places_of(query.number) if query.number else query.departments)
    part, outside = query.postcode or query.number, collectivity_of_code(query.number)
    if outside:
        said = outside_sentence(outside)
    elif asked:
        said = area_away(match, asked)
    else:
        said = f"{part} n’est le numéro d’aucun département."
    return Unfollowed(part, POSTCODE if query.postcode else DEPARTMENT, said)


def area_away(match: AreaMatch, asked: str) -> str:
    """That a territory is not where it is said to be."""
    area = match.area
    of = french.of(area.name, area.linking)
    if isinstance(area, Epci):
        of = french.of_body(area.name)
    elif isinstance(area, StudyArea):
        of = f"{'de la' if levels.level_of(area).feminine else 'du'} {levels.told(area)}"
    return f"Aucune commune {of} n’est {asked}."


def is_town(query: Query, name: str) -> bool:
    """Whether a commune is the town whose absent arrondissement a text asks for."""
    asked = query.absent_arrondissement
    return asked and without_article(normalise(name)) == without_article(query.town)


def of_code(query: Query, first: Match) -> Iterator[Unfollowed]:
    """A code that is no commune's, or whose zero was lost."""
    if query.code and first.rank >= SIMILAR:
        sentence = (
            f"{query.code} n’est le code d’aucune commune\u00a0: voici la plus grande de celles "
            "dont le code postal commence de même."
        )
        yield Unfollowed(query.code, CODE, sentence)


def of_arrondissement(query: Query, town: str) -> Iterator[Unfollowed]:
    """That a town has no such arrondissement, and how many there are."""
    count, number = CITIES.get(query.town, (0, ""))[0], query.ordinal_number
    if count:
        said = f"{town} n’a pas de {ordinal(number)} arrondissement\u00a0: il y en a {count}."
    else:
        said = f"{town} n’a pas d’arrondissement\u00a0: seuls Paris, Lyon et Marseille en ont."
    yield Unfollowed(str(number), ARRONDISSEMENT, said)


def of_postcode(query: Query, commune: Commune) -> Iterator[Unfollowed]:
    """A code beside the name: of another commune, or of none."""
    code = query.postcode
    if code in (commune.code, *commune.postcodes) or GENERAL.get(code) == commune.code:
        return
    posted, outside = bearers(code), collectivity_of_code(code)
    place = found_of(levels.COMMUNE, [GENERAL.get(code, code)]).get(GENERAL.get(code, code))
    if posted:
        subject = french.commune_as_subject(commune.name, commune.linking)
        said = f"{subject} n’a pas le code postal {code}\u00a0: c’est celui {posted}."
    elif place and commune.code in place.codes:
        return  # the code of a commune that it took in
    elif query.cedex:
        said = f"{code} est un code Cedex\u00a0: seuls ceux des communes sont connus ici."
    elif outside:
        said = outside_sentence(outside)
    else:
        said = f"{code} n’est pas un code postal connu ici{other_code(code, place)}"
        said += arrondissements(code, commune)
    yield Unfollowed(code, POSTCODE, said)


def bearers(code: str) -> str:
    """« de » and the communes of a postcode, the largest named; "" where it has none."""
    of = Commune.objects.current().filter(postcodes__contains=[code])
    named = of.order_by("-population", "code").values_list("name", "linking")
    rows = whole(named, MOST_BEARERS)
    if not rows:
        return ""
    largest, others = french.of(*rows[0]), len(rows) - 1
    if not others:
        return largest
    return f"{largest} et {'d’une autre commune' if others == 1 else f'de {others} autres'}"


def other_code(code: str, place: Place | None) -> str:
    """What a code that is no postcode of communes is; "" where it is nothing."""
    if not place:
        return ""
    commune = Commune.objects.get(pk=place.code)
    of = french.of(commune.name, commune.linking)
    if code in GENERAL:
        return f" (c’est le code général {of})"
    return f" (c’est {'un ancien' if place.moved else 'le'} code Insee {of})"


def arrondissements(code: str, commune: Commune) -> str:
    """The end of a sentence on a postcode of a city: how far its arrondissements go."""
    most, department = CITIES.get(normalise(commune.name), (0, ""))
    if most and code.startswith(f"{department}0"):
        return f"\u00a0: {commune.name} compte {most} arrondissements."
    return "."


def of_beginning(query: Query, commune: Commune) -> Iterator[Unfollowed]:
    """Three or four digits beside the name: those of a postcode being typed, or none."""
    begins = query.begins
    codes = (commune.code, *commune.postcodes)
    if any(code.startswith(begins) for code in codes) or f"0{begins}" in codes:
        return
    of = french.of(commune.name, commune.linking)
    yield Unfollowed(begins, NUMBER, f"Aucun code postal {of} ne commence par {begins}.")


def of_departments(
    query: Query, first: Match, commune: Commune, *, several: bool
) -> Iterator[Unfollowed]:
    """A department, by its number or name, or a region, where the commune is not."""
    numbered = places_of(query.number) if query.number and not query.begins else ()
    if numbered and commune.department_id not in numbered and first.kind != "arrondissement":
        asked = departments_asked(numbered)
        outside = collectivity_of_code(query.number)
        if outside:
            said = outside_sentence(outside)
        elif not asked:
            said = f"{query.number} n’est le numéro d’aucun département."
        else:
            said = elsewhere_than(asked, commune, several=several)
        yield Unfollowed(query.number, DEPARTMENT, said)
    by_name = query.area_departments
    if not by_name or commune.department_id in by_name or by_name == numbered:
        return
    if without_article(normalise(first.matched or first.name)) == without_article(query.name):
        # Else the words may have been of its name.
        asked = area_asked(query.area, by_name)
        yield Unfollowed(query.area, AREA, elsewhere_than(asked, commune, several=several))


def elsewhere_than(asked: str, commune: Commune, *, several: bool) -> str:
    """That no commune of that name, or not this one, is where it is said to be."""
    if several:
        return f"Aucune commune ne s’appelle {commune.name} {asked}\u00a0: voici celles d’ailleurs."
    return not_there(commune, asked)


def not_there(commune: Commune, asked: str) -> str:
    """Where a commune is, and that it is not where it is said to be."""
    department = commune.department
    subject = french.commune_as_subject(commune.name, commune.linking)
    if department.name == commune.name:
        return f"{subject} n’est pas {asked}."
    here = f"{french.within(department.name, department.linking)} ({department.pk})"
    return f"{subject} est {here}, pas {asked}."


def departments_asked(departments: tuple[str, ...]) -> str:
    """Departments, in a sentence: "dans le Jura (39)"; "" where none is of today."""
    found = Department.objects.current().filter(pk__in=departments).order_by("pk")
    return " ni ".join(f"{french.within(one.name, one.linking)} ({one.pk})" for one in found)


def area_asked(area: str, departments: tuple[str, ...]) -> str:
    """Where a text says by a name that its own is: a department, a region of today or of before."""
    if len(departments) == 1:
        return departments_asked(departments)
    if area in KEYS:
        return former_within(KEYS[area])
    regions = Region.objects.current().filter(departments=departments[0]).order_by("pk")
    region = regions.first()
    return french.within(region.name, region.linking) if region else ""


def of_level(told: Told, code: str) -> Unfollowed:
    """A level of study areas: the commune that a text names is in none; without one, none is so."""
    level = told.level
    none = f"{'aucune' if level.feminine else 'aucun'} {level.one}"
    if code:
        commune = Commune.objects.get(pk=code)
        subject = french.commune_as_subject(commune.name, commune.linking)
        said = f"{subject} n’est dans {none} connu{'e' if level.feminine else ''} ici."
    else:
        said = f"{none[0].upper()}{none[1:]} ne porte le nom «\u00a0{told.rest}\u00a0»."
    return Unfollowed(told.part, AREA, said)


def of_unread(part: str) -> Unfollowed:
    """Digits that are no code at all."""
    return Unfollowed(
        part, NUMBER, f"«\u00a0{part}\u00a0» n’est ni un code ni un numéro connu ici."
    )
