"""Population and density: indicators that the ground itself gives, derived when it changes.

Their values by commune stay where they are, on the commune; only those of areas are written.
"""

from typing import Any

from django.db import connection
from django.db.models import Count, F, FloatField, Value
from django.db.models.functions import Cast, NullIf
from django.utils import timezone

from coverage.indicators.grouping import each
from coverage.indicators.models import Indicator
from coverage.indicators.vocabulary import AreaSource, Direction, Kind
from geo.models import Commune
from publishing.ceilings import whole

POPULATION, DENSITY = "population", "densite_population"

BUILT_IN: dict[str, dict[str, Any]] = {
    POPULATION: {
        "label": "Population municipale",
        "unit": "habitants",
        "kind": Kind.COUNT,
        "direction": Direction.HIGH,
    },
    DENSITY: {
        "label": "Densité de population",
        "unit": "habitants/km²",
        "kind": Kind.NUMBER,
        "direction": Direction.LOW,
        "notes": "Superficie géodésique des contours, eaux comprises. ",
    },
}
# Of a commune of the ground: what makes each value (null where it cannot be made).
COMMUNES: dict[str, Any] = {
    POPULATION: Cast("population", FloatField()),
    DENSITY: F("population") / NullIf("area_km2", Value(0.0)),
}
# Of the communes of an area: the value, the share of people it rests on, how many communes;
# a density being people over ground, not a mean.
KNOWN_GROUND = "FILTER (WHERE km2 > 0)"
AREAS = {
    POPULATION: ("sum(people)", "1", "count(*)"),
    DENSITY: (
        f"sum(people) {KNOWN_GROUND} / sum(km2) {KNOWN_GROUND}",
        f"coalesce(sum(people) {KNOWN_GROUND} / nullif(sum(people), 0)::float8, 1)",
        f"count(*) {KNOWN_GROUND}",
    ),
}

STORE_AREAS = """
WITH member AS MATERIALIZED (
  SELECT code, body, department_id, region_id, zone, population AS people, area_km2 AS km2
  FROM geo_commune WHERE NOT obsolete
)
INSERT INTO coverage_areavalue
  (indicator_id, level, code, value, text, people_share, communes, basis)
SELECT %(code)s, level, area, value, '', share, communes, %(basis)s FROM ({made}) made
WHERE value IS NOT NULL
"""
MADE = """SELECT '{{level}}' AS level, {{key}} AS area, {value} AS value, {share} AS share,
       {communes} AS communes FROM member {{joined}} GROUP BY 2"""


def store_built_in() -> None:
    """Write population and density of areas. Call inside a transaction."""
    years = [
        (year, count)
        for year, count in whole(
            Commune.objects.current()
            .values_list("population_year")
            .annotate(count=Count("code"))
            .order_by("-count", "-population_year"),
            10,
        )
    ]
    year = years[0][0] if years else None
    others = ", ".join(f"{count} communes ({other})" for other, count in years[1:])
    said = f"Populations de {year}, sauf {others}." if others else f"Populations de {year}."
    for code, description in BUILT_IN.items():
        Indicator.objects.update_or_create(
            code=code,
            defaults=description
            | {
                "source": "INSEE, populations de référence ; IGN, Admin Express",
                "licence": "Licence Ouverte 2.0",
                "vintage": str(year or ""),
                "year": year,
                "notes": f"{description.get('notes', '')}{said}",
                "built_in": True,
                "loaded_at": timezone.now(),
            },
        )
        store_one(code)


def store_one(code: str) -> None:
    """Write the areas' values of one of them."""
    value, share, communes = AREAS[code]
    made = MADE.format(value=value, share=share, communes=communes)
    statement = STORE_AREAS.format(made=each(made, "member"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM coverage_areavalue WHERE indicator_id = %s", [code])
        cursor.execute(statement, {"code": code, "basis": AreaSource.GROUND.value})


def commune_values(code: str) -> dict[str, float]:
    """The values of one of them by commune; one query."""
    rows = Commune.objects.current().annotate(made=COMMUNES[code]).filter(made__isnull=False)
    return dict(rows.order_by("code").values_list("code", "made"))
