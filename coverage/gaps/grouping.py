"""A gap: contiguous communes that nothing covers, far from every counted seat, with its figures.

Pure computation on rows; `coverage.gaps.queries` asks the database for them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coverage.gaps.components import components


class GapCommune(NamedTuple):
    """A commune of a gap."""

    code: str
    name: str
    population: int
    km2: float
    zone: str
    department: str
    body: str
    metres: float | None
    unit: str = ""  # of the level at whose borders gaps are cut; "" where nothing is cut


class Piece(NamedTuple):
    """What the ground of a gap is united from: the largest areas that lie wholly in it."""

    gap: int
    level: str  # department, epci or commune
    code: str


@dataclass
class Gap:
    """Contiguous uncovered communes."""

    communes: list[GapCommune]
    cut: str = ""  # the level at whose borders it is cut
    entire: "Gap | None" = None  # the gap without the filter, where the filter cuts it
    inside: set[str] = field(default_factory=set)  # slugs of emerging poles
    beside: set[str] = field(default_factory=set)

    @property
    def population(self) -> int:
        """People."""
        return sum(commune.population for commune in self.communes)

    @property
    def km2(self) -> float:
        """Ground."""
        return sum(commune.km2 for commune in self.communes)

    @property
    def main(self) -> GapCommune:
        """The most populated commune, the smallest code of those alike: it names the gap."""
        return min(self.communes, key=lambda c: (-c.population, c.code))

    @property
    def unit(self) -> str:
        """The code of the unit that it does not leave; "" where nothing is cut."""
        return self.main.unit

    @property
    def identifier(self) -> str:
        """« departement-01-01053 », « region-84-01053 », « france-01053 » where nothing is cut.

        The unit and the most populated commune name a piece wherever it stands among the others,
        whatever part of France is asked about.
        """
        main = (self.entire or self).main
        return f"{self.cut}-{self.unit}-{main.code}" if self.cut else f"france-{main.code}"

    @property
    def farthest(self) -> GapCommune | None:
        """The commune farthest from every counted seat; None where no pole has one."""
        known = [c for c in self.communes if c.metres is not None]
        return min(known, key=lambda c: (-(c.metres or 0.0), c.code), default=None)

    def figures(self) -> dict[str, Any]:
        """Its communes, people and ground."""
        return {
            "communes": len(self.communes),
            "population": self.population,
            "km2": round(self.km2, 2),
        }

    def public(self) -> dict[str, Any]:
        """The properties of the gap."""
        far = self.farthest
        return {
            "lacune": self.identifier,
            "nom": self.main.name,
            "code_principal": self.main.code,
            "zone": self.main.zone,
            **self.figures(),
            "coupe": self.entire is not None,
            "entier": self.entire and self.entire.figures(),
            "distance_max_km": None if far is None else round((far.metres or 0) / 1000, 1),
            "commune_la_plus_loin": None if far is None else {"code": far.code, "nom": far.name},
            "departements": sorted({c.department for c in self.communes}),
            "epcis": sorted({c.body for c in self.communes}),
            "poles_emergents_dedans": sorted(self.inside),
            "poles_emergents_a_cote": sorted(self.beside - self.inside),
        }


def kept(gaps: list[Gap], codes: Collection[str]) -> list[Gap]:
    """What a filter keeps of gaps, each part beside its whole; most populated first, then code."""
    found = []
    for gap in gaps:
        communes = [commune for commune in gap.communes if commune.code in codes]
        if communes:
            entire = gap if len(communes) < len(gap.communes) else None
            found.append(Gap(communes, gap.cut, entire))
    return sorted(found, key=lambda gap: (-gap.population, gap.main.code))


def group(communes: list[GapCommune], edges: NDArray[np.int64], cut: str = "") -> list[Gap]:
    """Gaps, the most populated first (then by code); `edges` (n, 2) are places of neighbours.

    Neighbours of two units of the cut are not neighbours.
    """
    if cut and len(edges):
        units = np.array([commune.unit for commune in communes])
        edges = edges[units[edges[:, 0]] == units[edges[:, 1]]]
    labels = components(len(communes), edges)
    members: dict[int, list[GapCommune]] = defaultdict(list)
    for commune, label in zip(communes, labels.tolist(), strict=True):
        members[label].append(commune)
    gaps = [Gap(found, cut) for found in members.values()]
    return sorted(gaps, key=lambda gap: (-gap.population, gap.main.code))


def by_commune(gaps: Iterable[Gap]) -> dict[str, str]:
    """The identifier of its gap for the code of each commune of one."""
    return {
        commune.code: name
        for gap in gaps
        for name in [gap.identifier]  # worked out once for all its communes
        for commune in gap.communes
    }


def by_body(gaps: Iterable[Gap]) -> dict[str, list[str]]:
    """Identifiers of the gaps that hold communes of each body, that with most of its people first.

    Equal numbers of people: the gap with most of its communes, then by identifier.
    """
    shares: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for gap in gaps:
        name = gap.identifier
        for commune in gap.communes:
            people, count = shares[commune.body].get(name, (0, 0))
            shares[commune.body][name] = (people + commune.population, count + 1)
    return {
        body: sorted(parts, key=lambda name: (-parts[name][0], -parts[name][1], name))
        for body, parts in shares.items()
    }


def pieces(gaps: list[Gap], sizes: dict[tuple[str, str], int]) -> list[Piece]:
    """The areas to unite for each gap; `sizes` counts the communes of each whole area.

    A union of departments and EPCI takes a fraction of the time of one of their communes.
    """
    found = []
    for number, gap in enumerate(gaps):
        whole: set[str] = set()
        for level in ("department", "epci"):
            attribute = "department" if level == "department" else "body"
            there = Counter(getattr(commune, attribute) for commune in gap.communes)
            for code, count in there.items():
                if sizes.get((level, code)) == count:
                    found.append(Piece(number, level, code))
                    whole.add(code)
        found += [
            Piece(number, "commune", c.code)
            for c in gap.communes
            if c.department not in whole and c.body not in whole
        ]
    return found
