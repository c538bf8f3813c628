"""What is asked of coverage: which statuses count, what is covered, within which radius, where."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from coverage.vocabulary import (
    COUNTED_BY_DEFAULT,
    COVERED_BY_DEFAULT,
    COVERING,
    DEFAULT_RADIUS_KM,
    MOST_RADIUS_KM,
    NEAR_RANK,
    PUBLIC_COUNTABLE,
    RANKS,
    CoverageBasis,
)
from directory.vocabulary import PUBLIC_STATUS, Status
from geo.filters import read_restriction
from geo.models import Zone
from publishing.columns import Column
from publishing.parameters import Parameter, read_float, read_list

PARAMETERS = (
    Parameter(
        "statuts",
        "Statuts des pôles comptés, séparés par des virgules (actif par défaut) : "
        f"{', '.join(PUBLIC_COUNTABLE)}. Un pôle terminé ne compte jamais.",
    ),
    Parameter(
        "bases",
        f"Bases qui comptent comme couvertes (declare,presume par défaut) : {', '.join(COVERING)}.",
    ),
    Parameter(
        "rayon_km",
        f"Rayon de la base « proche », en km ({DEFAULT_RADIUS_KM:g} par défaut, de 0 à "
        f"{MOST_RADIUS_KM:g}).",
        "number",
    ),
    Parameter("departement", "Restreint à un département."),
    Parameter("region", "Restreint à une région."),
    Parameter("zone", "Restreint à une zone.", accepted=tuple(Zone.values)),
)

ASKED = (  # the same, as an answer repeats them
    Column("statuts", "Statuts des pôles comptés.", "array"),
    Column("bases", "Bases qui comptent comme couvertes.", "array"),
    Column("rayon_km", "Rayon de la base « proche », en km.", "number"),
    Column("departement", "Code du département."),
    Column("region", "Code de la région."),
    Column("zone", "Zone.", accepted=tuple(Zone.values)),
)


@dataclass(frozen=True)
class Question:
    """One reading of coverage. Two equal questions have one answer for one state of the data."""

    statuses: tuple[Status, ...] = COUNTED_BY_DEFAULT
    bases: tuple[CoverageBasis, ...] = COVERED_BY_DEFAULT
    radius_km: float = DEFAULT_RADIUS_KM
    department: str = ""
    region: str = ""
    zone: str = ""

    @classmethod
    def read(cls, params: QueryDict) -> "Question":
        """Read the parameters of an address. Raises ParameterProblem on the first refused one."""
        statuses = read_list(params, "statuts", tuple(PUBLIC_COUNTABLE))
        bases = read_list(params, "bases", COVERING)
        radius = read_float(params, "rayon_km", (0, MOST_RADIUS_KM))
        place = read_restriction(params)
        return cls(
            statuses=tuple(s for s in PUBLIC_COUNTABLE.values() if PUBLIC_STATUS[s] in statuses)
            or COUNTED_BY_DEFAULT,
            bases=tuple(b for b in COVERING if b in bases) or COVERED_BY_DEFAULT,
            radius_km=DEFAULT_RADIUS_KM if radius is None else radius,
            department=place.department,
            region=place.region,
            zone=place.zone,
        )

    @property
    def filtered(self) -> bool:
        """Whether it is asked of a part of France."""
        return bool(self.department or self.region or self.zone)

    @property
    def everywhere(self) -> "Question":
        """The same of the whole of France."""
        return replace(self, department="", region="", zone="")

    @property
    def ranks(self) -> list[int]:
        """The ranks that count as covered."""
        return [RANKS.get(basis, NEAR_RANK) for basis in self.bases]

    def sql(self) -> dict[str, Any]:
        """Parameters of the statements of the rooms of coverage."""
        return {
            "statuses": [str(status) for status in self.statuses],
            "metres": self.radius_km * 1000,
            "ranks": self.ranks,
            "department": self.department,
            "region": self.region,
            "zone": self.zone,
        }

    def public(self) -> dict[str, Any]:
        """The parameters as they stand in an answer, defaults said."""
        return {
            "statuts": [PUBLIC_STATUS[status] for status in self.statuses],
            "bases": [str(basis) for basis in self.bases],
            "rayon_km": self.radius_km,
            "departement": self.department or None,
            "region": self.region or None,
            "zone": self.zone or None,
        }
