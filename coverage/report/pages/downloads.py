"""The files that hold exactly what the page shows, one a format."""

from dataclasses import dataclass

from django.urls import reverse

from coverage.report.pages.asked import Asked, of_api
from publishing.files.formats import FORMATS

# In the order in which they are most asked for; others follow.
FIRST = ("xlsx", "csv", "csv.zip", "gpkg", "geojson", "shp.zip")


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
            use=FORMATS[form].use,
            address=f"{reverse('export', args=[name, form])}?{query.urlencode(safe=',')}",
        )
        for form in dict.fromkeys([*FIRST, *FORMATS])
        if FORMATS[form].use
    ]
