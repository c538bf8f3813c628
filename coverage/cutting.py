"""The parameter that cuts gaps at the borders of departments or regions."""

from collections.abc import Mapping
from typing import Any

from coverage.gaps import Cut
from geo.publishing.parameters import Parameter, read_choice

NAME = "decoupe"
ACCEPTED = (str(Cut.DEPARTMENT), str(Cut.REGION))
IDENTIFIER = (
    "departement-<code>-<code Insee de sa commune la plus peuplée> ou region-<code>-<code Insee> "
    "selon `decoupe`, france-<code Insee> sans découpe"
)
PARAMETER = Parameter(
    NAME,
    "Découpe les lacunes aux limites des départements ou des régions (rien par défaut).",
    accepted=ACCEPTED,
)


def read_cut(params: Mapping[str, str]) -> Cut:
    """The cut of an address. Raises ParameterProblem."""
    if not params.get(NAME):
        return Cut.NONE
    return Cut(read_choice(params, NAME, "", ACCEPTED))


def public(cut: Cut) -> dict[str, Any]:
    """The cut as it stands in an answer."""
    return {NAME: str(cut) or None}
