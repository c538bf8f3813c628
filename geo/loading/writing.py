"""Writes a ground that was read, checked and staged, and all that derives from it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import chain

import numpy as np
import pandas as pd
import shapely
from django.db import connection
from django.utils import timezone

from geo import models
from geo.ground import GROUND
from geo.loading import rows
from geo.loading.deriving import derive_figures
from geo.loading.generalising import Scales, generalise, unite
from geo.loading.reading import Ground
from geo.signals import ground_loaded
from publishing.models import Vintage
from publishing.stamps import touch
from tables.staging import Replacement, Staging, replace_all

Step = Callable[[str], AbstractContextManager[None]]

TABLES = (
    (Staging(models.Region, rows.REGION_COLUMNS), rows.region_rows),
    (Staging(models.Department, rows.DEPARTMENT_COLUMNS), rows.department_rows),
    (Staging(models.Epci, rows.EPCI_COLUMNS), rows.epci_rows),
    (Staging(models.StudyArea, rows.STUDIED_COLUMNS), rows.studied_rows),
    (Staging(models.Commune, rows.COMMUNE_COLUMNS), rows.commune_rows),
)
REPLACED = (
    (Replacement(models.FormerCommune, rows.FORMER_COLUMNS, 2), rows.former_rows),
    (Replacement(models.PlaceName, rows.NAME_COLUMNS, 2), rows.name_rows),
    (Replacement(models.CommunePassage, rows.COMMUNE_PASSAGE_COLUMNS), rows.commune_passage_rows),
    (Replacement(models.EpciPassage, rows.EPCI_PASSAGE_COLUMNS), rows.epci_passage_rows),
    (
        Replacement(models.StudyAreaCommune, rows.MEMBER_COLUMNS, 2, "communes des zones d'étude"),
        rows.member_rows,
    ),
)
# Every other shape, and who is whose neighbour, follow from these: they alone are compared.
CONTOURS = (
    Replacement(models.CommuneShape, rows.CONTOUR_COLUMNS, title="contours des communes"),
    rows.contour_rows,
)

# An EPT is stored among the EPCI, beside the Métropole du Grand Paris that holds it.
UNIONS: tuple[tuple[str, type[models.Shape], tuple[str, ...]], ...] = (
    ("régions", models.RegionShape, ("region",)),
    ("départements", models.DepartmentShape, ("departement",)),
    ("EPCI et EPT", models.EpciShape, ("epci", "ept")),
)


def write_ground(ground: Ground, step: Step) -> None:
    """Everything, in the order of references. Call inside a transaction."""
    with step("Régions, départements, EPCI et communes"):
        for staging, _ in TABLES:
            summed = staging.model is not models.Commune
            staging.merge(**({"population": 0, "communes_count": 0} if summed else {}))
    with step("Anciennes communes, noms, communes des zones d'étude"):
        for replacement, _ in REPLACED:
            replacement.replace()
    with step("Contours généralisés"):
        codes, scales = commune_scales(ground)
    with step("Contours des communes"):
        replace_all(models.CommuneShape, rows.SHAPE_COLUMNS, rows.shape_rows(codes, scales))
    with step("Communes voisines"):
        replace_all(models.Adjacency, rows.ADJACENCY_COLUMNS, rows.adjacency_rows(codes, scales))
    for title, model, columns in UNIONS:
        with step(f"Contours réunis : {title}"):
            unions = (union_rows(ground, scales, ground.communes[name]) for name in columns)
            replace_all(model, rows.SHAPE_COLUMNS, chain.from_iterable(unions))
    with step("Contours réunis : zones d'étude"):
        unions = (union_rows(ground, scales, keys) for keys in studied_keys(ground))
        replace_all(models.StudyAreaShape, rows.SHAPE_COLUMNS, chain.from_iterable(unions))
    with step("Superficies, populations, index"):
        settle_indexes()
        derive_figures()
    with step("Empreintes et données dérivées"):
        ground_loaded.send(sender=None)
        record_vintage(ground)
        touch("ground")


def commune_scales(ground: Ground) -> tuple[list[str], Scales]:
    """Codes of the communes that have a contour, and their geometries at every scale."""
    shapes = ground.communes.geometry.to_numpy()
    present = ~shapely.is_missing(shapes)
    return ground.communes.code[present].tolist(), generalise(shapes[present])


def union_rows(ground: Ground, scales: Scales, keys: "pd.Series[str]") -> Iterator[rows.Row]:
    """Shapes of the areas whose keys communes have, in their order."""
    present = ground.communes.geometry.notna()
    yield from rows.shape_rows(*unite(scales, keys[present].fillna("").to_numpy().astype(np.str_)))


def studied_keys(ground: Ground) -> "Iterator[pd.Series[str]]":
    """The key of the study area of each commune, level by level."""
    for level, studied in ground.studied.items():
        keys = {code: rows.key_of(level, area) for code, area in studied.area_of.items()}
        yield ground.communes.code.map(keys)


def settle_indexes() -> None:
    """Entries of a GIN index wait in a list that every search reads whole, until it is emptied."""
    with connection.cursor() as cursor:
        for index in ("place_name_trgm", "commune_postcodes", "epci_name_trgm"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])


def record_vintage(ground: Ground) -> None:
    """Remember which ground is loaded, for every page that shows a figure of it."""
    Vintage.objects.update_or_create(
        name=GROUND,
        defaults={
            "label": "Code officiel géographique",
            "as_of": ground.sources["millesime_cog"],
            "source": ", ".join(f"{s['nom']} {s['version']}" for s in ground.sources["sources"]),
            "licence": "Licence Ouverte 2.0",
            "loaded_at": timezone.now(),
            "digest": ground.digest,
        },
    )
