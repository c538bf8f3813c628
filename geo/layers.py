"""The ground as layers: regions, departments, EPCI, communes, names of places."""

from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, IntegerField, OuterRef, Subquery, Value
from django.db.models.fields import BigIntegerField
from django.db.models.functions import Cast, JSONObject, Replace

from geo import levels
from geo.bodies import MEANING, PUBLIC_NAME
from geo.filters import CommuneFilters, DepartmentFilters, MadeFilters, RegionFilters
from geo.levels import Level
from geo.models import Commune, Department, Epci, Region, StudyAreaCommune
from geo.sources import OF_COMMUNES, of_level
from geo.study_codes import meaning_of, parameter_of
from publishing.columns import Column
from publishing.layer import Field, Layer, TileSet, TileSource
from publishing.registry import register, register_tiles

# Codes as whole numbers, for MVT: no code begins with 20 today, so 2A004 may be 20004, and
# 2B033, with six digits, 200033.
FEATURE_ID = Cast(
    Replace(Replace(F("pk"), Value("A"), Value("0")), Value("B"), Value("00")), BigIntegerField()
)
SHAPES = (
    (6, "shape__tile_coarse"),
    (9, "shape__tile_medium"),
    (14, "shape__tile_fine"),
)
NAME = Field("nom", "name", "Nom officiel.")
PEOPLE = Field("population", "population", "Population municipale.", "integer")
GROUND = Field(
    "surface",
    Func(
        F("area_km2"),
        template="round((%(expressions)s * 100)::numeric)::int",
        output_field=IntegerField(),
    ),
    "Superficie du contour, en hectares.",
    "integer",
)
ZONE = Field("zone", "zone", "`metro` ou `drom`.")
CONTOUR = {"contour": "shape__contour"}


def related(name: str, title: str, field: str, key: str = "code") -> Field:
    """An area that another is in, as `{code, nom}`."""
    said = JSONObject(code=f"{field}__{key}", nom=f"{field}__name")
    parts = (Column("code", "Code."), Column("nom", "Nom."))
    return Field(name, said, f"{title} et nom.", "object", parts=parts)


def areas_across(level: Level) -> tuple[Field, ...]:
    """Every department and region that the communes of an area are in, as lists of codes."""
    own = Commune.objects.current().filter(levels.within(OuterRef("pk"), level))
    return tuple(
        Field(
            name,
            ArraySubquery(own.order_by(column).values(column).distinct()),
            f"{title} où l'aire a une commune au moins.",
            "array",
        )
        for name, column, title in (
            ("codesDepartements", "department", "Codes des départements"),
            ("codesRegions", "region", "Codes des régions"),
        )
    )


def polygons(code: Field, first_zoom: int, identifier: Any = FEATURE_ID) -> TileSource:
    """The tiles of a level."""
    return TileSource(SHAPES, (code, NAME), identifier, first_zoom)


REGIONS = register(
    Layer(
        name=levels.REGION.plural,
        title="Régions",
        description="Les 18 régions, outre-mer compris.",
        queryset=Region.objects.current,
        identifier="code",
        fields=(NAME, Field("code", "code", "Code Insee."), PEOPLE, GROUND, ZONE),
        geometries=CONTOUR,
        order=("name", "code"),
        stamps=("ground",),
        sources=of_level(levels.REGION),
        filters=RegionFilters(),
        tiles=polygons(Field("code", "code", "Code Insee."), 3),
    )
)
DEPARTMENTS = register(
    Layer(
        name=levels.DEPARTMENT.plural,
        title="Départements",
        description="Les 101 départements.",
        queryset=Department.objects.current,
        identifier="code",
        fields=(
            NAME,
            Field("code", "code", "Code Insee."),
            Field("codeRegion", "region_id", "Code de la région."),
            related("region", "Région : code", "region"),
            PEOPLE,
            GROUND,
            ZONE,
        ),
        geometries=CONTOUR,
        order=("code",),
        stamps=("ground",),
        sources=of_level(levels.DEPARTMENT),
        filters=DepartmentFilters(),
        tiles=polygons(Field("code", "code", "Code Insee."), 4),
    )
)
EPCIS = register(
    Layer(
        name=levels.EPCI.plural,
        title="EPCI et EPT",
        description="Les EPCI à fiscalité propre, et les 11 EPT du Grand Paris.",
        queryset=Epci.objects.current,
        identifier="siren",
        fields=(
            NAME,
            Field("code", "siren", "SIREN."),
            Field(PUBLIC_NAME, "siren", "SIREN, sous le nom qu'il a dans toutes les couches."),
            Field("type", "kind", "CC, CA, CU, METRO ou EPT."),
            Field("codeDepartement", "department_id", "Département le plus peuplé de l'EPCI."),
            Field("codeRegion", "region_id", "Région la plus peuplée de l'EPCI."),
            *areas_across(levels.EPCI),
            Field("nbCommunes", "communes_count", "Nombre de communes.", "integer"),
            PEOPLE,
            GROUND,
            ZONE,
        ),
        geometries=CONTOUR,
        order=("name", "siren"),
        stamps=("ground",),
        sources=of_level(levels.EPCI),
        filters=MadeFilters(levels.EPCI),
        tiles=polygons(Field("code", "siren", "SIREN."), 4),
    )
)


def studied_code(level: Level) -> Field:
    """The code of the study area of a level that a commune is in: there is one at most."""
    of = StudyAreaCommune.objects.filter(level=level.name, commune=OuterRef("pk")).order_by("pk")
    return Field(parameter_of(level), Subquery(of.values("area__code")), meaning_of(level))


COMMUNES = register(
    Layer(
        name=levels.COMMUNE.plural,
        title="Communes",
        description="Les communes du code officiel géographique en vigueur.",
        queryset=Commune.objects.current,
        identifier="code",
        fields=(
            NAME,
            Field("code", "code", "Code Insee."),
            Field("codeDepartement", "department_id", "Code du département."),
            Field("siren", "siren", "SIREN de la commune."),
            Field(PUBLIC_NAME, "body", MEANING),
            Field("codeEpci", "epci_id", f"SIREN de l'EPCI ; pour joindre, `{PUBLIC_NAME}`."),
            Field("codeEpt", "ept_id", "SIREN de l'EPT, dans le Grand Paris."),
            Field("codeRegion", "region_id", "Code de la région."),
            *map(studied_code, levels.STUDIED),
            Field("codesPostaux", "postcodes", "Codes postaux.", "array"),
            PEOPLE,
            Field("populationAnnee", "population_year", "Année de la population.", "integer"),
            GROUND,
            ZONE,
            related("departement", "Département : code", "department"),
            related("region", "Région : code", "region"),
            related("epci", "EPCI : SIREN", "epci", "siren"),
        ),
        geometries={"centre": "centre", "contour": "shape__contour"},
        order=("code",),
        stamps=("ground",),
        sources=OF_COMMUNES,
        filters=CommuneFilters(),
        tiles=polygons(Field("code", "code", "Code Insee."), 9),
    )
)


def labelled(queryset: Any, zoom: int) -> Any:
    """The places whose name is written at a zoom."""
    return queryset.filter(label_zoom__lte=zoom)


PLACES = register(
    Layer(
        name="lieux",
        title="Noms de lieux",
        description="Un point par commune ; `zoom` est le premier zoom où son nom s'écrit.",
        queryset=Commune.objects.current,
        identifier="code",
        fields=(NAME, Field("code", "code", "Code Insee."), PEOPLE),
        geometries={"centre": "centre"},
        order=("label_zoom", "-population", "code"),
        stamps=("ground",),
        sources=of_level(levels.COMMUNE),
        tiles=TileSource(
            shapes=((14, "centre_tile"),),
            fields=(NAME, PEOPLE, Field("zoom", "label_zoom", "Premier zoom.", "integer")),
            identifier=FEATURE_ID,
            at_zoom=labelled,
        ),
    )
)
assert EPCIS.tiles is not None  # noqa: S101 - given above
GROUND_EPCIS = replace(EPCIS, tiles=replace(EPCIS.tiles, first_zoom=7))  # lighter from afar
BACKGROUND = register_tiles(
    TileSet("sol", "Fond de carte", (REGIONS, DEPARTMENTS, GROUND_EPCIS, COMMUNES, PLACES))
)
# Codes of study areas may hold letters, or be those of another level.
STUDIED_ID = Func(
    F("pk"),
    template="('x' || substr(md5(%(expressions)s), 1, 8))::bit(32)::bigint",
    output_field=BigIntegerField(),
)


def of_studied(level: Level) -> Layer:
    """The layer of a level of study areas."""
    code = Field("code", "code", f"{level.form.accepted[0].upper()}{level.form.accepted[1:]}.")
    return register(
        Layer(
            name=level.plural,
            title=level.title,
            description=" ".join(
                filter(
                    None,
                    (
                        f"Les {level.many}, unions de communes. Source : {level.source} ; "
                        f"{level.licence}.",
                        level.lacks,
                    ),
                )
            ),
            tiled=f"{level.source} : {level.licence}",
            queryset=level.areas,
            identifier="code",
            fields=(
                NAME,
                code,
                Field("codeDepartement", "department_id", "Département le plus peuplé."),
                Field("codeRegion", "region_id", "Région la plus peuplée."),
                *areas_across(level),
                Field("nbCommunes", "communes_count", "Nombre de communes.", "integer"),
                PEOPLE,
                GROUND,
                ZONE,
            ),
            geometries=CONTOUR,
            order=("name", "code"),
            stamps=("ground",),
            sources=of_level(level),
            filters=MadeFilters(level),
            tiles=polygons(code, 4, STUDIED_ID),
        )
    )


# The areas of each level, and what is served of one where no field is asked for.
AREAS = {
    levels.COMMUNE: (
        COMMUNES,
        (
            "nom", "code", "codeDepartement", "siren", "codeEpci", "codeRegion", "codesPostaux",
            "population",
        ),
    ),
    levels.EPCI: (EPCIS, ("nom", "code", "type", "population")),
    levels.DEPARTMENT: (DEPARTMENTS, ("nom", "code", "codeRegion")),
    levels.REGION: (REGIONS, ("nom", "code")),
    **{level: (of_studied(level), ("nom", "code", "population")) for level in levels.STUDIED},
}  # fmt: skip
