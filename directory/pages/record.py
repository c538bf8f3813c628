"""One pole's record: all that is known of it, and the communes it covers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Prefetch, Sum

from directory.lists import for_lists
from directory.models import CitedEpci, FootprintCommune, Pole, Recognition, Territory
from directory.querysets import PoleQuerySet
from directory.territories.covering import BASIS_ORDER
from directory.vocabulary import Basis
from geo.models import Commune, Department

# Above this many communes, the page counts them by department instead of naming them.
MOST_NAMED = 400
MOST_DEPARTMENTS = 110


@dataclass(frozen=True)
class InDepartment:
    """How many communes, and people, a pole covers in a department."""

    department: Department
    communes: int
    population: int


@dataclass(frozen=True)
class Covered:
    """What a pole covers: whole communes, their people, and the years of these populations."""

    communes: int
    population: int
    first_year: int | None
    last_year: int | None
    bases: tuple[Basis, ...]
    departments: list[InDepartment]
    named: list[tuple[Basis, list[Commune]]]

    @property
    def partial_only(self) -> bool:
        """Whether the pole covers parts of communes and nothing more."""
        return self.bases == (Basis.PARTIAL,)


def pole_record(slug: str, among: PoleQuerySet | None = None) -> Pole:
    """A pole with its territories, recognitions and cited EPCI; else Pole.DoesNotExist.

    It is looked for `among` some poles, by default those that the public sees.
    """
    territories = Territory.objects.select_related("commune", "epci", "department", "region")
    return (
        for_lists(Pole.objects.public() if among is None else among)
        .select_related("seat__epci", "seat__ept")
        .prefetch_related(
            Prefetch("territories", territories.defer("drawn").order_by("level", "id")),
            Prefetch("recognitions", Recognition.objects.order_by("year", "scheme", "label")),
            Prefetch(
                "cited_epcis", CitedEpci.objects.select_related("epci").order_by("name", "epci")
            ),
        )
        .get(slug=slug)
    )


def covered_by(pole: Pole) -> Covered:
    """What a pole covers, by department and, where they are not too many, commune by commune."""
    counts = (
        FootprintCommune.objects.filter(pole=pole)
        .values("commune__department", "basis")
        .annotate(
            communes=Count("commune"),
            population=Sum("commune__population"),
            first_year=Min("commune__population_year"),
            last_year=Max("commune__population_year"),
        )
        .order_by("commune__department", "basis")[: MOST_DEPARTMENTS * len(Basis)]
    )
    rows = list(counts)
    total = sum(row["communes"] for row in rows)
    bases = sorted({Basis(row["basis"]) for row in rows}, key=BASIS_ORDER.__getitem__)
    return Covered(
        communes=total,
        population=sum(row["population"] for row in rows),
        first_year=min((row["first_year"] for row in rows), default=None),
        last_year=max((row["last_year"] for row in rows), default=None),
        bases=tuple(bases),
        departments=by_department(rows),
        named=communes_by_basis(pole) if 0 < total <= MOST_NAMED else [],
    )


def by_department(rows: Iterable[Mapping[str, Any]]) -> list[InDepartment]:
    """Counts by department and basis, summed by department."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        sums[row["commune__department"]][0] += row["communes"]
        sums[row["commune__department"]][1] += row["population"]
    departments = Department.objects.filter(pk__in=sums).order_by("code")
    return [InDepartment(department, *sums[department.pk]) for department in departments]


def communes_by_basis(pole: Pole) -> list[tuple[Basis, list[Commune]]]:
    """The communes of a pole, by name, under each basis, most certain first."""
    rows = (
        FootprintCommune.objects.filter(pole=pole)
        .select_related("commune__department")
        .defer("commune__centre", "commune__postcodes")
        .order_by("commune__name_key", "commune")[:MOST_NAMED]
    )
    found: dict[Basis, list[Commune]] = defaultdict(list)
    for row in rows:
        found[Basis(row.basis)].append(row.commune)
    return sorted(found.items(), key=lambda item: BASIS_ORDER[item[0]])
