"""What every territory of a level has of one indicator.

An EPCI is here what stands for it in totals: an EPT in Greater Paris, the commune itself where it
is Paris or has no EPCI. What no study area holds is one row of the whole country, and no territory:
it is in no count, and of no place. France is three: the whole, its metropolitan and overseas parts.
A territory of which nothing is known is not in the answer: it is named apart.
"""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, FilteredRelation, FloatField, Max, Min, Q, Value, When

from coverage.indicators.builtin import COMMUNES
from coverage.indicators.grouping import each
from coverage.indicators.models import CommuneValue, Indicator
from coverage.indicators.queries import Span
from coverage.indicators.vocabulary import AreaSource, CommuneSource, FileLevel, Kind
from coverage.vocabulary import PARTS
from geo import levels
from geo.levels import Level
from geo.models import Commune
from publishing.ceilings import whole, within

MOST_COMMUNES, MOST_AREAS = 40_000, 5_000
HOW = {
    FileLevel.COMMUNE: CommuneSource.PUBLISHED,
    FileLevel.ZONE: CommuneSource.ZONE,
    FileLevel.EPCI: CommuneSource.EPCI,
}
AREAS = f"""
WITH ground AS MATERIALIZED (
  SELECT code, body, department_id, region_id, zone,
         (%(region)s = '' OR region_id = %(region)s)
         AND (%(department)s = '' OR department_id = %(department)s)
         AND (%(zone)s = '' OR zone = %(zone)s) AS kept
  FROM geo_commune WHERE NOT obsolete
),
asked AS (
  SELECT area, NOT bool_and(kept) AS cut FROM ({{areas}}) every
  GROUP BY area
  HAVING bool_or(kept)
     AND (area <> '{levels.OUTSIDE}' OR %(region)s = '' AND %(department)s = '' AND %(zone)s = '')
)
SELECT asked.area, {{name}}, asked.cut, v.value, v.text, v.people_share, v.basis
FROM asked
LEFT JOIN coverage_areavalue v ON v.level = %(level)s AND v.code = asked.area
                               AND v.indicator_id = %(code)s
WHERE %(only)s = '' OR asked.area = %(only)s
ORDER BY asked.area LIMIT {MOST_AREAS + 1}
"""
ASKED = "SELECT {key} AS area, kept FROM ground {joined}"
FIRST = list(PARTS)  # of the nation: the whole, then its parts


@dataclass(frozen=True)
class Held:
    """What one territory has.

    `value` is in the unit of the indicator; of classes and lists it is a share of people, 0 to 1
    (for a commune 0 or 1), None for classes of which none is a priority. `text` is the label of
    a class, or what a list says. `people_share` (0 to 1): the people on whom the value rests.
    `cut`: the place asked for holds only a part of it, and the value is that of the whole.
    """

    code: str
    name: str
    value: float | None
    text: str
    people_share: float
    basis: AreaSource | CommuneSource
    cut: bool = False


@dataclass(frozen=True)
class Territories:
    """The territories that have a value, by code, and the codes of those that have none."""

    held: list[Held]
    missing: list[str]

    @property
    def of_areas(self) -> "Territories":
        """The same, without what no area of the level holds."""
        return Territories(
            [row for row in self.held if row.code != levels.OUTSIDE],
            [code for code in self.missing if code != levels.OUTSIDE],
        )


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

    A territory is given whole where one of its communes is in the area asked for, and says so;
    what no territory holds is given of the whole country only.
    """
    rows = of_communes(one, area) if level is levels.COMMUNE else of_areas(one, level, area)
    found = Territories([], [])
    for code, held in rows:
        if held is None:
            found.missing.append(code)
        else:
            found.held.append(held)
    return found


def of_communes(one: Indicator, area: Area) -> Iterable[tuple[str, Held | None]]:
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
            known = made is not None
            yield code, Held(code, name, made, "", 1.0, CommuneSource.GROUND) if known else None
        return
    mine = FilteredRelation("indicator_values", condition=Q(indicator_values__indicator=one.code))
    columns = ("code", "name", "mine__value", "mine__text", "mine__level")
    for code, name, value, text, level in whole(
        chosen.annotate(mine=mine).values_list(*columns), MOST_COMMUNES
    ):
        yield code, held_by_commune(one, code, name, (value, text, level))


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


def of_areas(one: Indicator, level: Level, area: Area) -> Iterable[tuple[str, Held | None]]:
    """Areas of a level, and communes that stand for one, None for one without value."""
    statement = AREAS.format(areas=each(ASKED, "ground", (level,)), name=level.named("asked.area"))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"code": one.code, "level": level.name} | asdict(area))
        rows: list[tuple[Any, ...]] = within(cursor.fetchall(), MOST_AREAS, level.many)
    if level is levels.FRANCE:
        rows.sort(key=lambda row: FIRST.index(row[0]))
    for code, name, cut, value, text, share, basis in rows:
        if basis is None:
            yield code, None
            continue
        said = PARTS.get(code, name) if level is levels.FRANCE else name
        label = one.classes.get(text, text)
        yield code, Held(code, said, value, label, share, AreaSource(basis), cut)


def commune_spans(indicators: Iterable[Indicator]) -> dict[str, Span]:
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
