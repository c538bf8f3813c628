"""`/api/couverture/`: coverage by commune, or summed to larger areas."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage import cutting
from coverage.gaps import Cut
from coverage.layers import shapes_of
from coverage.queries.gaps import gap_of_communes, gaps_of_bodies
from coverage.queries.rollups import AreaAnswer, Level, keyed, merged, rollup
from coverage.queries.states import each_commune, elsewhere_for
from coverage.question import PARAMETERS, Question
from coverage.turns import ANSWERS
from geo.bodies import MEANING, PUBLIC_NAME
from geo.models import Department, Region, Zone
from publishing.doors.geojson import MEDIA_TYPE, links
from publishing.doors.openapi import documented
from publishing.features import dump
from publishing.models import Vintage
from publishing.parameters import Parameter, check_parameters, read_choice, read_int

COMMUNE = "commune"
LEVELS = (COMMUNE, *Level)
MOST_COMMUNES = 40_000
DOOR_PARAMETERS = (
    Parameter("niveau", "Niveau des résultats (france par défaut).", accepted=tuple(LEVELS)),
    *PARAMETERS,
    cutting.PARAMETER,
    Parameter("format", "Forme de la réponse.", accepted=("json", "geojson")),
    Parameter("limit", f"Lignes servies ({MOST_COMMUNES} au plus, et par défaut).", "integer"),
    Parameter("offset", "Lignes passées avant la première.", "integer"),
)
WHOLE = "ensemble"
ZONES = {
    "": "France entière",
    Zone.METRO: "France métropolitaine",
    Zone.DROM: "Outre-mer (cinq DROM)",
}


class CoverageView(APIView):
    """Coverage for a question."""

    @extend_schema(
        operation_id="couverture",
        summary="Couverture par commune ou par territoire",
        description=(
            "Sous un filtre, une ligne compte ce que le filtre garde du territoire ; `coupe` dit "
            "s'il en garde une partie, et `entier` donne alors le territoire entier. Les lignes "
            f"des EPCI et des communes se joignent par `{PUBLIC_NAME}` : {MEANING} "
            "Au niveau `commune`, `lacune` est l'identifiant de la lacune où est la commune, nul "
            "si elle est couverte ou à `rayon_km` au plus d'un pôle compté ; au niveau `epci`, "
            "`lacunes` liste celles de ses communes, la première ayant le plus de ses habitants. "
            "`decoupe` est refusé aux autres niveaux, où il ne changerait rien. Les "
            "lacunes : `/api/lacunes/`."
        ),
        tags=["couverture"],
        parameters=[documented(parameter) for parameter in DOOR_PARAMETERS],
        responses={200: OpenApiTypes.OBJECT},
    )
    @ANSWERS.taken()
    def get(self, request: Request) -> HttpResponse:
        """Answer a page, `{parametres, total, …, resultats}`, or the same as GeoJSON."""
        params = request.query_params
        check_parameters(params, DOOR_PARAMETERS)
        level = read_choice(params, "niveau", Level.FRANCE, LEVELS)
        form = read_choice(params, "format", "json", ("json", "geojson"))
        limit = read_int(params, "limit", MOST_COMMUNES, (1, MOST_COMMUNES))
        offset = read_int(params, "offset", 0, (0, MOST_COMMUNES))
        question, cut = Question.read(params), cutting.read_cut_at(params, level)
        whole = totals(question)
        matched, found = results(question, cut, level, (limit, offset), whole)
        media = "application/json" if form == "json" else MEDIA_TYPE
        body: dict[str, Any] = {
            "parametres": {
                "niveau": level,
                **question.public(),
                **cutting.public(cut),
                **vintage(),
            },
            "total": whole,
            "numberMatched": matched,
            "numberReturned": max(0, min(limit, matched - offset)),
            "links": links(request, offset, limit, matched, media),
        }
        if form == "json":
            rows = ",".join(map(dump, found))
            text = f'{dump(body)[:-1]},"resultats":[{rows}]}}'
            return HttpResponse(text, content_type="application/json")
        found = list(found)
        text = geojson(body, found, shapes_of(level, [row["code"] for row in found]))
        return HttpResponse(text, content_type=MEDIA_TYPE)


def results(
    question: Question, cut: Cut, level: str, part: tuple[int, int], whole: dict[str, Any]
) -> tuple[int, Iterable[dict[str, Any]]]:
    """How many rows a level has, and those of a page, as they come.

    `part` says how many, and after how many others; `whole` is the `totals` of the question.
    """
    limit, offset = part
    if level == COMMUNE:
        elsewhere, gap_of = elsewhere_for(question), gap_of_communes(question, cut)
        return whole[WHOLE]["communes"], (
            row.public(elsewhere) | {"lacune": gap_of.get(row.code)}
            for row in each_commune(question, limit, offset)
        )
    if level == Level.FRANCE:
        return len(whole), list(whole.values())[offset : offset + limit]
    areas = rollup(question, Level(level))
    rows = [
        area.public(question) | keyed(level, area.code) for area in areas[offset : offset + limit]
    ]
    if level == Level.EPCI:
        gaps_of = gaps_of_bodies(question, cut)
        rows = [row | {"lacunes": gaps_of.get(row["code"], [])} for row in rows]
    return len(areas), rows


def nation(zones: list[AreaAnswer], question: Question) -> list[AreaAnswer]:
    """The whole of what is asked about, under its name, then its parts of each zone."""
    for zone in zones:
        zone.name = ZONES[zone.code]
    return [merged(zones, WHOLE, place_of(question)), *reversed(zones)]


def place_of(question: Question) -> str:
    """The name of the part of France that a question is about."""
    if question.department:
        return str(Department.objects.get(pk=question.department).name)
    if question.region:
        return str(Region.objects.get(pk=question.region).name)
    return ZONES[question.zone]


def totals(question: Question) -> dict[str, Any]:
    """The whole of what is asked about, and its metropolitan and overseas parts apart."""
    areas = nation(rollup(question, Level.FRANCE), question)
    return {area.code: area.public(question) for area in areas}


def vintage() -> dict[str, Any]:
    """What the answer rests on."""
    rows = Vintage.objects.order_by("name").values_list("name", "as_of")
    return {"millesimes": {name: as_of and as_of.isoformat() for name, as_of in rows[:20]}}


def geojson(body: dict[str, Any], found: list[dict[str, Any]], shapes: dict[str, str]) -> str:
    """The answer as a FeatureCollection; an area without contour has a null geometry."""
    head = dump({"type": "FeatureCollection", **body})
    features = (
        f'{{"type":"Feature","id":{dump(row["code"])},"properties":{dump(row)},'
        f'"geometry":{shapes.get(row["code"], "null")}}}'
        for row in found
    )
    return f'{head[:-1]},"features":[{",".join(features)}]}}'
