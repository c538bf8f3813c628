"""The values of one indicator by territory."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from django.http import QueryDict

from coverage.columns import NAME, SIREN_EPCI, contours, keyed
from coverage.indicators.catalogue import INDICATOR, STAMPS, among, described
from coverage.indicators.classing import rounded
from coverage.indicators.models import Indicator
from coverage.indicators.queries import MOST_INDICATORS
from coverage.indicators.sources import sources_of
from coverage.indicators.territories import Area, Held, Territories, territories
from coverage.indicators.vocabulary import AreaSource, CommuneSource
from coverage.vocabulary import PARTS
from geo import levels
from geo.filters import read_restriction
from geo.levels import LEVELS, OUTSIDE, STUDIED, Level
from geo.models import Zone
from geo.sources import of_level
from publishing.ceilings import whole
from publishing.columns import MULTIPOLYGON, Column
from publishing.dataset import Answers, Dataset, Encoding, Found, Paging, Record, Window
from publishing.files.datasets import serve
from publishing.parameters import Parameter, read_choice, read_list

AT_ONCE = 500  # territories whose contours are read together
MOST_ROWS = 40_000
KEY = Column(
    "code",
    "Code du territoire : Insee, ou SIREN de l'EPCI ou de l'EPT ; du pays, "
    + ", ".join(f"`{code}` ({name})" for code, name in PARTS.items())
    + f" ; `{OUTSIDE}`, pour tout le pays, ce qu'aucune zone ni aucun bassin ne tient.",
)
CUT = Column(
    "coupe",
    "Le lieu demandé ne tient qu'une partie du territoire ; la valeur est celle du tout.",
    "boolean",
)
COLUMNS = (
    KEY,
    SIREN_EPCI,
    NAME,
    Column("valeur", "Dans l'unité de l'indicateur.", "number"),
    Column("texte", "Libellé de la classe, ou ce que dit la liste ; vide sinon."),
    Column("part_connue", "Part des habitants sur laquelle repose la valeur, de 0 à 1.", "number"),
    among("connu_par", "D'où vient la valeur.", (*CommuneSource, *AreaSource)),
    CUT,
)
TOTAL = Column(
    "total",
    f"Tous les territoires de la question ; `{OUTSIDE}` n'en est pas un.",
    "object",
    (
        Column("avec_valeur", "Territoires qui ont une valeur.", "integer"),
        Column("sans_valeur", "Territoires qui n'en ont pas : absents des lignes.", "integer"),
        Column("minimum", "La plus basse.", "number"),
        Column("maximum", "La plus haute.", "number"),
    ),
)
PARAMETERS = (
    Parameter("indicateur", "Code de l'indicateur."),
    Parameter("niveau", "Territoires servis (epci par défaut).", accepted=tuple(LEVELS)),
    Parameter("region", "Restreint à une région."),
    Parameter("departement", "Restreint à un département."),
    Parameter("zone", "Restreint à une zone.", accepted=tuple(Zone.values)),
    Parameter(
        "champs",
        "Champs des résultats, séparés par des virgules (tous par défaut) : "
        f"{', '.join(column.name for column in COLUMNS)}.",
    ),
)


def ask(params: QueryDict) -> Found:
    """The territories of a level that have a value of one indicator."""
    known = {one.code: one for one in whole(Indicator.objects.order_by("code"), MOST_INDICATORS)}
    one = known[read_choice(params, "indicateur", "", known)]
    level = LEVELS[read_choice(params, "niveau", levels.EPCI.name, LEVELS)]
    place = read_restriction(params)
    names = read_list(params, "champs", [column.name for column in COLUMNS])
    found = territories(one, level, Area(place.region, place.department, place.zone))
    columns = tuple(
        column
        for column in COLUMNS
        if column.name in (names or [column.name])
        and (column is not SIREN_EPCI or level is levels.EPCI)
    )
    said = {
        "region": place.region or None,
        "departement": place.department or None,
        "zone": place.zone or None,
    }
    head = {"indicateur": described(one), TOTAL.name: totals(found.of_areas)}
    return Found(
        columns=columns,
        parameters={"indicateur": one.code, "niveau": level.name, **said},
        rows=partial(rows_of, found.held, level, [column.name for column in columns]),
        count=lambda: len(found.held),
        geometry=MULTIPOLYGON,
        sources=(*of_level(level), *sources_of([one])),
        head=lambda: head,
        result=head,
    )


def rows_of(
    held: list[Held], level: Level, names: list[str], encoding: Encoding, window: Window
) -> Iterator[Record]:
    """Territories by code, with the fields asked for; contours are read by the hundreds."""
    page = iter(held[window.part])
    while part := list(islice(page, AT_ONCE)):
        shapes = contours(level, [one.code for one in part], encoding)
        for one in part:
            row = {**row_of(one), **keyed(level, one.code)}
            yield Record(one.code, {name: row[name] for name in names}, shapes.get(one.code))


def row_of(held: Held) -> dict[str, Any]:
    """A territory and its value."""
    return {
        "code": held.code,
        "nom": held.name,
        "valeur": rounded(held.value),
        "texte": held.text,
        "part_connue": round(held.people_share, 4),
        "connu_par": str(held.basis),
        CUT.name: held.cut,
    }


def totals(found: Territories) -> dict[str, Any]:
    """How many have a value, how many have none, from which to which."""
    values = [held.value for held in found.held if held.value is not None]
    return {
        "avec_valeur": len(found.held),
        "sans_valeur": len(found.missing),
        "minimum": rounded(min(values, default=None)),
        "maximum": rounded(max(values, default=None)),
    }


serve(
    Dataset(
        name="indicateurs-valeurs",
        title="Valeurs d'un indicateur, par territoire",
        description="Les territoires d'un niveau qui ont une valeur d'un indicateur.",
        parameters=PARAMETERS,
        stamps=STAMPS,
        sources=(),  # each indicator has its own
        columns=COLUMNS,
        key=KEY.name,
        ask=ask,
        answers=Answers(
            summary="Valeurs d'un indicateur, par commune ou par territoire",
            description=(
                "Un territoire sans valeur est absent des résultats, et compté dans "
                "`sans_valeur` : absent n'est pas zéro. Seul un fichier qui est une liste dit "
                "« non » par l'absence. La valeur d'un territoire est celle qui est publiée pour "
                "lui ; sinon elle est faite de celles de ses communes (moyenne pondérée par la "
                "population, somme, part des habitants), ce que dit `connu_par`, et `part_connue` "
                "dit sur quelle part des habitants elle repose. Un indicateur dont `agrege` est "
                "faux ne se fait que par EPCI, et n'a ailleurs que ce qui est publié : les "
                "communes connues n'y valent pas pour les autres. Une moyenne de médianes n'est "
                "pas une médiane. Un territoire à cheval sur le lieu demandé est donné entier, ce "
                "que dit `coupe`. Par EPCI : les EPT dans le Grand Paris, Paris et les îles sans "
                f"EPCI pour elles-mêmes. Aux niveaux {' et '.join(f'`{one}`' for one in STUDIED)}, "
                f"la ligne `{OUTSIDE}` est ce qu'aucun territoire ne tient, dans tout le pays : "
                "elle n'est ni comptée, ni donnée pour un lieu."
            ),
            tag="indicateurs",
            page=Paging(most=MOST_ROWS, default=MOST_ROWS, farthest=MOST_ROWS),
            asked=(
                Column("indicateur", "Code de l'indicateur."),
                Column("niveau", "Niveau des territoires."),
                Column("region", "Code de la région."),
                Column("departement", "Code du département."),
                Column("zone", "Zone.", accepted=tuple(Zone.values)),
            ),
            head=(
                Column("indicateur", "Ce qu'il est.", "object", INDICATOR),
                TOTAL,
            ),
            address="indicateurs/<str:indicateur>",
        ),
    )
)
