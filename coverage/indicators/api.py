"""`/api/indicateurs/`: the catalogue of indicators, and the values of one by commune or by EPCI."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage.columns import keyed
from coverage.indicators.classing import rounded
from coverage.indicators.models import Indicator
from coverage.indicators.queries import MOST_INDICATORS, Entry, catalogue, unit_of
from coverage.indicators.schema import CATALOGUE, REFUSED, UNKNOWN, VALUES
from coverage.indicators.territories import (
    LEVELS,
    Area,
    Held,
    Span,
    Territories,
    commune_spans,
    territories,
)
from coverage.indicators.vocabulary import FileLevel
from coverage.turns import ANSWERS
from geo import levels
from geo.bodies import PUBLIC_NAME
from geo.filters import read_code
from geo.models import Zone
from geo.nesting import check_places_meet
from publishing.ceilings import whole
from publishing.doors.geojson import links
from publishing.doors.openapi import documented
from publishing.features import dump
from publishing.parameters import Parameter, check_parameters, read_choice, read_int, read_list

JSON = "application/json"
LONGEST_CODE = 40
MOST_LIMIT = 40_000
FIELDS = ("code", PUBLIC_NAME, "nom", "valeur", "texte", "part_connue", "connu_par")
VALUE_PARAMETERS = (
    Parameter("niveau", "Territoires servis (epci par défaut).", accepted=tuple(map(str, LEVELS))),
    Parameter("region", "Restreint à une région."),
    Parameter("departement", "Restreint à un département."),
    Parameter("zone", "Restreint à une zone.", accepted=tuple(Zone.values)),
    Parameter(
        "champs",
        f"Champs des résultats, séparés par des virgules (tous par défaut) : {', '.join(FIELDS)}.",
    ),
    Parameter("limit", f"Territoires servis ({MOST_LIMIT} au plus, et par défaut).", "integer"),
    Parameter("offset", "Territoires passés avant le premier.", "integer"),
)


class CatalogueView(APIView):
    """Which indicators there are."""

    @extend_schema(
        operation_id="indicateurs_liste",
        summary="Catalogue des indicateurs",
        description="Chaque indicateur chargé : ce qu'il mesure, sa source, ce qui en est connu.",
        tags=["indicateurs"],
        responses={(200, JSON): OpenApiResponse(CATALOGUE), **REFUSED},
    )
    def get(self, request: Request) -> HttpResponse:
        """Answer `{resultats: […]}`, by code."""
        check_parameters(request.query_params, ())
        spans = commune_spans(whole(Indicator.objects.order_by("code"), MOST_INDICATORS))
        rows = [
            described(entry)
            | {
                "niveaux": {
                    str(FileLevel.COMMUNE): span_said(spans.get(entry.code, Span())),
                    str(FileLevel.EPCI): span_said(Span(entry.bodies, entry.lowest, entry.highest)),
                }
            }
            for entry in catalogue()
        ]
        head = {"numberMatched": len(rows), "numberReturned": len(rows)}
        return HttpResponse(dump(head | {"resultats": rows}), content_type=JSON)


class ValuesView(APIView):
    """One indicator, by territory."""

    @extend_schema(
        operation_id="indicateurs_valeurs",
        summary="Valeurs d'un indicateur, par commune ou par EPCI",
        description=(
            "Un territoire sans valeur est absent des résultats, et compté dans `sans_valeur` : "
            "absent n'est pas zéro. Seul un fichier qui est une liste dit « non » par l'absence. "
            "Par EPCI : les EPT dans le Grand Paris, Paris et les îles sans EPCI pour "
            "elles-mêmes ; un EPCI à cheval est donné entier."
        ),
        tags=["indicateurs"],
        parameters=[
            OpenApiParameter("code", str, OpenApiParameter.PATH, description="Indicateur."),
            *(documented(parameter) for parameter in VALUE_PARAMETERS),
        ],
        responses={(200, JSON): OpenApiResponse(VALUES), **REFUSED, **UNKNOWN},
    )
    @ANSWERS.taken()
    def get(self, request: Request, code: str) -> HttpResponse:
        """Answer `{parametres, indicateur, total, resultats}`."""
        params = request.query_params
        check_parameters(params, VALUE_PARAMETERS)
        level = read_choice(params, "niveau", FileLevel.EPCI, [str(level) for level in LEVELS])
        region = read_code(params, "region", levels.REGION)
        department = read_code(params, "departement", levels.DEPARTMENT)
        fields = read_list(params, "champs", FIELDS) or list(FIELDS)
        limit = read_int(params, "limit", MOST_LIMIT, (1, MOST_LIMIT))
        offset = read_int(params, "offset", 0, (0, MOST_LIMIT))
        one = indicator_named(code)
        zone = read_choice(params, "zone", "", ("", *Zone.values))
        check_places_meet(department, region, zone)
        found = territories(one, level, Area(region, department, zone))
        shown = found.held[offset : offset + limit]
        rows = [row_of(held) | keyed(levels.LEVELS[level], held.code) for held in shown]
        body = {
            "parametres": {
                "niveau": level,
                "region": region or None,
                "departement": department or None,
                "zone": zone or None,
            },
            "indicateur": described(one),
            "total": totals(found),
            "numberMatched": len(found.held),
            "numberReturned": len(rows),
            "links": links(request, offset, limit, len(found.held), JSON),
            "resultats": [
                {name: row[name] for name in FIELDS if name in fields and name in row}
                for row in rows
            ],
        }
        return HttpResponse(dump(body), content_type=JSON)


def indicator_named(code: str) -> Indicator:
    """An indicator by its code, or 404 with those that there are."""
    found = Indicator.objects.filter(pk=code).first() if len(code) <= LONGEST_CODE else None
    if found is None:
        known = Indicator.objects.order_by("code").values_list("code", flat=True)
        names = ", ".join(whole(known, MOST_INDICATORS))
        raise Http404(f"Pas d'indicateur « {code[:LONGEST_CODE]} » ; indicateurs : {names}.")
    return found


def described(one: Indicator | Entry) -> dict[str, Any]:
    """What an indicator is."""
    row: dict[str, Any] = {
        "code": one.code,
        "libelle": one.label,
        "unite": unit_of(one.kind, one.unit),
        "nature": str(one.kind),
        "sens": str(one.direction),
        "classes": one.classes,
        "classes_prioritaires": list(one.priority_classes),
        "absent_signifie_non": one.absent_is_none,
        "source": one.source,
        "adresse": one.address or None,
        "licence": one.licence or None,
        "millesime": one.vintage,
        "annee": one.year,
        "notes": one.notes,
        "calcule": one.built_in,
        "charge_le": one.loaded_at.isoformat(),
    }
    return row | {"a_recharger": one.stale} if isinstance(one, Entry) else row


def span_said(span: Span) -> dict[str, Any]:
    """What is known of a level."""
    return {
        "territoires": span.territories,
        "minimum": rounded(span.lowest),
        "maximum": rounded(span.highest),
    }


def row_of(held: Held) -> dict[str, Any]:
    """A territory and its value."""
    return {
        "code": held.code,
        "nom": held.name,
        "valeur": rounded(held.value),
        "texte": held.text,
        "part_connue": round(held.people_share, 4),
        "connu_par": str(held.basis),
    }


def totals(found: Territories) -> dict[str, Any]:
    """How many have a value, how many have none, from which to which."""
    values = [held.value for held in found.held if held.value is not None]
    return {
        "avec_valeur": len(found.held),
        "sans_valeur": found.missing,
        "minimum": rounded(min(values, default=None)),
        "maximum": rounded(max(values, default=None)),
    }
