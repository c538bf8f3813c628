"""Codes of communes no longer in force: where they lead, and those that are rather postcodes."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from geo.constants import POSTCODE_PATTERN
from geo.models import Commune, CommunePassage, FormerCommune
from publishing.ceilings import whole
from web import french

LED = ("code", "commune", "commune__name", "name", "commune__linking")
RENUMBERED = "changement de code"
WELL_KNOWN = 10_000  # people of a commune whose postcode is read before a code of 1968 or 1976
MOST_POSTED = 40_000
Led = tuple[str, str, str, str, int]  # a code, today's, its name, the name of then, its article


class Posted(NamedTuple):
    """The largest commune of a postcode."""

    population: int
    code: str
    said: str  # « de », its name and its code


def passages_of(codes: Iterable[str]) -> Any:
    """What became of codes of communes, by passage."""
    return CommunePassage.objects.filter(code__in=codes, commune__obsolete=False).order_by("code")


def renumbered(codes: list[str]) -> list[Led]:
    """Codes that a commune bore before another: today's code, its name, its name of then."""
    return list(passages_of(codes).filter(kind=RENUMBERED).values_list(*LED))


def taken_over(codes: list[str]) -> list[Led]:
    """Codes of communes and arrondissements that another holds: as the code in force says first."""
    former = FormerCommune.objects.filter(code__in=codes, commune__obsolete=False)
    passages = passages_of(codes).exclude(kind=RENUMBERED)
    return [
        *former.order_by("code", "kind", "commune").values_list(*LED),
        *passages.values_list(*LED),
    ]


def ambiguous(rows: Iterable[Led]) -> dict[str, str]:
    """Of codes that changed, those better known as a postcode; with what they may mean, in French.

    75001 was Alfortville until 1968: whoever types it today rather means Paris, and is asked.
    """
    led = {code: (today, name, linking) for code, today, name, _was, linking in rows}
    found = {}
    for code, posted in postcodes_among(led).items():
        today, name, linking = led[code]
        if posted.population >= WELL_KNOWN and posted.code != today:
            former = f"l'ancien code Insee {french.of(name, linking)} ({today})"
            found[code] = f"{code} est {former} et un code postal {posted.said} : lequel des deux ?"
    return found


def postcodes_among(codes: Iterable[str]) -> dict[str, Posted]:
    """Of some codes, those that are postcodes of today, with their largest commune."""
    wanted = list(codes)
    if not wanted:
        return {}
    of = Commune.objects.current().filter(postcodes__overlap=wanted)
    rows = of.order_by("-population", "code").values_list(
        "population", "code", "name", "linking", "postcodes"
    )
    found: dict[str, Posted] = {}
    for population, code, name, linking, postcodes in whole(rows, MOST_POSTED):
        for one in set(postcodes) & set(wanted):
            found.setdefault(one, Posted(population, code, f"{french.of(name, linking)} ({code})"))
    return found


def today_of(codes: list[str]) -> dict[str, tuple[str, str, str]]:
    """Where codes of communes no longer in force lead: today's code, its name, the former name.

    None where the code is better known as a postcode: what it may mean is `hint_for_five`.
    """
    rows = renumbered(codes)
    asked = ambiguous(rows)
    led: dict[str, tuple[str, str, str]] = {}
    for code, today, name, was, _linking in [*rows, *taken_over(codes)]:
        if code not in asked:
            first = led.setdefault(code, (today, name, was))
            led[code] = (*first[:2], first[2] or was)  # passages name what the code in force forgot
    return led


def hint_for_five(code: str) -> str:
    """Of five digits that are no code of a commune: two readings to choose from, or a postcode."""
    if not re.fullmatch(POSTCODE_PATTERN, code):
        return ""
    both = ambiguous(renumbered([code])).get(code)
    if both:
        return both
    posted = postcodes_among([code]).get(code)
    return f"{code} est un code postal, celui {posted.said} ?" if posted else ""
