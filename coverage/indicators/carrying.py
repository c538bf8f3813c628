"""From the codes of a file to those of today: former communes, merged EPCI, zones. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from coverage.indicators.reading import Entry, Sheet
from coverage.indicators.vocabulary import FileLevel, Kind
from tables.difference import Remark
from tables.problems import Problem, Refused

# Collectivities overseas that are no department: they have codes, and are outside this ground.
COLLECTIVITY = re.compile(r"9(?:7[578]|8[4-9])\d{2}")
MOST_CODES = 200
A_COMMUNE = "le code d'une commune, d'aujourd'hui ou ancienne"
AN_EPCI = "le SIREN d'un EPCI, d'un EPT ou d'une commune, d'aujourd'hui ou fusionné"

Value = tuple[float | None, str]


@dataclass(frozen=True)
class Former:
    """Where the code of a former commune or of an arrondissement leads."""

    commune: str
    arrondissement: bool = False
    population: int | None = None


@dataclass(frozen=True)
class Codes:
    """The codes of the ground. `sirens` are those of communes; `members`, the communes of EPCI."""

    communes: frozenset[str]
    vanished: frozenset[str]
    former: dict[str, Former]
    sirens: dict[str, str]
    members: dict[str, list[str]]
    successors: dict[str, str]
    zones: dict[str, list[str]]


@dataclass
class Carried:
    """Values by code of today. `made` are the EPCI whose value comes from merged ones."""

    communes: dict[str, Value] = field(default_factory=dict)
    epcis: dict[str, Value] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, what: str, codes: Iterable[str]) -> None:
        """Add a remark, if it is about anything."""
        found = sorted(codes)
        if found:
            self.remarks.append(Remark(what, len(found), tuple(found[:MOST_CODES])))


def carry(sheet: Sheet, kind: Kind, codes: Codes) -> Carried:
    """The values of a sheet on today's ground; raises `Refused` with every unknown code."""
    carried = Carried()
    problems = CARRIERS[sheet.level](sheet, kind, codes, carried)
    if problems:
        raise Refused("Le fichier n'est pas chargé.", sorted(problems))
    carried.remark("codes sans valeur dans le fichier", (e.code for e in sheet.empty))
    carried.remark("codes que la liste exclut (0 ou non)", (e.code for e in sheet.excluded))
    return carried


# --- Communes ---------------------------------------------------------------------------------


def carry_communes(sheet: Sheet, kind: Kind, codes: Codes, carried: Carried) -> list[Problem]:
    """Communes of today keep their value; former ones and arrondissements lead to theirs."""
    problems: list[Problem] = []
    outside, lost = set(), set()
    parts: dict[str, list[Entry]] = defaultdict(list)
    pieces: dict[str, list[Entry]] = defaultdict(list)  # arrondissements
    for entry in sheet.entries:
        former = codes.former.get(entry.code)
        if entry.code in codes.communes:
            parts[entry.code].append(entry)
        elif former is not None:
            (pieces if former.arrondissement else parts)[former.commune].append(entry)
        elif COLLECTIVITY.fullmatch(entry.code):
            outside.add(entry.code)
        elif entry.code in codes.vanished:
            lost.add(entry.code)
        else:
            problems.append(Problem(entry.line, sheet.column, entry.code, A_COMMUNE))
    problems += [
        Problem(entry.line, sheet.column, entry.code, A_COMMUNE)
        for entry in (*sheet.empty, *sheet.excluded)
        if not known_commune(entry.code, codes)
    ]
    for code, entries in parts.items():
        carried.communes[code] = join(entries, kind, code)
    tell_carried(parts, kind, carried)
    carry_arrondissements(pieces, kind, codes, carried)
    carried.remark("collectivités d'outre-mer hors des départements : laissées de côté", outside)
    carried.remark("communes disparues sans successeur connu : laissées de côté", lost)
    return problems


def known_commune(code: str, codes: Codes) -> bool:
    """Whether a code is or was one of a commune."""
    known = code in codes.communes or code in codes.former or code in codes.vanished
    return known or COLLECTIVITY.fullmatch(code) is not None


def tell_carried(parts: dict[str, list[Entry]], kind: Kind, carried: Carried) -> None:
    """Say which former communes were carried, and how several became one."""
    moved = {
        f"{entry.code} → {code}" for code, es in parts.items() for entry in es if entry.code != code
    }
    carried.remark("anciennes communes reportées sur celle d'aujourd'hui", moved)
    several = {code for code, entries in parts.items() if len(entries) > 1}
    carried.remark(f"communes faites de plusieurs codes : {HOW[kind]}", several)


def carry_arrondissements(
    pieces: dict[str, list[Entry]], kind: Kind, codes: Codes, carried: Carried
) -> None:
    """Arrondissements are never added to their commune; they make it where it has no value."""
    beside, made, partial = set(), set(), set()
    all_of = Counter(f.commune for f in codes.former.values() if f.arrondissement)
    for code, entries in pieces.items():
        if code in carried.communes:
            beside |= {entry.code for entry in entries}
        elif kind == Kind.COUNT and len(entries) < all_of[code]:
            partial |= {entry.code for entry in entries}
        else:
            weights = [codes.former[entry.code].population for entry in entries]
            carried.communes[code] = join(entries, kind, code, weights)
            made.add(code)
    carried.remark("arrondissements laissés de côté : leur commune a sa valeur", beside)
    carried.remark(
        "communes faites de leurs arrondissements"
        + (", moyenne pondérée par la population" if kind == Kind.NUMBER else ""),
        made,
    )
    carried.remark(
        "arrondissements laissés de côté : il en manque pour faire la somme de la commune", partial
    )


# --- EPCI and zones ---------------------------------------------------------------------------


def carry_epcis(sheet: Sheet, kind: Kind, codes: Codes, carried: Carried) -> list[Problem]:
    """EPCI and EPT keep their value; merged EPCI make their successor, communes by SIREN theirs."""
    problems: list[Problem] = []
    merged: dict[str, list[Entry]] = defaultdict(list)
    for entry in sheet.entries:
        if entry.code in codes.members:
            carried.epcis[entry.code] = (entry.value, entry.text)
        elif entry.code in codes.successors:
            merged[codes.successors[entry.code]].append(entry)
        elif entry.code in codes.sirens:
            carried.communes[codes.sirens[entry.code]] = (entry.value, entry.text)
        else:
            problems.append(Problem(entry.line, sheet.column, entry.code, AN_EPCI))
    known = codes.members.keys() | codes.successors.keys() | codes.sirens.keys()
    problems += [
        Problem(entry.line, sheet.column, entry.code, AN_EPCI)
        for entry in (*sheet.empty, *sheet.excluded)
        if entry.code not in known
    ]
    beside = set()
    for siren, entries in merged.items():
        if siren in carried.epcis:
            beside |= {entry.code for entry in entries}
        else:
            carried.epcis[siren] = join(entries, kind, siren)
            carried.made.add(siren)
    carried.remark(
        f"EPCI nouveaux, faits des EPCI fusionnés : {HOW[kind]}",
        {f"{'+'.join(e.code for e in merged[siren])} → {siren}" for siren in carried.made},
    )
    carried.remark("EPCI fusionnés laissés de côté : leur successeur a sa valeur", beside)
    carried.remark(
        "communes seules, trouvées par leur SIREN",
        (e.code for e in sheet.entries if e.code in codes.sirens),
    )
    if kind == Kind.LIST:
        spread_list(codes, carried)
    return problems


def spread_list(codes: Codes, carried: Carried) -> None:
    """Every commune of a listed EPCI or EPT is listed."""
    for siren, value in carried.epcis.items():
        for commune in codes.members[siren]:
            carried.communes.setdefault(commune, value)


def carry_zones(sheet: Sheet, kind: Kind, codes: Codes, carried: Carried) -> list[Problem]:
    """Every commune of a zone has its value, which no count can be: their sum would be wrong."""
    if kind == Kind.COUNT:
        raise Refused("Un compte se donne par commune : aucune n'a celui de sa zone d'emploi.")
    if not codes.zones:
        raise Refused("La base n'a aucune zone d'emploi : lancer d'abord load_communes --write.")
    problems = [
        Problem(entry.line, sheet.column, entry.code, "le code d'une zone d'emploi de 2020")
        for entry in (*sheet.entries, *sheet.empty, *sheet.excluded)
        if entry.code not in codes.zones
    ]
    for entry in sheet.entries:
        for commune in codes.zones.get(entry.code, []):
            carried.communes[commune] = (entry.value, entry.text)
    absent = codes.zones.keys() - {entry.code for entry in sheet.entries}
    carried.remark("zones d'emploi sans valeur", absent)
    return problems


CARRIERS: dict[FileLevel, Callable[[Sheet, Kind, Codes, Carried], list[Problem]]] = {
    FileLevel.COMMUNE: carry_communes,
    FileLevel.EPCI: carry_epcis,
    FileLevel.ZONE: carry_zones,
}

# --- Several values as one --------------------------------------------------------------------

HOW = {
    Kind.NUMBER: "moyenne simple, faute de connaître leurs populations d'alors",
    Kind.COUNT: "somme",
    Kind.CLASS: "classe du code d'aujourd'hui, sinon la plus fréquente, sinon la première",
    Kind.LIST: "dans la liste si l'un y est",
}


def join(
    entries: list[Entry], kind: Kind, today: str, weights: list[int | None] | None = None
) -> Value:
    """One value from those of several codes that are one place today.

    `weights` are their people where known: a number is then their weighted mean, else their
    plain mean, and a class that of most people, else that of the code of today.
    """
    if len(entries) == 1:
        return entries[0].value, entries[0].text
    people = [weight or 0 for weight in weights or []]
    if not people or None in (weights or []) or not sum(people):
        people = []
    if kind in (Kind.CLASS, Kind.LIST):
        return entries[0].value, joined_text(entries, today, people)
    numbers = [entry.value for entry in entries if entry.value is not None]
    if kind == Kind.COUNT:
        return sum(numbers), ""
    if people:
        total = sum(n * p for n, p in zip(numbers, people, strict=True))
        return total / sum(people), ""
    return sum(numbers) / len(numbers), ""


def joined_text(entries: list[Entry], today: str, people: list[int]) -> str:
    """The class that holds most people; without people, that of today's code, or the commonest."""
    own = [entry.text for entry in entries if entry.code == today]
    if own and not people:
        return own[0]
    totals: Counter[str] = Counter()
    for entry, weight in zip(entries, people or [1] * len(entries), strict=True):
        totals[entry.text] += weight
    most = max(totals.values())
    return min(text for text, total in totals.items() if total == most)
