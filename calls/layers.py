"""The laureates of calls as a layer: what machines are told of who won what."""

from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import QueryDict

from calls.queries import MOST_CALLS, announced_publicly
from directory.layers import in_public_words
from directory.models import Recognition
from directory.vocabulary import PUBLIC_STATUS, Scheme
from geo.codes import Level
from geo.filters import CodeFilters, codes_of
from publishing.ceilings import whole
from publishing.files.declaring import register_export
from publishing.files.layers import export_of
from publishing.layer import Field, Layer
from publishing.parameters import Parameter, read_int, read_list
from publishing.registry import register

CALL, YEAR = "appel", "annee"
FIRST_YEAR, LAST_YEAR = 1990, 2100
# A past call has its scheme for itself; those run here share one, and give it their title.
RECOGNISED_BY = Q(scheme=OuterRef("scheme")) & (
    Q(opens_at__isnull=True) & ~Q(scheme=Scheme.AMI)
    | Q(opens_at__isnull=False, scheme=Scheme.AMI, title=OuterRef("label"))
)
# A pole that a call recognised twice, under two labels, is one laureate.
SAID_BEFORE = Recognition.objects.filter(
    Q(label=OuterRef("label")) | ~Q(scheme=Scheme.AMI),
    pole=OuterRef("pole"), scheme=OuterRef("scheme"), pk__lt=OuterRef("pk"),
).order_by("pk")  # fmt: skip


def laureates() -> "QuerySet[Recognition, Recognition]":
    """Published poles that a call of the State recognised: one row for each pole and call."""
    calls = announced_publicly().filter(RECOGNISED_BY).order_by("slug")
    found = Recognition.objects.filter(pole__published=True).annotate(
        call=Subquery(calls.values("slug")[:1]),
        call_title=Subquery(calls.values("title")[:1]),
        call_year=Subquery(calls.values("year")[:1]),
    )
    named = Concat("call", Value(":"), "pole__slug", output_field=CharField())
    return found.filter(~Exists(SAID_BEFORE), call__isnull=False).annotate(name=named)


class LaureateFilters(CodeFilters):
    """Laureates by call, year of the call, department or region of the pole."""

    codes = (
        ("region", "pole__region", Level.REGION),
        ("departement", "pole__department", Level.DEPARTMENT),
    )
    parameters = (
        Parameter(CALL, "Identifiant d'un appel, comme dans son adresse.", repeated=True),
        Parameter(YEAR, "Année de l'appel.", "integer"),
        *codes_of(codes),
    )

    def apply(self, params: QueryDict, queryset: Any) -> Any:
        """Those asked for. Raises ParameterProblem on a call or a year that is none."""
        queryset = self.by_code(params, queryset)
        if CALL in params:
            slugs = announced_publicly().order_by("slug").values_list("slug", flat=True)
            queryset = queryset.filter(call__in=read_list(params, CALL, whole(slugs, MOST_CALLS)))
        if YEAR in params:
            queryset = queryset.filter(call_year=read_int(params, YEAR, 0, (FIRST_YEAR, LAST_YEAR)))
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
            Field(YEAR, "call_year", "Année de l'appel.", "integer"),
            Field("dispositif", "scheme", "Dispositif de la reconnaissance."),
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
        filters=LaureateFilters(),
    )
)
register_export(export_of(LAUREATES))
