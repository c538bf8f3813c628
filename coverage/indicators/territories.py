"""What every territory of a level has of one indicator, by commune or by EPCI.

An EPCI is here what stands for it in totals: an EPT in Greater Paris, the commune itself where it
is Paris or has no EPCI. A territory of which nothing is known is not in the answer: it is counted.
"""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, FilteredRelation, FloatField, Max, Min, Q, Value, When

from coverage.indicators.builtin import COMMUNES
from coverage.indicators.deriving import MEMBERS
from coverage.indicators.models import CommuneValue, Indicator
from coverage.indicators.queries import Entry
from coverage.indicators.vocabulary import BodySource, CommuneSource, FileLevel, Kind
from geo import levels
from geo.levels import Level
from geo.models import Commune
from publishing.ceilings import whole, within

LEVELS = (levels.COMMUNE, levels.EPCI)
MOST_COMMUNES, MOST_BODIES = 40_000, 5_000
HOW = {
    FileLevel.COMMUNE: CommuneSource.PUBLISHED,
    FileLevel.ZONE: CommuneSource.ZONE,
    FileLevel.EPCI: CommuneSource.EPCI,
}
BODIES = f"""
WITH {MEMBERS},
asked AS (
  SELECT DISTINCT m.body FROM member m JOIN geo_commune c ON c.code = m.code
  WHERE (%(region)s = '' OR c.region_id = %(region)s)
    AND (%(department)s = '' OR c.department_id = %(department)s)
    AND (%(zone)s = '' OR c.zone = %(zone)s)
    AND (%(only)s = '' OR m.body = %(only)s)
)
SELECT asked.body, coalesce(e.name, c.name), v.value, v.text, v.people_share, v.basis
FROM asked
LEFT JOIN geo_epci e ON e.siren = asked.body
LEFT JOIN geo_commune c ON c.code = asked.body
LEFT JOIN coverage_bodyvalue v ON v.body = asked.body AND v.indicator_id = %(code)s
ORDER BY asked.body LIMIT {MOST_BODIES + 1}
"""


@dataclass(frozen=True)
class Held:
    """What one territory has.

    `value` is in the unit of the indicator; of classes and lists it is a share of people, 0 to 1
    (for a commune 0 or 1), None for classes of which none is a priority. `text` is the label of
    a class, or what a list says. `people_share` (0 to 1): the people on whom the value rests.
    """

    code: str
    name: str
    value: float | None
    text: str
    people_share: float
    basis: BodySource | CommuneSource


@dataclass(frozen=True)
class Territories:
    """The territories that have a value, by code, and how many have none."""

    held: list[Held]
    missing: int


@dataclass(frozen=True)
class Span:
    """How many territories of a level have a value, the lowest and the highest."""

    territories: int = 0
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Area:
    """Where: codes of a region and of a department, a zone, one territory; "" for anywhere."""

    region: str = ""
    department: str = ""
    zone: str = ""
    only: str = ""


EVERYWHERE = Area()


def territories(one: Indicator, level: Level, area: Area = EVERYWHERE) -> Territories:
    """Those of a level and an area; one query.

    An EPCI is given whole where one of its communes is in the area asked for.
    """
    read = of_communes if level is levels.COMMUNE else of_bodies
    rows = list(read(one, area))
    held = [row for row in rows if row is not None]
    return Territories(held, len(rows) - len(held))


def of_communes(one: Indicator, area: Area) -> Iterable[Held | None]:
    """Communes by code, None for one without value."""
    asked = {
        "region": area.region,
        "department": area.department,
        "zone": area.zone,
        "code": area.only,
    }
    within = {name: value for name, value in asked.items() if value}
    chosen = Commune.objects.current().filter(**within).order_by("code")
    if one.code in COMMUNES:
        built = chosen.annotate(made=COMMUNES[one.code]).values_list("code", "name", "made")
        for code, name, made in whole(built, MOST_COMMUNES):
            yield None if made is None else Held(code, name, made, "", 1.0, CommuneSource.GROUND)
        return
    mine = FilteredRelation("indicator_values", condition=Q(indicator_values__indicator=one.code))
    columns = ("code", "name", "mine__value", "mine__text", "mine__level")
    for code, name, value, text, level in whole(
        chosen.annotate(mine=mine).values_list(*columns), MOST_COMMUNES
    ):
        yield held_by_commune(one, code, name, (value, text, level))


def held_by_commune(
    one: Indicator, code: str, name: str, row: tuple[float | None, str | None, str | None]
) -> Held | None:
    """What a commune has; absent from a list it has zero, or is in no class."""
    value, text, level = row
    if level is None:
        if not one.absent_is_none:
            return None
        value, text, basis = 0.0, "", CommuneSource.ABSENT
    else:
        basis = HOW[FileLevel(level)]
    if one.kind == Kind.CLASS:
        priority = one.priority_classes
        value = float(text in priority) if priority else None
    return Held(code, name, value, one.classes.get(text, text or ""), 1.0, basis)


def of_bodies(one: Indicator, area: Area) -> Iterable[Held | None]:
    """EPCI, EPT and communes that stand for themselves, None for one without value."""
    with connection.cursor() as cursor:
        cursor.execute(BODIES, {"code": one.code} | asdict(area))
        rows: list[tuple[Any, ...]] = within(cursor.fetchall(), MOST_BODIES, "EPCI")
    for code, name, value, text, share, basis in rows:
        if basis is None:
            yield None
        else:
            yield Held(code, name, value, one.classes.get(text, text), share, BodySource(basis))


def commune_spans(indicators: Iterable[Entry]) -> dict[str, Span]:
    """By indicator, the span of its communes: two queries, whatever their number."""
    every = list(indicators)
    communes = Commune.objects.current().aggregate(
        count=Count("code"),
        **{
            f"{code}_{name}": function(made)
            for code, made in COMMUNES.items()
            for name, function in (("count", Count), ("lowest", Min), ("highest", Max))
        },
    )
    priority = Q(pk__in=[])
    for one in every:
        priority |= Q(indicator=one.code, text__in=one.priority_classes)
    value = Case(
        When(indicator__kind=Kind.CLASS, indicator__priority_classes=[], then=None),
        When(priority, then=Value(1.0)),
        When(indicator__kind=Kind.CLASS, then=Value(0.0)),
        default=F("value"),
        output_field=FloatField(),
    )
    rows = (
        CommuneValue.objects.filter(commune__obsolete=False)
        .order_by("indicator")
        .values_list("indicator")
        .annotate(count=Count("id"), lowest=Min(value), highest=Max(value))
    )
    found = {code: Span(count, low, high) for code, count, low, high in rows[: len(every)]}
    for one in every:
        if one.code in COMMUNES:
            names = ("count", "lowest", "highest")
            found[one.code] = Span(*(communes[f"{one.code}_{name}"] for name in names))
        elif one.absent_is_none:
            found[one.code] = with_absent(found.get(one.code, Span()), communes["count"])
    return found


def with_absent(span: Span, communes: int) -> Span:
    """The span of a list: the communes that it does not name have zero."""
    named = span.territories < communes
    if span.territories and span.lowest is None:  # classes of which none is a priority
        return Span(communes)
    lowest = min(0.0, span.lowest or 0.0) if named else span.lowest
    return Span(communes, lowest, max(span.highest or 0.0, 0.0) if named else span.highest)
