"""`/api/lacunes/`: the gaps, as GeoJSON."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage import cutting
from coverage.api import vintage
from coverage.queries.gaps import gaps, shapes
from coverage.question import PARAMETERS, Question
from coverage.turns import ANSWERS
from publishing.doors.geojson import MEDIA_TYPE, links
from publishing.doors.openapi import documented
from publishing.features import dump
from publishing.parameters import Parameter, check_parameters, read_choice, read_int

DEFAULT_LIMIT, MOST_LIMIT = 100, 5000
DOOR_PARAMETERS = (
    *PARAMETERS,
    cutting.PARAMETER,
    Parameter(
        "format", "geojson (par défaut), ou json sans contours.", accepted=("geojson", "json")
    ),
    Parameter("limit", f"Lacunes servies ({DEFAULT_LIMIT} ; {MOST_LIMIT} au plus).", "integer"),
    Parameter("offset", "Lacunes passées avant la première.", "integer"),
)


class GapView(APIView):
    """Areas of contiguous communes that nothing covers, most populated first."""

    @extend_schema(
        operation_id="lacunes",
        summary="Lacunes de couverture",
        description=(
            "Communes contiguës non couvertes, à plus de `rayon_km` de tout pôle compté ; avec "
            "`decoupe`, contiguës dans un même département ou une même région. `lacune` "
            f"l'identifie : {cutting.IDENTIFIER}. Les lignes `commune` et `epci` de "
            "`/api/couverture/` le répètent. Les totaux ne changent pas avec la découpe, sauf le "
            "nombre de lacunes."
        ),
        tags=["couverture"],
        parameters=[documented(parameter) for parameter in DOOR_PARAMETERS],
        responses={(200, MEDIA_TYPE): OpenApiTypes.OBJECT},
    )
    @ANSWERS.taken()
    def get(self, request: Request) -> HttpResponse:
        """Answer a page of gaps, with the totals of them all."""
        params = request.query_params
        check_parameters(params, DOOR_PARAMETERS)
        form = read_choice(params, "format", "geojson", ("geojson", "json"))
        limit = read_int(params, "limit", DEFAULT_LIMIT, (1, MOST_LIMIT))
        offset = read_int(params, "offset", 0, (0, 100_000))
        question = Question.read(params)
        cut = cutting.read_cut(params)
        found = gaps(question, cut)
        page = found[offset : offset + limit]
        media = "application/json" if form == "json" else MEDIA_TYPE
        head = {
            "parametres": question.public() | cutting.public(cut) | vintage(),
            "total": {
                "lacunes": len(found),
                "communes": sum(len(gap.communes) for gap in found),
                "population": sum(gap.population for gap in found),
                "km2": round(sum(gap.km2 for gap in found), 2),
            },
            "numberMatched": len(found),
            "numberReturned": len(page),
            "links": links(request, offset, limit, len(found), media),
        }
        rows = [gap.public() for gap in page]
        if form == "json":
            return HttpResponse(dump(head | {"resultats": rows}), content_type="application/json")
        features = (
            f'{{"type":"Feature","id":{dump(row["lacune"])},"properties":{dump(row)},'
            f'"geometry":{shape}}}'
            for row, shape in zip(rows, shapes(page), strict=True)
        )
        text = dump({"type": "FeatureCollection", **head})
        return HttpResponse(
            f'{text[:-1]},"features":[{",".join(features)}]}}', content_type=MEDIA_TYPE
        )
