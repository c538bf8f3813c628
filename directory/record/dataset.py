"""The poles as a layer: what machines are told of them."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Concat, JSONObject
from django.http import QueryDict

from directory import attached
from directory.models import Pole, Recognition
from directory.querysets import PoleQuerySet
from directory.record.filters import FiltersRefusedError, PoleFilters
from directory.vocabulary import PUBLIC_BASIS, PUBLIC_CONFIDENCE, PUBLIC_STATUS, Scheme, Theme
from geo.codes import Level
from geo.filters import SUBSTITUTED, as_read, places_of
from publishing.columns import Column
from publishing.layer import Field, Layer, TileSource
from publishing.parameters import Parameter
from publishing.problems import ParameterProblem
from publishing.registry import register
from publishing.thinning import Grouping

HELD = {"commune": Level.COMMUNE, "epci": Level.EPCI}


def in_public_words(field: str, words: dict[Any, str]) -> Case:
    """A stored value, as the public reads it."""
    cases = [When(**{field: stored}, then=Value(public)) for stored, public in words.items()]
    return Case(*cases, default=None, output_field=CharField(null=True))


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


RECOGNITION = (
    Column("dispositif", "Dispositif.", accepted=tuple(Scheme.values)),
    Column("libelle", "Nom du dispositif, cette année-là."),
    Column("annee", "Année.", "integer"),
    Column("montant_eur", "Montant, en euros ; nul s'il n'est pas connu.", "number"),
)
RECOGNITIONS = ArraySubquery(
    Recognition.objects.filter(pole=OuterRef("pk"))
    .order_by("year", "scheme", "label")
    .values(
        json=JSONObject(
            dispositif="scheme", libelle="label", annee="year", montant_eur="amount_eur"
        )
    )
)
STATUS = Field(
    "statut", in_public_words("status", PUBLIC_STATUS), "actif, emergent, inconnu, termine."
)
BASIS = Field(
    "base",
    in_public_words("footprint__basis", PUBLIC_BASIS),
    "Ce qui fonde le territoire : declare, partie, presume, large, aucune.",
)
NAME = Field("nom", "name", "Nom.")


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
        fields=(
            NAME,
            Field("autres_noms", "other_names", "Autres noms.", "array"),
            STATUS,
            Field("statut_annee", "status_as_of", "Année de la source du statut.", "integer"),
            Field("structure_porteuse", "lead_organisation", "Structure porteuse."),
            Field("presentation", "description", "Présentation."),
            Field("thematiques", "themes", "Thématiques, la plus parlante d'abord.", "array"),
            Field("code_insee", "seat_id", "Code Insee de la commune du siège."),
            Field("commune", "seat__name", "Commune du siège."),
            Field(
                "fiabilite_siege",
                in_public_words("seat_confidence", PUBLIC_CONFIDENCE),
                "source (une source le donne) ou deduit.",
            ),
            Field("code_departement", "department_id", "Code du département."),
            Field("departement", "department__name", "Département."),
            Field("code_region", "region_id", "Code de la région."),
            Field("region", "region__name", "Région."),
            Field("territoire", "territory_text", "Territoire, selon les sources."),
            BASIS,
            Field(
                "nb_communes", "footprint__communes_count", "Communes de l'empreinte.", "integer"
            ),
            Field("population", "footprint__population", "Habitants de ces communes.", "integer"),
            Field(
                "superficie_km2",
                "footprint__area_km2",
                "Superficie du territoire ; vide s'il est plus petit qu'une commune, non dessiné.",
                "number",
            ),
            Field("annee_creation", "founded_year", "Année de création.", "integer"),
            Field("site_web", "website", "Site web."),
            Field(
                "reconnaissances",
                RECOGNITIONS,
                "Dispositifs qui ont reconnu le pôle.",
                "array",
                parts=RECOGNITION,
            ),
            Field("sources", "sources", "Adresses des sources.", "array"),
            Field("verifie_le", "checked", "Date de la dernière vérification."),
            Field(
                "url",
                Concat(
                    Value(f"{settings.PUBLIC_URL}/poles/"),
                    F("slug"),
                    Value("/"),
                    output_field=CharField(),
                ),
                "Page du pôle.",
            ),
        ),
        geometries={"siege": "seat__centre", "territoire": "footprint__general"},
        order=("name", "slug"),
        stamps=("ground", "poles"),
        filters=PoleParameters(),
        tiles=TileSource(
            shapes=((14, "footprint__tile"),),
            fields=(Field("slug", "slug", "Identifiant."), NAME, STATUS, BASIS),
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
