"""The files that hold exactly what the page shows, one a format."""

from dataclasses import dataclass

from django.urls import reverse

from coverage.report.pages.asked import Asked, of_api
from publishing.files.formats import FORMATS

# In the order in which they are most asked for, with what each is good for.
USES = {
    "xlsx": "classeur, filtres et sources compris",
    "csv": "tableau, sans contours",
    "csv.zip": "fichier zip",
    "gpkg": "contours, pour QGIS",
    "geojson": "contours, pour le web",
    "shp.zip": "contours, pour les outils anciens",
    "parquet": "contours, pour l'analyse",
    "fgb": "contours, pour la diffusion",
}


@dataclass(frozen=True)
class Download:
    """A file."""

    title: str
    use: str
    address: str


def downloads(asked: Asked) -> list[Download]:
    """The export of the level asked, in every format, under the same question."""
    query = of_api(asked)
    del query["niveau"]
    name = f"couverture-{asked.level.address}"
    return [
        Download(
            title=FORMATS[form].title,
            use=use,
            address=f"{reverse('export', args=[name, form])}?{query.urlencode(safe=',')}",
        )
        for form, use in USES.items()
    ]
