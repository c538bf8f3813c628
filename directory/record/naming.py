"""Places that people name: the code of a commune, of an EPCI, of a department or of a region.

A commune's name counts with what stands beside it: « Ambérieu-en-Bugey (01) », « 01500
Ambérieu-en-Bugey », « Ambérieu-en-Bugey, Ain »; alone, only where no other commune bears it.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from directory.vocabulary import TerritoryLevel
from geo.constants import CODE_PATTERN, SIREN_PATTERN
from geo.models import Commune, Department, Epci, Region
from geo.names import normalise
from publishing.ceilings import whole
from tables.plain import plainly

MOST_NAMESAKES = 20_000  # communes, of all the names of a file
MOST_TOLD = 5
MOST_AREAS = 1_000  # departments, or regions
LONGEST = 250  # of a text that may name a place: patterns are slow on longer ones
HINT = r"(?P<hint>\d{5}|97[1-6]|\d{2}|2[ABab]|\([^()]+\))"
AFTER = re.compile(rf"(?P<name>.*?\w\W*?)[\s,]*[\s,(]\(?{HINT}\)?", re.DOTALL)
BESIDE = re.compile(r"(?P<name>[^,()]+),\s*(?P<hint>[^,()]+)")
BEFORE = re.compile(r"(?P<hint>\d{5})\s+(?P<name>.*\w.*)", re.DOTALL)


class UnnamedError(ValueError):
    """A text that names no place, or several; the message says what is accepted."""


@dataclass(frozen=True)
class Named:
    """A text in two parts: a name, and what says where it is."""

    name: str  # its key
    hint: str = ""  # a postcode, a code, or the key of the name of an area


@dataclass(frozen=True)
class Bearer:
    """A place that bears a name."""

    code: str
    name: str
    department: str = ""
    region: str = ""
    postcodes: tuple[str, ...] = ()


def is_code(level: TerritoryLevel, text: str) -> bool:
    """Whether a text is formed as the code of a level: it is looked up as such."""
    pattern = {
        TerritoryLevel.COMMUNE: CODE_PATTERN,
        TerritoryLevel.PART: CODE_PATTERN,
        TerritoryLevel.EPCI: SIREN_PATTERN,
    }.get(level, r"\d{1,3}|2[AB]")
    return bool(re.fullmatch(pattern, text.strip().upper())) or text.strip().isdigit()


def readings(text: str) -> Iterator[Named]:
    """A text as a name with what stands beside it, then as a name alone."""
    text = plainly(text).strip()
    if len(text) > LONGEST:
        return
    for pattern in (BEFORE, AFTER, BESIDE):
        if found := pattern.fullmatch(text):
            hint = found["hint"].strip("() ")
            yield Named(normalise(found["name"]), hint.upper() if hint[0].isdigit() else hint)
    yield Named(normalise(text))


@dataclass
class Names:
    """Who bears the names of some texts; a query for all the communes, another for the EPCI."""

    texts: Collection[str]
    communes: dict[str, list[Bearer]] = field(init=False)

    def __post_init__(self) -> None:
        keys = {one.name for text in self.texts for one in readings(text)}
        fields = ("code", "name", "department_id", "region_id", "postcodes", "name_key")
        rows = Commune.objects.current().filter(name_key__in=keys).order_by("code")
        self.communes = {}
        for code, name, department, region, postcodes, key in whole(
            rows.values_list(*fields), MOST_NAMESAKES
        ):
            bearer = Bearer(code, name, department, region, tuple(postcodes or ()))
            self.communes.setdefault(key, []).append(bearer)

    @cached_property
    def departments(self) -> dict[str, Bearer]:
        """By key, and by code."""
        rows = Department.objects.current().order_by("code")
        return by_key(
            Bearer(code, name, region=region)
            for code, name, region in whole(
                rows.values_list("code", "name", "region_id"), MOST_AREAS
            )
        )

    @cached_property
    def regions(self) -> dict[str, Bearer]:
        """By key, and by code."""
        rows = Region.objects.current().order_by("code").values_list("code", "name")
        return by_key(Bearer(code, name) for code, name in whole(rows, MOST_AREAS))

    @cached_property
    def epcis(self) -> dict[str, list[Bearer]]:
        """By key."""
        keys = {normalise(text) for text in self.texts}
        rows = Epci.objects.current().filter(name_key__in=keys).order_by("siren")
        found: dict[str, list[Bearer]] = {}
        fields = rows.values_list("siren", "name", "name_key")
        for siren, name, key in whole(fields, MOST_NAMESAKES):
            found.setdefault(key, []).append(Bearer(siren, name))
        return found

    def commune(self, text: str, department: str = "", region: str = "") -> str:
        """The code of the commune that a text names; a department or a region parts namesakes.

        Raises UnnamedError.
        """
        for reading in readings(text):
            bearers = self.communes.get(reading.name, [])
            found = [one for one in bearers if self.agrees(one, reading.hint)]
            if not reading.hint:
                found = [one for one in found if department in ("", one.department)]
                found = [one for one in found if region in ("", one.region)]
            if len(found) == 1:
                return found[0].code
            if found:
                raise UnnamedError(f"une seule commune : {listed(found)}")
            if bearers:
                raise UnnamedError(
                    f"une commune de ce nom à cet endroit ; il y a {listed(bearers)}"
                )
        raise UnnamedError(
            "un code Insee (01004), ou le nom exact d'une commune d'aujourd'hui, avec son "
            "département : « Ambérieu-en-Bugey (01) »"
        )

    def heard(self, text: str) -> bool:
        """Whether some commune bears the name that a text gives, wherever the text puts it."""
        return any(reading.name in self.communes for reading in readings(text))

    def bearers(self, level: TerritoryLevel, text: str) -> list[Bearer]:
        """The places of a level that bear the name that a text gives, where the text puts them."""
        if level in (TerritoryLevel.COMMUNE, TerritoryLevel.PART):
            for reading in readings(text):
                bearers = self.communes.get(reading.name, [])
                if found := [one for one in bearers if self.agrees(one, reading.hint)]:
                    return found
            return []
        if level == TerritoryLevel.EPCI:
            return self.epcis.get(normalise(text), [])
        areas = self.departments if level == TerritoryLevel.DEPARTMENT else self.regions
        one = areas.get(normalise(text))
        return [one] if one else []

    def agrees(self, commune: Bearer, hint: str) -> bool:
        """Whether a commune is where a text says."""
        if not hint:
            return True
        if len(hint) == 5 and hint.isdigit():
            return hint == commune.code or hint in commune.postcodes
        area = self.departments.get(hint) or self.departments.get(normalise(hint))
        if area:
            return area.code == commune.department
        region = self.regions.get(normalise(hint))
        return region is not None and region.code == commune.region

    def area(self, level: TerritoryLevel, text: str) -> str:
        """The code of what a text names at a level. Raises UnnamedError."""
        if level in (TerritoryLevel.COMMUNE, TerritoryLevel.PART):
            return self.commune(text)
        if level == TerritoryLevel.EPCI:
            found = self.epcis.get(normalise(text), [])
            if len(found) != 1:
                several = f"un seul EPCI : {listed(found)}" if found else ""
                said = "un SIREN à 9 chiffres, ou le nom officiel d'un EPCI ou d'un EPT"
                raise UnnamedError(several or said)
            return found[0].code
        areas = self.departments if level == TerritoryLevel.DEPARTMENT else self.regions
        one = areas.get(normalise(text))
        if one is None:
            what = "département" if level == TerritoryLevel.DEPARTMENT else "région"
            raise UnnamedError(f"le code ou le nom d'un {what}" if what[0] == "d" else
                               f"le code ou le nom d'une {what}")  # fmt: skip
        return one.code


def by_key(areas: Iterable[Bearer]) -> dict[str, Bearer]:
    """Areas by the key of their name, and by their code."""
    found = {}
    for area in areas:
        found[normalise(area.name)] = found[area.code] = area
    return found


def listed(bearers: list[Bearer]) -> str:
    """The first places that bear a name."""
    said = ", ".join(f"{one.name} ({one.code})" for one in bearers[:MOST_TOLD])
    return f"{said}…" if len(bearers) > MOST_TOLD else said
