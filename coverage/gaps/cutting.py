"""The parameter that cuts gaps at the borders of departments, regions or study areas."""

from collections.abc import Mapping
from typing import Any

from geo import levels
from geo.levels import Level
from geo.sources import of_level
from publishing.columns import Column
from publishing.parameters import Parameter, read_choice
from publishing.problems import ParameterProblem
from publishing.sources import Source

NAME = "decoupe"
WITH_GAPS = (levels.COMMUNE, levels.EPCI)  # the levels of coverage whose rows say their gaps
ACCEPTED = tuple(level.name for level in levels.CUTS)
IDENTIFIER = (
    "<decoupe>-<code du territoire>-<code Insee de sa commune la plus peuplée> "
    "(departement-01-01053, region-84-69123), france-<code Insee> sans découpe"
)
PARAMETER = Parameter(
    NAME,
    "Niveau aux limites duquel les lacunes sont découpées (rien par défaut).",
    accepted=ACCEPTED,
)

ASKED = Column(NAME, "Limites où les lacunes sont découpées.", accepted=ACCEPTED)


def read_cut(params: Mapping[str, str]) -> str:
    """The level of the cut of an address, "" for none. Raises ParameterProblem."""
    return read_choice(params, NAME, "", ACCEPTED) if params.get(NAME) else ""


def read_cut_at(params: Mapping[str, str], level: Level) -> str:
    """The same at a level of coverage: where no row would say its gaps, a cut is refused."""
    cut = read_cut(params)
    if cut and level not in WITH_GAPS:
        accepted = (
            f"aux niveaux {' et '.join(map(str, WITH_GAPS))} seulement, et non au niveau {level}"
        )
        raise ParameterProblem(NAME, cut, accepted)
    return cut


def sources(cut: str) -> tuple[Source, ...]:
    """Whom to cite for what a cut follows."""
    return of_level(levels.LEVELS[cut]) if cut else ()


def public(cut: str) -> dict[str, Any]:
    """The cut as it stands in an answer."""
    return {NAME: cut or None}
