"""The laureates of calls as a layer: what machines are told of who won what."""

from typing import Any

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import QueryDict

from calls.call.dataset import PARAMETERS, SCHEME, YEAR
from calls.call.queries import MOST_CALLS, announced_publicly, call_of_recognition, won
from calls.vocabulary import CALLS
from directory import attached
from directory.models import Pole
from directory.record.kinds.plain import in_public_words
from directory.sources import POLES
from directory.vocabulary import EARLIEST_YEAR, LATEST_YEAR, PUBLIC_STATUS, Scheme
from geo import levels
from geo.filters import CodeFilters, codes_of, places_of
from geo.sources import GROUND
from publishing.ceilings import whole
from publishing.files.declaring import register_export
from publishing.files.layers import export_of
from publishing.layer import Field, Layer
from publishing.parameters import Parameter, read_int, read_list
from publishing.problems import ParameterProblem
from publishing.registry import register

CALL = "appel"


def laureates() -> "QuerySet[Any, Any]":
    """What calls recognised, demonstrations aside; `name` is the call and the pole."""
    calls = announced_publicly()
    own = call_of_recognition(calls)
    return won(calls).annotate(
        call_title=Subquery(own.values("title")[:1]),
        call_year=Subquery(own.values("year")[:1]),
        name=Concat("call", Value(":"), "pole__slug", output_field=CharField()),
    )


class LaureateFilters(CodeFilters):
    """Laureates by call, scheme, year of the call, department or region of the pole."""

    codes = (
        ("region", "pole__region", levels.REGION),
        ("departement", "pole__department", levels.DEPARTMENT),
    )
    parameters = (
        Parameter(CALL, "Identifiant d'un appel, comme dans son adresse.", repeated=True),
        *PARAMETERS,
        *codes_of(codes),
        attached.PARAMETER,
    )

    def tie(self, params: QueryDict) -> str:
        """How the poles are of the region or department asked for."""
        return attached.read_tie(params, placed=bool(places_of(params, self.levels)))

    def as_read(self, params: QueryDict) -> dict[str, Any]:
        """As elsewhere, with how a place was read."""
        tie = self.tie(params)
        return super().as_read(params) | ({attached.TIED: tie} if tie else {})

    def alternates(self, params: QueryDict) -> dict[str, dict[str, str]]:
        """In a region by seat, and by territory, are two questions."""
        return attached.alternates_of(self.tie(params))

    def by_code(self, params: QueryDict, queryset: Any) -> Any:
        """By the seat of the pole, or by a commune of its territory."""
        if self.tie(params) != attached.BY_GROUND:
            return super().by_code(params, queryset)
        poles = Pole.objects.all()
        for name, place in places_of(params, self.levels).items():
            field = "region" if self.levels[name] is levels.REGION else "department"
            poles = poles.with_ground_in(field, place.codes)
        return queryset.filter(pole__in=poles.values("pk"))

    def apply(self, params: QueryDict, queryset: Any) -> Any:
        """Those asked for. Raises ParameterProblem on a call, a scheme or a year that is none."""
        self.check_places(params)
        queryset = self.by_code(params, queryset)
        schemes = read_list(params, SCHEME, Scheme.values)
        if schemes:
            queryset = queryset.filter(scheme__in=schemes)
        if not params.keys() & {CALL, YEAR}:
            return queryset
        calls = announced_publicly().order_by("slug").values_list("slug", "year")
        years = dict(whole(calls, MOST_CALLS))
        asked = read_list(params, CALL, years)
        year = read_int(params, YEAR, 0, (EARLIEST_YEAR, LATEST_YEAR))
        if asked:
            queryset = queryset.filter(call__in=asked)
        if year:
            told = sorted({years[slug] for slug in asked or years})
            if year not in told:
                accepted = f"l'année d'un appel : {', '.join(map(str, told))}"
                raise ParameterProblem(YEAR, str(year), accepted)
            queryset = queryset.filter(call_year=year)
        return queryset


LAUREATES = register(
    Layer(
        name="laureats",
        title="Lauréats des appels",
        description=(
            "Les PTCE publiés que chaque appel de l'État a reconnus, d'après leurs sources : une "
            "ligne par appel et par pôle. La page de l'appel dit combien furent annoncés, et "
            "combien manquent ici."
        ),
        queryset=laureates,
        identifier="name",
        fields=(
            Field(CALL, "call", "Identifiant de l'appel."),
            Field("titre", "call_title", "Titre de l'appel."),
            Field(
                YEAR,
                "call_year",
                "Année de l'appel ; celle où le pôle fut reconnu, parfois la suivante, est dans "
                "`reconnaissances` de `/api/poles/`.",
                "integer",
            ),
            Field(SCHEME, "scheme", "Dispositif de la reconnaissance."),
            Field("pole", "pole__slug", "Identifiant du pôle."),
            Field("nom", "pole__name", "Nom du pôle."),
            Field(
                "statut",
                in_public_words("pole__status", PUBLIC_STATUS),
                "Statut du pôle aujourd'hui : actif, emergent, inconnu, termine.",
            ),
            Field("structure_porteuse", "pole__lead_organisation", "Structure porteuse."),
            Field("montant_eur", "amount_eur", "Montant, où une source le donne.", "integer"),
            Field("code_insee", "pole__seat_id", "Code Insee de la commune du siège."),
            Field("commune", "pole__seat__name", "Commune du siège."),
            Field("code_departement", "pole__department_id", "Code du département."),
            Field("code_region", "pole__region_id", "Code de la région."),
            Field("region", "pole__region__name", "Région."),
            Field(
                "url",
                Concat(
                    Value(f"{settings.PUBLIC_URL}/appels/"),
                    F("call"),
                    Value("/"),
                    output_field=CharField(),
                ),
                "Page de l'appel.",
            ),
        ),
        geometries={"siege": "pole__seat__centre", "territoire": "pole__footprint__general"},
        order=("-call_year", "call", "pole__slug"),
        stamps=("calls", "poles", "ground"),
        sources=(CALLS, GROUND, POLES),
        filters=LaureateFilters(),
    )
)
register_export(export_of(LAUREATES))
