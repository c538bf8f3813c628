"""The poles as a layer: what machines are told of them."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django.http import QueryDict

from directory import attached
from directory.models import Pole
from directory.querysets import PoleQuerySet
from directory.record.fields import in_order
from directory.record.filters import FiltersRefusedError, PoleFilters
from directory.sources import POLES as OF_POLES
from directory.vocabulary import PUBLIC_STATUS, Scheme, Theme
from geo import levels
from geo.filters import SUBSTITUTED, as_read, places_of
from geo.sources import GROUND
from publishing.files.declaring import register_export
from publishing.files.layers import export_of
from publishing.layer import Field as Property
from publishing.layer import Layer, TileSource
from publishing.parameters import Parameter
from publishing.problems import ParameterProblem
from publishing.registry import register
from publishing.thinning import Grouping

HELD = {"commune": levels.COMMUNE, "epci": levels.EPCI}


class PoleParameters:
    """The filters of poles (`directory.record.filters`), and the territory that a pole holds."""

    told_too = (SUBSTITUTED,)
    parameters = (
        Parameter(
            "statut", "Statut, un ou plusieurs.", accepted=tuple(PUBLIC_STATUS.values()),
            repeated=True,
        ),
        Parameter("thematique", f"Thématique : {', '.join(Theme.values)}.", repeated=True),
        Parameter("region", "Code de région, lu selon `rattachement`.", repeated=True),
        Parameter("departement", "Code de département, lu selon `rattachement`.", repeated=True),
        attached.PARAMETER,
        Parameter("reconnaissance", f"Dispositif : {', '.join(Scheme.values)}.", repeated=True),
        Parameter("q", "Texte : nom, porteur, présentation, commune."),
        Parameter("commune", "Code Insee : pôles dont l'empreinte tient la commune."),
        Parameter("epci", "SIREN : pôles dont l'empreinte tient une commune de l'EPCI."),
    )  # fmt: skip

    def apply(self, params: QueryDict, queryset: PoleQuerySet) -> PoleQuerySet:
        """Keep the poles asked for. Raises ParameterProblem on the first refused value."""
        filters = read_filters(params)
        if tie_of(params, filters) == attached.BY_GROUND:
            for field, codes in (("region", filters.region), ("department", filters.departement)):
                queryset = queryset.with_ground_in(field, codes) if codes else queryset
            filters = replace(filters, region=(), departement=())
        queryset = filters.apply(queryset)
        places = places_of(params, HELD)
        if "commune" in places:
            queryset = queryset.on_commune(places["commune"].code)
        return queryset.on_epcis(places["epci"].codes) if "epci" in places else queryset

    def as_read(self, params: QueryDict) -> dict[str, Any]:
        """The parameters as they were read."""
        filters = PoleFilters.read(params)
        tie = tie_of(params, filters)
        return as_read(params, HELD) | filters.said() | ({attached.TIED: tie} if tie else {})

    def alternates(self, params: QueryDict) -> dict[str, dict[str, str]]:
        """In a region by seat, and by territory, are two questions."""
        return attached.alternates_of(tie_of(params, PoleFilters.read(params)))


def tie_of(params: QueryDict, filters: PoleFilters) -> str:
    """How poles are of the regions and departments asked for."""
    return attached.read_tie(params, placed=bool(filters.region or filters.departement))


def read_filters(params: QueryDict) -> PoleFilters:
    """The filters of an address. Raises ParameterProblem on the first refused value."""
    try:
        return PoleFilters.read(params)
    except FiltersRefusedError as error:
        first = error.problems[0]
        raise ParameterProblem(first.parameter, first.value, first.accepted) from None


PAGE = Property(
    "url",
    Concat(Value(f"{settings.PUBLIC_URL}/poles/"), F("slug"), Value("/"), output_field=CharField()),
    "Page du pôle.",
)
COLUMNS = (
    *(
        column
        for field in in_order(
            first=(
                "name", "other_names", "status", "status_as_of", "lead_organisation",
                "description", "themes", "seat", "departement", "region_code", "territory_text",
                "footprint",
            )
        )
        for column in field.kind.properties(field)
    ),
    PAGE,
)  # fmt: skip
NAME, STATUS, BASIS = (
    next(column for column in COLUMNS if column.name == name) for name in ("nom", "statut", "base")
)


def published() -> QuerySet[Pole]:
    """What may leave through a public door."""
    return Pole.objects.public()


POLES = register(
    Layer(
        name="poles",
        title="Pôles territoriaux de coopération économique",
        description="Les PTCE publiés : le point de leur siège, ou leur territoire.",
        queryset=published,
        identifier="slug",
        fields=COLUMNS,
        geometries={"siege": "seat__centre", "territoire": "footprint__general"},
        order=("name", "slug"),
        stamps=("ground", "poles"),
        sources=(GROUND, OF_POLES),
        filters=PoleParameters(),
        tiles=TileSource(
            shapes=((14, "footprint__tile"),),
            fields=(Property("slug", "slug", "Identifiant."), NAME, STATUS, BASIS),
            identifier=F("pk"),
            description=(
                "Le territoire des PTCE publiés. Un pôle sans territoire n'y est pas : l'API donne "
                "le point de son siège (geometry=siege)."
            ),
            grouping=Grouping(
                of=STATUS.name,
                name="statuts",
                description="D'un groupe : les pôles de chaque statut (actif:12,emergent:3).",
            ),
        ),
    )
)
register_export(export_of(POLES))
