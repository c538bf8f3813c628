"""Finds the header of a table, below its titles and whatever sheet it is on."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tables.counting import counted
from tables.difference import Remark
from tables.plain import key_of
from tables.problems import Problem, Refused, shown
from tables.reading.ceilings import LOOKED_AT, Line
from tables.reading.cells import as_text
from tables.reading.sheet import Sheet, letters

# What is wrong with a name of a header.
UNKNOWN, REPEATED = "colonne inconnue", "colonne répétée"
UNREAD = ""  # the column of what is known and left


@dataclass(frozen=True)
class Columns:
    """The columns that a table may have, by each name that they go by.

    `names`: of each column, what else it is called. `beside`: a key that means another column where
    another key is there too. `unread`: names that are known, told and left. `chosen`: what a
    person says of the names of their file, before all else.
    """

    names: Mapping[str, Collection[str]]
    beside: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unread: Collection[str] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    few: int = 2  # that make a header of a line

    @cached_property
    def keys(self) -> dict[str, str]:
        """The column of each spelling."""
        found = {key_of(name): UNREAD for name in self.unread}
        for column, others in self.names.items():
            found |= {key_of(other): column for other in others}
        found |= {key_of(column): column for column in self.names}
        return found | {key_of(name): column for name, column in self.chosen.items()}

    def meant(self, header: list[str]) -> list[str | None]:
        """The column that each cell of a header means; None of those that are unknown."""
        spelt = {key_of(cell) for cell in header}
        found = []
        for cell in header:
            key = key_of(cell)
            other, column = self.beside.get(key, (None, ""))
            taken = other in spelt and key not in map(key_of, self.chosen)
            found.append(column if taken else self.keys.get(key))
        return found

    def known(self, cells: list[str]) -> int:
        """How many cells name a column."""
        return len({column for column in self.meant(cells) if column})

    def listed(self) -> str:
        """The columns, in a sentence."""
        return f"Colonnes acceptées : {', '.join(self.names)}."

    def nearest(self, name: str) -> str:
        """The column whose name is most alike, "" where none is."""
        found = difflib.get_close_matches(key_of(name), self.keys, n=1, cutoff=0.75)
        return self.keys[found[0]] if found else ""


@dataclass(frozen=True)
class Heading:
    """A header: its sheet, its line, its names as they are spelt, and the columns they mean."""

    sheet: Sheet
    line: int
    names: list[str]
    columns: list[str | None]
    below: list[Line]
    titles: int  # filled lines above it

    def located(self, problem: Problem) -> Problem:
        """A fault, its column being named as the file spells it, and placed."""
        parts = problem.field.split(".")
        for count in range(len(parts), 0, -1):
            column = ".".join(parts[:count])
            if column in self.columns:
                place = self.columns.index(column)
                spelt = ".".join([self.names[place], *parts[count:]])
                placed = letters(place + 1)
                return replace(problem, field=spelt, sheet=self.sheet.name, column=placed)
        return replace(problem, sheet=self.sheet.name)


def heading_of(sheet: Sheet, columns: Columns) -> Heading | None:
    """The header of a sheet: of its first lines, the one that names most columns."""
    lines = [one for one in sheet.lines if any(map(as_text, one[1]))]
    found = [headed(sheet, lines, place, columns) for place in range(len(lines[:LOOKED_AT]))]
    best = max(found, key=lambda one: columns.known(one.names), default=None)
    enough = best is not None and columns.known(best.names) >= columns.few
    return best if enough else None


def choose(name: str, sheets: list[Sheet], columns: Columns, wanted: str = "") -> Heading:
    """The header of the sheet that is wanted, or of the only one that has one.

    Raises `Refused` where there is none, or where several could be meant.
    """
    shown_ones = [sheet.filled() for sheet in sheets if sheet.visible]
    if wanted:
        named = [sheet for sheet in shown_ones if key_of(sheet.name) == key_of(wanted)]
        if not named:
            raise Refused(f"{name} : pas de feuille visible « {wanted} » ; {listed(shown_ones)}.")
        shown_ones = named
    found = [one for sheet in shown_ones if (one := heading_of(sheet, columns)) and one.below]
    if len(found) > 1:
        most = max(columns.known(one.names) for one in found)
        # A sheet of explanations may name a column or two: half as many are another table.
        found = [one for one in found if 2 * columns.known(one.names) > most]
    if len(found) > 1:
        sheets_named = ", ".join(f"« {one.sheet.name} »" for one in found)
        raise Refused(
            f"{name} : plusieurs feuilles ont un en-tête reconnu ({sheets_named}) ; "
            "choisir l'une d'elles."
        )
    if not found:
        raise unheaded(name, shown_ones, columns)
    return found[0]


def unheaded(name: str, sheets: list[Sheet], columns: Columns) -> Refused:
    """The refusal of a file in which no line names the columns, or none is below it."""
    headed = [one for sheet in sheets if (one := heading_of(sheet, columns))]
    if headed:
        return Refused(f"{name} : aucune ligne de données.")
    found = next(filter(None, (likely(sheet, columns) for sheet in sheets)), None)
    if found is None:
        return Refused(f"{name} : aucune ligne de données dans les feuilles visibles.")
    return Refused(
        f"{name} : aucune ligne d'en-tête reconnue (colonnes inconnues). {columns.listed()}",
        unknown(found.line, found.names, found.columns, columns),
    )


def likely(sheet: Sheet, columns: Columns) -> Heading | None:
    """What may be the header of a sheet where no name is known: its first line of several cells."""
    lines = [one for one in sheet.lines if any(map(as_text, one[1]))]
    if not lines:
        return None
    several = [place for place, one in enumerate(lines) if sum(map(bool, map(as_text, one[1]))) > 1]
    return headed(sheet, lines, several[0] if several else 0, columns)


def headed(sheet: Sheet, lines: list[Line], place: int, columns: Columns) -> Heading:
    """The header that a line of a sheet is."""
    number, cells = lines[place]
    names = [as_text(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    below, meant = lines[place + 1 :], columns.meant(names)
    for column, name in enumerate(names):
        if not name and not any(as_text(one[1][column]) for one in below if len(one[1]) > column):
            meant[column] = UNREAD  # nothing over nothing
    return Heading(sheet, number, names, meant, below, place)


def unknown(
    line: int, names: list[str], meant: list[str | None], columns: Columns
) -> list[Problem]:
    """The names of a header that mean no column, each with the nearest; and those said twice."""
    problems = []
    for place, (name, column) in enumerate(zip(names, meant, strict=True)):
        where, at = shown(name), letters(place + 1)
        if column is None:
            near = columns.nearest(name) if name else ""
            accepted = f"« {near} » sans doute" if near else "une des colonnes citées plus haut"
            problems.append(Problem(line, where, UNKNOWN, accepted, "", at))
        elif column and column in meant[:place]:
            first = names[meant.index(column)]
            accepted = f"une colonne par donnée (« {first} » dit déjà {column})"
            problems.append(Problem(line, where, REPEATED, accepted, "", at))
    return problems


def listed(sheets: list[Sheet]) -> str:
    """The sheets that there are."""
    return f"feuilles : {', '.join(sheet.name for sheet in sheets) or 'aucune'}"


def told(heading: Heading, sheets: list[Sheet], encoding: str) -> list[Remark]:
    """What a person should know of how a file was read."""
    remarks = []
    if encoding:
        remarks.append(Remark(f"Lu en {encoding}, et non en UTF-8 : vérifier les accents."))
    if heading.titles:
        above = counted(heading.titles, "ligne laissée", "lignes laissées")
        remarks.append(Remark(f"En-tête à la ligne {heading.line} ; {above} au-dessus."))
    if len(sheets) > 1:
        remarks.append(Remark(f"Feuille lue : « {heading.sheet.name} »."))
    remarks += [
        Remark(f"Feuille masquée, non lue : « {sheet.name} ».")
        for sheet in sheets
        if not sheet.visible
    ]
    hidden = [str(number) for number, _ in heading.below if number in (heading.sheet.hidden or ())]
    if hidden:
        what = (
            "lignes masquées ou filtrées dans le tableur, lues comme les autres"
            if len(hidden) > 1
            else "ligne masquée ou filtrée dans le tableur, lue comme les autres"
        )
        remarks.append(Remark(what, len(hidden), tuple(hidden)))
    unread = [
        name
        for name, column in zip(heading.names, heading.columns, strict=True)
        if column == UNREAD
    ]
    if unread:
        remarks.append(Remark(f"Colonnes laissées : {', '.join(unread)}."))
    return remarks
