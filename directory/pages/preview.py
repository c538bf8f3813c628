"""One pole as the preview of the map shows it."""

from directory.models import Pole


def pole_previewed(slug: str) -> Pole | None:
    """A public pole with its places, footprint and recognitions; None if there is none."""
    return (
        Pole.objects.public()
        .select_related("seat", "department", "region", "footprint")
        .defer("footprint__contour", "footprint__general", "footprint__tile")
        .prefetch_related("recognitions")
        .filter(slug=slug)
        .order_by("slug")
        .first()
    )
