"""What the region, the department and the seat of a record owe each other: said here, once."""

from collections.abc import Iterator

from directory.record.known import KnownCodes, known_among
from directory.record.pieces import Record

Fault = tuple[str, str, str]  # « departement » or « seat », the code, what is accepted


def home_faults(
    region: str | None, department: str | None, seat: str | None, ground: KnownCodes
) -> Iterator[Fault]:
    """Each fault of a record's home. Codes that the ground does not know are not judged."""
    if department in ground.departments and region in ground.regions:
        actual = ground.departments[department][1]
        if actual != region:
            accepted = f"un département de la région {region} ({actual} ici)"
            yield "departement", department, accepted
    facts = ground.communes.get(seat) if seat else None
    if facts is None or seat is None:
        return
    if department in ground.departments:
        if facts.department != department:
            accepted = f"une commune du département {department} ({facts.department} ici)"
            yield "seat", seat, accepted
    elif region in ground.regions and facts.region != region:
        yield "seat", seat, f"une commune de la région {region} ({facts.region} ici)"


def told(region: str | None, department: str | None, seat: str | None) -> dict[str, str]:
    """The same, as sentences for who fills a form, by field."""
    ground = known_among([code for code in (region, department, seat) if code])
    openings = {
        "departement": "Ce département n'est pas dans cette région",
        "seat": "Ce siège n'est pas dans ce département ou cette région",
    }
    return {
        field: f"{openings[field]} : attendu, {accepted}."
        for field, _code, accepted in home_faults(region, department, seat, ground)
    }


def told_of(record: Record) -> dict[str, str]:
    """The faults of a record's home, as sentences."""
    seat = record["seat"]
    return told(record["region_code"], record["departement"], seat and seat["insee"])
