"""Population and density: indicators that the ground itself gives, derived when it changes.

Their values by commune stay where they are, on the commune; only those of bodies are written.
"""

from typing import Any

from django.db import connection
from django.db.models import Count, F, FloatField, Value
from django.db.models.functions import Cast, NullIf
from django.utils import timezone

from coverage.indicators.deriving import MEMBERS
from coverage.indicators.models import Indicator
from coverage.indicators.vocabulary import BodySource, Direction, Kind
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
# Of the communes of a body: the value, the share of people it rests on, how many communes;
# a density being people over ground, not a mean.
KNOWN_GROUND = "FILTER (WHERE km2 > 0)"
BODIES = {
    POPULATION: ("sum(people)", "1", "count(*)"),
    DENSITY: (
        f"sum(people) {KNOWN_GROUND} / sum(km2) {KNOWN_GROUND}",
        f"coalesce(sum(people) {KNOWN_GROUND} / nullif(sum(people), 0)::float8, 1)",
        f"count(*) {KNOWN_GROUND}",
    ),
}

STORE_BODIES = """
WITH {members}
INSERT INTO coverage_bodyvalue (indicator_id, body, value, text, people_share, communes, basis)
SELECT %(code)s, body, value, '', share, communes, %(basis)s FROM (
  SELECT body, {value} AS value, {share} AS share, {communes} AS communes
  FROM member GROUP BY body
) made
WHERE value IS NOT NULL
"""


def store_built_in() -> None:
    """Write population and density of bodies. Call inside a transaction."""
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
    """Write the bodies' values of one of them."""
    value, share, communes = BODIES[code]
    statement = STORE_BODIES.format(members=MEMBERS, value=value, share=share, communes=communes)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM coverage_bodyvalue WHERE indicator_id = %s", [code])
        cursor.execute(statement, {"code": code, "basis": BodySource.GROUND.value})


def commune_values(code: str) -> dict[str, float]:
    """The values of one of them by commune; one query."""
    rows = Commune.objects.current().annotate(made=COMMUNES[code]).filter(made__isnull=False)
    return dict(rows.order_by("code").values_list("code", "made"))
