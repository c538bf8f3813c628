"""The weights of a score, as an address gives them: a profile, or weights one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from coverage.scores.scoring import PROFILES, Profile
from publishing.columns import Column
from publishing.parameters import Parameter, finite, read_choice
from publishing.problems import ParameterProblem

MOST_WEIGHT = 100.0
LONGEST = 4000  # characters
BY_KEY = {profile.key: profile for profile in PROFILES}

PARAMETERS = (
    Parameter("profil", "Pondération toute faite.", accepted=tuple(BY_KEY)),
    Parameter(
        "poids",
        "Poids choisis, à la place d'un profil (l'un ou l'autre, et non les deux) : "
        "`composante:nombre`, séparés par des virgules, "
        f"de 0 à {MOST_WEIGHT:g}. Composantes : population_non_couverte, distance, ou un "
        "indicateur de `/api/indicateurs/`.",
        example="population_non_couverte:3,distance:1,frr:2",
    ),
)

ASKED = (  # the same, as an answer repeats them
    Column("profil", "Pondération toute faite.", accepted=tuple(BY_KEY)),
    Column("poids", "Poids de chaque composante.", "object", values="number"),
    Column("indicateurs_absents", "Composantes du profil qui ne sont pas chargées.", "array"),
)


@dataclass(frozen=True)
class Weights:
    """Weights by component, and the profile that they come from, if any.

    `missing`: components of the profile whose indicator is not loaded, left out.
    """

    values: dict[str, float]
    profile: Profile | None
    missing: tuple[str, ...] = ()

    def public(self) -> dict[str, Any]:
        """As the API says it."""
        said = {"profil": self.profile and self.profile.key, "poids": self.values}
        return said | ({"indicateurs_absents": list(self.missing)} if self.missing else {})

    @property
    def text(self) -> str:
        """As an address gives them."""
        return ",".join(f"{key}:{weight:g}" for key, weight in self.values.items())


def read_weights(params: QueryDict, known: Collection[str]) -> Weights:
    """Read an address.

    Raises ParameterProblem for a profile and weights together, an unknown profile or component, one
    weighed twice, a weight that is none, or weights all zero.
    """
    profile = BY_KEY[read_choice(params, "profil", PROFILES[0].key, BY_KEY)]
    text = params.get("poids", "").strip()
    if not text:
        loaded = {key: weight for key, weight in profile.weights.items() if key in known}
        return Weights(loaded, profile, tuple(k for k in profile.weights if k not in known))
    if params.get("profil"):
        raise ParameterProblem("profil", profile.key, "`profil` ou `poids`, et non les deux")
    if len(text) > LONGEST:
        raise ParameterProblem("poids", f"{text[:40]}…", f"{LONGEST} caractères au plus")
    values: dict[str, float] = {}
    for part in text.split(","):
        key, _, number = (piece.strip() for piece in part.partition(":"))
        if key not in known:
            raise ParameterProblem("poids", part, ", ".join(known))
        if key in values:
            raise ParameterProblem("poids", part, "chaque composante une seule fois")
        accepted = f"composante:nombre, de 0 à {MOST_WEIGHT:g}"
        weight = finite("poids", number, accepted)
        if not 0 <= weight <= MOST_WEIGHT:
            raise ParameterProblem("poids", part, accepted)
        values[key] = weight
    if not any(values.values()):
        raise ParameterProblem("poids", text, "au moins un poids au-dessus de zéro")
    return Weights(values, None)
