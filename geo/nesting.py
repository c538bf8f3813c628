"""A department and a region that hold nothing together are refused, wherever both are asked.

An answer of nothing would bear the name of a true place.
"""

from collections.abc import Collection

from geo.models import Department, Region
from publishing.problems import ParameterProblem


def astray(regions: Collection[str], departments: Collection[str]) -> list[tuple[str, str]]:
    """The departments that are in none of these regions, each with what would be accepted."""
    if not regions or not departments:
        return []
    apart = Department.objects.filter(pk__in=departments).exclude(region__in=regions)
    of = "de la région" if len(regions) == 1 else "d'une des régions"
    accepted = f"un département {of} {', '.join(sorted(regions))}"
    return [(code, accepted) for code in apart.order_by("pk").values_list("pk", flat=True)]


def check_places_meet(department: str, region: str, zone: str) -> None:
    """Refuse places that hold nothing together: an answer of nobody would bear a true name."""
    for code, accepted in astray([region] if region else [], [department] if department else []):
        raise ParameterProblem("departement", code, accepted)
    if department and zone:
        found = Department.objects.filter(pk=department).only("zone").first()
        if found and zone not in ("", found.zone):
            raise ParameterProblem("departement", department, f"un département de la zone {zone}")
    if region and zone:
        held = Region.objects.filter(pk=region).only("zone").first()
        if held and held.zone != zone:
            raise ParameterProblem("region", region, f"une région de la zone {zone}")
