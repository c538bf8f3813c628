"""The controls of the page, and the definitions of what they count."""

from dataclasses import dataclass
from typing import Any

from coverage.report.overview import Places
from coverage.report.pages.asked import Asked
from coverage.report.pages.table import SHORT
from coverage.states.question import Question
from coverage.states.words import kinds_of_pole, radius
from coverage.vocabulary import BASIS_OF_RANK, COVERING, PUBLIC_COUNTABLE, RANKS, CoverageBasis
from directory.definitions import BASES, STATUSES
from directory.vocabulary import PUBLIC_BASIS
from geo import levels
from geo.models import Zone

ZONE_TITLES = {
    Zone.METRO: "France métropolitaine",
    Zone.DROM: "Outre-mer",
}
DEFINITIONS = {PUBLIC_BASIS[basis]: definition for basis, definition in BASES.items()}


@dataclass(frozen=True)
class Choice:
    """A value that may be asked for."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Defined:
    """A basis, what it means here, and whether it counts as covered."""

    value: str
    title: str
    text: str
    counted: bool


def controls(asked: Asked, known: Places) -> dict[str, Any]:
    """Every choice of the form."""
    return counted(asked.question, known) | {
        "levels": [
            Choice(level.name, level.title, level is asked.level) for level in levels.GROUND
        ],
        "indicators": [
            Choice(code, one.label, one == asked.indicator)
            for code, one in known.indicators.items()
        ],
    }


def counted(question: Question, known: Places) -> dict[str, Any]:
    """The choices of a question: what counts as covered, and where."""
    return {
        "statuses": [
            Choice(value, STATUSES[status].title, status in question.statuses)
            for value, status in PUBLIC_COUNTABLE.items()
        ],
        "bases": [Choice(str(b), SHORT[b], b in question.bases) for b in COVERING],
        "zones": [
            Choice(str(zone), title, zone == question.zone) for zone, title in ZONE_TITLES.items()
        ],
        "regions": [
            Choice(code, region.name, code == question.region)
            for code, region in known.regions.items()
        ],
        "departments": [
            Choice(code, f"{code} {department.name}", code == question.department)
            for code, department in known.departments.items()
        ],
    }


def defined(question: Question) -> list[Defined]:
    """The bases, in their order, as this question reads them."""
    near, pole = radius(question), kinds_of_pole(question)
    own = {
        CoverageBasis.NEAR: (
            f"Sur aucune des bases précédentes, mais la mairie est à {near} au plus, à vol "
            f"d'oiseau, d'un {pole} : de son territoire, ou de son siège s'il n'a pas de "
            "territoire plus précis qu'un département."
        ),
        CoverageBasis.NONE: (
            f"Ni dans le territoire d'un {pole}, même large, ni à {near} au plus de l'un d'eux."
        ),
    }
    return [
        Defined(
            value=str(basis),
            title=SHORT[basis],
            text=DEFINITIONS[str(basis)].text if basis in RANKS else own[basis],
            counted=basis in question.bases,
        )
        for basis in BASIS_OF_RANK.values()
    ]
