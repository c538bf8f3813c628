"""The passages from codes of yesterday to those of today, as files."""

from django.db.models import QuerySet

from geo.models import CommunePassage, EpciPassage
from geo.sources import GROUND
from publishing.files.declaring import register_export
from publishing.files.layers import export_of
from publishing.layer import Field, Layer


def communes() -> "QuerySet[CommunePassage, CommunePassage]":
    """Those that lead to a commune in force."""
    return CommunePassage.objects.filter(commune__obsolete=False)


def epcis() -> "QuerySet[EpciPassage, EpciPassage]":
    """Those that lead to an EPCI in force."""
    return EpciPassage.objects.filter(epci__obsolete=False)


COMMUNES = Layer(
    name="passage-communes",
    title="Passage des communes",
    description=(
        "Les codes de communes qui n'ont plus cours, depuis 1943, et la commune d'aujourd'hui à "
        "laquelle chacun mène ; arrondissements municipaux compris."
    ),
    queryset=communes,
    identifier="code",
    fields=(
        Field("ancien_code", "code", "Code Insee qui n'a plus cours."),
        Field("ancien_nom", "name", "Nom sous ce code."),
        Field("fin", "ended", "Jour où le code a cessé ; vide pour un arrondissement."),
        Field("code_insee", "commune_id", "Code Insee d'aujourd'hui."),
        Field("commune", "commune__name", "Nom d'aujourd'hui."),
        Field("nature", "kind", "absorption, changement de code ou arrondissement."),
    ),
    geometries={"centre": "commune__centre"},
    order=("code",),
    stamps=("ground",),
    sources=(GROUND,),
)
EPCIS = Layer(
    name="passage-epci",
    title="Passage des EPCI",
    description=(
        "Les EPCI de 2019 à 2025 qui n'ont plus cours, et ceux d'aujourd'hui qui ont repris leurs "
        "communes : une ligne pour chacun."
    ),
    queryset=epcis,
    identifier="key",
    fields=(
        Field("ancien_siren", "siren", "SIREN qui n'a plus cours."),
        Field("ancien_nom", "name", "Nom sous ce SIREN."),
        Field("fin", "ended", "Premier janvier où il n'est plus dans le découpage."),
        Field("siren_epci", "epci_id", "SIREN d'aujourd'hui."),
        Field("epci", "epci__name", "Nom d'aujourd'hui."),
        Field("nature", "kind", "fusion (tout entier) ou partage."),
        Field("nb_communes", "communes_count", "Communes reprises.", "integer"),
        Field("part_population", "people_share", "Part de ses habitants, de 0 à 1.", "number"),
    ),
    geometries={"contour": "epci__shape__general"},
    order=("siren", "-people_share", "key"),
    stamps=("ground",),
    sources=(GROUND,),
)
register_export(export_of(COMMUNES))
register_export(export_of(EPCIS))
