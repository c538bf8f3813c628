"""A department and a region that hold nothing together are refused, wherever both are asked.

An answer of nothing would bear the name of a true place.
"""

from collections.abc import Collection

from geo.models import Department


def astray(regions: Collection[str], departments: Collection[str]) -> list[tuple[str, str]]:
    """The departments that are in none of these regions, each with what would be accepted."""
    if not regions or not departments:
        return []
    apart = Department.objects.filter(pk__in=departments).exclude(region__in=regions)
    of = "de la région" if len(regions) == 1 else "d'une des régions"
    accepted = f"un département {of} {', '.join(sorted(regions))}"
    return [(code, accepted) for code in apart.order_by("pk").values_list("pk", flat=True)]
