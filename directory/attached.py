"""Being of a region or a department, by seat or by territory: two questions, two totals."""

from django.http import QueryDict

from publishing.parameters import Parameter, read_choice
from publishing.problems import ParameterProblem

TIED = "rattachement"
BY_SEAT, BY_GROUND = "siege", "territoire"
PARAMETER = Parameter(
    TIED,
    "Être d'une région ou d'un département : par le siège du pôle, ou sa fiche s'il n'est pas "
    "connu (siege, par défaut), ou par une commune de son territoire, sur quelque base que ce "
    "soit (territoire). Les deux totaux diffèrent.",
    accepted=(BY_SEAT, BY_GROUND),
)
OTHERWISE = {
    BY_SEAT: (BY_GROUND, "Ceux dont le territoire tient une commune de cet espace"),
    BY_GROUND: (BY_SEAT, "Ceux qui y ont leur siège, ou leur fiche s'il n'est pas connu"),
}


def read_tie(params: QueryDict, *, placed: bool) -> str:
    """How a pole is of a region or department; "" where none is asked for (`placed`)."""
    if placed:
        return read_choice(params, TIED, BY_SEAT, (BY_SEAT, BY_GROUND))
    if params.get(TIED):
        raise ParameterProblem(TIED, params[TIED], "avec `region` ou `departement` seulement")
    return ""


def alternates_of(tie: str) -> dict[str, dict[str, str]]:
    """The other question, by its title."""
    if not tie:
        return {}
    other, title = OTHERWISE[tie]
    return {title: {TIED: other}}
