"""Finds communes as people write them: name, code, postcode, former name, with a department.

Ranks, best first: code (0), exact name (1), name without its article (2), exact former name (3),
whole first words (4), first letters (5), much alike (6), resembling (7).
Within a rank, population; among those that resemble, letters first. A large commune whose former
or full name is meant (evry, romans) joins the rank of the small ones that it dwarfs.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from geo.area_names import NICKNAMES, OTHER_NAMES
from geo.asking import (
    BEFORE_AN_AREA,
    Query,
    letters_of,
    understand,
    within,
    without_article,
    without_country,
)
from geo.former_regions import FORMER_REGIONS
from geo.names import normalise
from geo.search_running import DWARFS, LARGE, Match, named, resembling, run
from geo.search_sql import (
    AREAS_NAMED,
    ARRONDISSEMENT,
    BEGINNING,
    CODES,
    NEAR_CODE,
    OF_POSTCODE,
    SPANNING,
    TOWN,
    TOWN_HERE,
)
from geo.slips import SLIPS, slips_between
from geo.streets import after_street

MAX_RESULTS = 40_000  # every commune: a filter keeps some of them afterwards
MOST_ALIKE = 1000  # names that merely resemble, the nearest: each is weighed letter by letter
EXACT = 1  # the rank of the name itself
ARTICLED = 2  # the last rank of names that are the text, but for an article
FORMER = 3  # the last rank of names that are exactly the text
NAMED = 4  # the last rank of names that hold the text as whole words, from their first one
BEGINS = 5  # the last rank of names that begin with the text
SIMILAR = 6  # the first rank of names that only resemble the text
CANDIDATES = 40  # names that resemble, among which letters are compared


OTHER_AREAS = {
    "former": list(map(normalise, FORMER_REGIONS)),
    "former_departments": list(FORMER_REGIONS.values()),
    "others": [*NICKNAMES, *OTHER_NAMES],
    "regions": [*NICKNAMES.values(), *OTHER_NAMES.values()],
}


@dataclass(frozen=True)
class Answered:
    """The communes that a text may mean, best first, and how it was understood."""

    query: Query
    matches: list[Match]


def find_communes(text: str, limit: int = 10) -> list[Match]:
    """Communes that a text may mean, best first, at most `limit`."""
    return search_communes(text, limit).matches


def search_communes(text: str, limit: int) -> Answered:
    """The same, with the reading of the text that they answer."""
    query = understand(text)
    limit = max(1, min(limit, MAX_RESULTS))
    if not query.key:
        return Answered(query, [])
    if query.code or query.beginning or query.of_each is not None:
        told = query.of_each is None
        found = of_codes(query, limit) if told else run([ARRONDISSEMENT], query, limit)
        return Answered(query, found)
    found = run(named(query), query, limit)
    whole = [match for match in found if query.placed and key_of(match) == query.key]
    if whole:  # a name that ends with a number is no name with its department
        return Answered(query, whole)
    if query.absent_arrondissement and (query.ordinal or not found):
        town = Query(key=query.town, name=query.town)
        found = [match for match in run(named(town), town, limit) if match.rank <= ARTICLED]
    if found and found[0].rank <= FORMER:
        return Answered(query, found)
    return less_plainly(query, found, limit)


def in_country(query: Query, name: str, limit: int) -> Answered:
    """Of "Roissy France", the longer name that ends so; of "Paris France", Paris."""
    found = run([SPANNING], replace(query, name=name, area="france"), limit)
    return Answered(query, found) if found else search_communes(name, limit)


def less_plainly(query: Query, found: list[Match], limit: int) -> Answered:
    """Of a text that is no name: an area named beside one, namesakes elsewhere, likeness."""
    country = without_country(query.key)
    if country:
        return in_country(query, country, limit)
    if " " in query.key:
        asked = query
        query, found = beside_an_area(query, found, limit)
        if not (found and found[0].rank <= NAMED) and after_street(query.key):
            return in_street(asked, limit)
    if not query.placed and ((found and found[0].rank <= NAMED) or len(query.name) < 3):
        return Answered(query, found)
    away = elsewhere(query, limit) if query.placed else []
    if away or (found and found[0].rank <= NAMED):
        return Answered(query, there_first(query, found, away)[:limit])
    found = run([*named(query), *resembling(query)], query, max(min(limit, MOST_ALIKE), CANDIDATES))
    return Answered(query, nearest_first(query, found)[:limit])


def in_street(asked: Query, limit: int) -> Answered:
    """The town of an address: by its postcode, and by the name at its end."""
    query = replace(asked, number="", arrondissement="", ordinal=False, street=True)
    query = replace(query, departments=query.departments if query.postcode else ())
    found = run([TOWN_HERE, OF_POSTCODE], query, limit) if query.postcode else []
    return Answered(query, found or run([TOWN], query, limit))


def beside_an_area(query: Query, found: list[Match], limit: int) -> tuple[Query, list[Match]]:
    """The reading in which the text ends or begins with the name of an area, and its communes.

    Of two such readings ("Loire Rhône"), the one whose commune is where it is said to be, else the
    one whose commune exists, else the one that people write most: the area at the end.
    """
    begins = bool(found) and found[0].rank <= BEGINS
    readings = [
        (placed, run([*named(placed), SPANNING], placed, limit))
        for placed in placed_by_name(query)
        if query.key.endswith(placed.area) or not begins  # "Loire-Auth" is a name being typed
    ]
    if not readings:
        return query, found
    here = [one for one in readings if one[1] and one[1][0].rank <= FORMER]
    if not here and len(readings) > 1:
        here = [one for one in readings if elsewhere(one[0], 1)]
    placed, there = [*here, *readings][0]
    return placed, there or found


def there_first(query: Query, found: list[Match], away: list[Match]) -> list[Match]:
    """Communes where the text says, then those of exactly that name elsewhere, then the others.

    What only begins with the name ("Lillers" for "Lille 62") is no answer before a commune that
    bears it; nor is a longer name, beside the one large commune that bears it ("Metz Bourgogne").
    """
    known = {match.code for match in found}
    bearers = [match for match in away if match.kind != "postcode" and match.code not in known]
    last = BEGINS if not bearers else FORMER if overshadowed(query, found, bearers) else NAMED
    kept = [match for match in found if match.rank <= last]
    others = [replace(match, rank=SIMILAR) for match in found if match.rank > last]
    of_postcode = [match for match in away if match.kind == "postcode" and match.code not in known]
    return [*kept, *bearers, *others, *of_postcode]


def overshadowed(query: Query, found: list[Match], bearers: list[Match]) -> bool:
    """Whether longer names are dwarfed by the only commune that bears the name, elsewhere."""
    named = [match for match in bearers if not match.matched]
    longer = [match.population for match in found if FORMER < match.rank <= NAMED]
    if query.postcode or len(named) != 1 or not longer:
        return False
    return named[0].population >= max(LARGE, DWARFS * max(longer))


def elsewhere(query: Query, limit: int) -> list[Match]:
    """Communes of exactly that name where the text does not say, then those of its postcode.

    None is better than one that resembles: what the text says is not followed.
    """
    alone = Query(key=query.name, name=query.name)
    found = [match for match in run(named(alone), alone, limit) if match.rank <= FORMER]
    if not found:
        return []
    of_postcode = run([OF_POSTCODE], query, limit) if query.postcode else []
    known = {match.code for match in found}
    found += [match for match in of_postcode if match.code not in known]
    return [replace(match, rank=SIMILAR) for match in found]


def of_codes(query: Query, limit: int) -> list[Match]:
    """The communes of a code; of its beginning; else the largest whose postcode begins alike."""
    branches = ([CODES] if query.code else []) + ([BEGINNING] if query.beginning else [])
    return run(branches, query, limit) or run([NEAR_CODE], query, limit)


def nearest_first(query: Query, found: list[Match]) -> list[Match]:
    """The same, those that are a slip of the fingers away first among the ones that resemble."""
    name, text = without_article(query.name), without_article(query.told_apart)

    def slips(match: Match) -> int:
        key = without_article(key_of(match))
        whole = slips_between(text, key)
        return whole if name == text else min(whole, slips_between(name, key) + 1)

    known = [match for match in found if match.rank < SIMILAR]
    others = [(slips(match), match) for match in found if match.rank >= SIMILAR]
    near = [(count, replace(match, rank=SIMILAR)) for count, match in others if count <= SLIPS]
    far = [match for count, match in others if count > SLIPS]
    # Python's sort is stable: as near, the order of the statement holds.
    return [*known, *(match for _, match in sorted(near, key=lambda one: one[0])), *far]


def key_of(match: Match) -> str:
    """The key of the name by which a commune was found."""
    by_code = match.kind == "postcode"
    return normalise(match.name if by_code else match.matched or match.name)


def placed_by_name(query: Query) -> list[Query]:
    """The queries whose text ends, then begins, with the name of a department or of a region."""
    letters = letters_of(query.key)
    leading = letters.split()
    while len(leading) > 1 and leading[0] in BEFORE_AN_AREA:
        leading.pop(0)
    told: dict[str, Any] = {"letters": letters, "leading": " ".join(leading), **OTHER_AREAS}
    with connection.cursor() as cursor:
        cursor.execute(AREAS_NAMED, told)
        areas = cursor.fetchall()
    return [placed for area in areas if (placed := within(query, *area))]
