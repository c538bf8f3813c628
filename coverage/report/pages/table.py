"""The table that is the twin of the map: its columns, its rows, in the order asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify

from coverage.indicators.models import Indicator
from coverage.indicators.words import unit_shown
from coverage.report.pages.measure import NO_CELL, Cell
from coverage.states.queries import CommuneAnswer
from coverage.states.question import Question
from coverage.states.rollups import AreaAnswer
from coverage.states.words import share
from coverage.vocabulary import BASIS_OF_RANK, CoverageBasis
from geo.levels import COMMUNE, Level

ROWS = 110  # so that every department stands on one page
UP, DOWN = "asc", "desc"
SHORT = {
    CoverageBasis.DECLARED: "Déclaré",
    CoverageBasis.PARTIAL: "Partie de commune",
    CoverageBasis.PRESUMED: "Présumé",
    CoverageBasis.BROAD: "Large",
    CoverageBasis.NEAR: "Proche",
    CoverageBasis.NONE: "Aucune base",
}


@dataclass(frozen=True)
class Column:
    """A column: its public name, its title, what it is sorted by, the order of a first click."""

    name: str
    title: str
    key: Callable[[Any], Any]
    first: str = DOWN
    basis: str = ""


def measured(one: Indicator, level: Level) -> Column:
    """The column of an indicator: its label, its unit, its vintage."""
    unit = unit_shown(one, level)
    about = ", ".join(filter(None, (unit, one.vintage)))
    return Column("indicateur", f"{one.label} ({about})", lambda row: row.measure.order)


@dataclass(frozen=True)
class Heading:
    """A column as its heading shows it."""

    column: Column
    aria: str
    query: str


@dataclass(frozen=True)
class Piece:
    """A part of a bar, in hundredths of its width, as an SVG attribute writes them."""

    basis: str
    title: str
    x: str
    width: str
    people: int
    communes: int
    share: str
    counted: bool


@dataclass(frozen=True)
class AreaRow:
    """An area of the table."""

    code: str
    name: str
    url: str
    population: int
    covered: int
    share: str
    ratio: float
    uncovered: int
    uncovered_share: str
    people: dict[str, int]
    emerging: list[str]
    farthest_km: float | None
    pieces: list[Piece]
    whole: int | None = None  # its people without the filter, where the filter cuts it
    measure: Cell = NO_CELL

    @property
    def uncovered_ratio(self) -> float:
        """What is sorted: where nobody lives, nobody is left out."""
        return self.uncovered / self.population if self.population else 0.0

    @property
    def by_basis(self) -> list[int]:
        """People by basis, in the order of bases."""
        return list(self.people.values())


@dataclass(frozen=True)
class CommuneRow:
    """A commune of the table."""

    code: str
    name: str
    url: str
    population: int
    rank: int
    basis: str
    basis_title: str
    counted: bool
    poles: list[str]
    nearest: str | None
    km: float | None
    measure: Cell = NO_CELL


def by_name(row: Any) -> str:
    """Names in the order of a dictionary."""
    return slugify(row.name)


def people_on(basis: CoverageBasis) -> Callable[[Any], int]:
    """How many people of a row are on a basis."""
    return lambda row: row.people[str(basis)]


AREA_COLUMNS = (
    Column("nom", "Territoire", by_name, UP),
    Column("population", "Habitants", lambda row: row.population),
    Column("couverts", "Couverts", lambda row: row.covered),
    Column("part", "Part", lambda row: row.ratio),
    Column("non-couverts", "Non couverts", lambda row: row.uncovered),
    Column("part-non-couverte", "Part non couverte", lambda row: row.uncovered_ratio),
    Column("emergents", "Pôles émergents", lambda row: len(row.emerging)),
    *(
        Column(str(basis), SHORT[basis], people_on(basis), basis=str(basis))
        for basis in CoverageBasis
    ),
    Column("distance", "Plus loin d'un pôle", lambda row: row.farthest_km or 0.0),
)
COMMUNE_COLUMNS = (
    Column("nom", "Commune", by_name, UP),
    Column("population", "Habitants", lambda row: row.population),
    Column("base", "Base", lambda row: row.rank, UP),
    Column("distance", "Pôle le plus proche", lambda row: row.km or 0.0, UP),
)


def pieces(area: AreaAnswer, question: Question) -> list[Piece]:
    """The bar of an area: its people by basis."""
    whole, at, found = area.total.population, 0.0, []
    for basis in CoverageBasis:
        part = area.bases.get(basis)
        if part is None:
            continue
        width = 100 * part.population / whole if whole else 0.0
        found.append(
            Piece(
                basis=str(basis),
                title=SHORT[basis],
                x=f"{at:.3f}%",
                width=f"{width:.3f}%",
                people=part.population,
                communes=part.communes,
                share=share(part.population, whole),
                counted=basis in question.bases,
            )
        )
        at += width
    return found


def area_row(area: AreaAnswer, question: Question, level: Level) -> AreaRow:
    """An area as a row; a commune that stands for its EPCI leads to its own page."""
    total, covered = area.total.population, area.covered(question).population
    left = area.uncovered(question).population
    return AreaRow(
        code=area.code,
        name=area.name,
        url=level.url(area.code),
        population=total,
        covered=covered,
        share=share(covered, total),
        ratio=covered / total if total else 0.0,
        uncovered=left,
        uncovered_share=share(left, total),
        people={str(b): area.bases[b].population if b in area.bases else 0 for b in CoverageBasis},
        emerging=sorted(area.emerging),
        farthest_km=None if area.farthest_m is None else area.farthest_m / 1000,
        pieces=pieces(area, question),
        whole=area.entire.total.population if area.entire else None,
    )


def commune_row(found: CommuneAnswer, question: Question) -> CommuneRow:
    """A commune as a row."""
    basis = BASIS_OF_RANK[found.rank]
    return CommuneRow(
        code=found.code,
        name=found.name,
        url=COMMUNE.url(found.code),
        population=found.population,
        rank=found.rank,
        basis=str(basis),
        basis_title=SHORT[basis],
        counted=basis in question.bases,
        poles=found.poles,
        nearest=found.nearest,
        km=None if found.metres is None else found.metres / 1000,
    )


def ordered(rows: list[Any], column: Column, order: str) -> list[Any]:
    """Rows by a column; those that tie, by name; those that have nothing there, last."""
    rows = sorted(rows, key=by_name)
    known = [row for row in rows if column.key(row) is not None]
    unknown = [row for row in rows if column.key(row) is None]
    return sorted(known, key=column.key, reverse=order == DOWN) + unknown


def headings(
    columns: tuple[Column, ...], column: Column, order: str, query: QueryDict
) -> list[Heading]:
    """Each column with what it is sorted by now, and the address that sorts by it."""
    found = []
    for each in columns:
        now = each.name == column.name
        turned = (DOWN if order == UP else UP) if now else each.first
        link = query.copy()
        link.pop("page", None)
        link["tri"], link["ordre"] = each.name, turned
        aria = ("ascending" if order == UP else "descending") if now else ""
        found.append(Heading(each, aria, link.urlencode(safe=",:")))
    return found
