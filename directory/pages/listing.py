"""What a list of poles amounts to: its figures, and what each filter would give."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from directory.lists import basis_of
from directory.models import Pole
from directory.record.filters import PoleFilters
from directory.vocabulary import PUBLIC_STATUS, Basis, Scheme, Status, Theme
from geo.names import normalise
from publishing.ceilings import whole

MOST_POLES = 50_000


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how many poles it would give, all other filters kept."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class ListFigures:
    """What the first sentence says of a list."""

    total: int
    statuses: dict[Status, int]
    without_territory: int
    without_place: int  # neither seat nor territory: nowhere on the map
    checked: date | None  # the latest check of a record


def placed(pole: Pole) -> bool:
    """Whether a map can mark a pole."""
    footprint = getattr(pole, "footprint", None)  # none is derived yet, for one just made
    return pole.seat_id is not None or bool(footprint and footprint.inside)


@dataclass(frozen=True)
class FacetRow:
    """What the filters look at in one pole."""

    status: str
    themes: frozenset[str]
    region: tuple[str, str]
    department: tuple[str, str] | None
    schemes: frozenset[str]

    def values(self, name: str) -> frozenset[str]:
        """The values of this pole for one filter."""
        return {
            "statut": frozenset({self.status}),
            "thematique": self.themes,
            "region": frozenset({self.region[0]}),
            "departement": frozenset({self.department[0]} if self.department else ()),
            "reconnaissance": self.schemes,
        }[name]

    def meets(self, filters: PoleFilters, but: str) -> bool:
        """Whether the pole meets every filter, one left aside."""
        return all(
            name == but
            or not getattr(filters, name)
            or self.values(name) & {*getattr(filters, name)}
            for name in FACETS
        )


FACETS = ("statut", "thematique", "region", "departement", "reconnaissance")


def figures_of(poles: Iterable[Pole]) -> ListFigures:
    """Count a list of poles, as read by `directory.lists`."""
    poles = list(poles)
    found = Counter(pole.status for pole in poles)
    declared = {Basis.DECLARED, Basis.PARTIAL, Basis.BROAD}
    return ListFigures(
        total=len(poles),
        statuses={status: found[status] for status in Status},
        without_territory=sum(basis_of(pole) not in declared for pole in poles),
        without_place=sum(not placed(pole) for pole in poles),
        checked=max((pole.checked for pole in poles), default=None),
    )


def choices_for(filters: PoleFilters) -> dict[str, list[Choice]]:
    """For each filter, its values and the poles each would give (one query).

    A value without any pole is left out, unless it is chosen or a status.
    """
    rows = facet_rows(filters)
    return {name: choices_of(name, rows, filters) for name in FACETS}


def facet_rows(filters: PoleFilters) -> list[FacetRow]:
    """Every public pole that holds the words asked for, as the filters see it."""
    found = whole(
        PoleFilters(q=filters.q)
        .apply(Pole.objects.public())
        .annotate(
            schemes=ArrayAgg(
                "recognitions__scheme",
                filter=Q(recognitions__isnull=False),
                distinct=True,
                default=[],
            )
        )
        .order_by("name", "slug")
        .values_list(
            "status",
            "themes",
            "region_id",
            "region__name",
            "department_id",
            "department__name",
            "schemes",
        ),
        MOST_POLES,
    )
    return [
        FacetRow(
            status=PUBLIC_STATUS[Status(status)],
            themes=frozenset(themes),
            region=(region, region_name),
            department=(department, department_name) if department else None,
            schemes=frozenset(schemes),
        )
        for status, themes, region, region_name, department, department_name, schemes in found
    ]


def labels_of(name: str, rows: list[FacetRow]) -> dict[str, str]:
    """The values of a filter in their order, with their labels."""
    if name == "region":
        return dict(sorted({row.region for row in rows}, key=lambda pair: normalise(pair[1])))
    if name == "departement":
        found = {row.department for row in rows if row.department}
        return {code: f"{code} – {label}" for code, label in sorted(found)}
    if name == "statut":
        return {PUBLIC_STATUS[status]: str(status.label).capitalize() for status in Status}
    words = Theme if name == "thematique" else Scheme
    return {value: str(label) for value, label in words.choices}


def choices_of(name: str, rows: list[FacetRow], filters: PoleFilters) -> list[Choice]:
    """The values of one filter."""
    counts = Counter(
        value for row in rows if row.meets(filters, but=name) for value in row.values(name)
    )
    chosen = getattr(filters, name)
    labels = labels_of(name, rows)
    labels |= {value: value for value in chosen if value not in labels}
    return [
        Choice(value, str(label), counts[value], value in chosen)
        for value, label in labels.items()
        if counts[value] or value in chosen or name == "statut"
    ]
