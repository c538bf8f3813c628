"""From the database to records: the inverse of writing."""

from collections.abc import Iterable
from typing import Any

from directory.models import CitedEpci, Pole, Recognition, Territory
from directory.record.comparing import Stored
from directory.record.known import KnownCodes
from directory.record.pieces import Record, piece_of
from directory.record.records import footprint_to


def read_stored(hold: bool = False) -> dict[str, Stored]:
    """Every pole by slug. `hold` locks the poles until the end of the transaction."""
    poles = Pole.objects.order_by("slug")
    if hold:
        poles = poles.select_for_update(of=("self",))
    related = poles.prefetch_related("territories", "recognitions", "cited_epcis")
    return {pole.slug: Stored(record_of(pole), pole.loaded) for pole in related}


def by_id(rows: Iterable[Any]) -> list[Any]:
    """Rows in the order in which they were written, which is the file's."""
    return sorted(rows, key=lambda row: row.pk)


def record_of(pole: Pole) -> Record:
    """The canonical record of a pole as the database has it now."""
    return assembled(pole, pole.territories.all(), pole.recognitions.all(), pole.cited_epcis.all())


def assembled(
    pole: Pole,
    territories: Iterable[Territory],
    recognitions: Iterable[Recognition],
    cited: Iterable[CitedEpci],
) -> Record:
    """The canonical record of a pole and of what goes with it."""
    seat = {"insee": pole.seat_id, "confidence": pole.seat_confidence} if pole.seat_id else None
    return {
        "name": pole.name,
        "other_names": pole.other_names,
        "lead_organisation": plain(pole.lead_organisation),
        "seat": seat,
        "departement": pole.department_id,
        "region_code": pole.region_id,
        "territory_text": plain(pole.territory_text),
        "footprint": {
            "presume": pole.presume_seat_epci,
            "territories": [piece_of(one) for one in by_id(territories)],
        },
        "epci": [{"name": one.name, "siren": one.epci_id} for one in by_id(cited)],
        "themes": [str(theme) for theme in pole.themes],
        "status": str(pole.status),
        "status_as_of": pole.status_as_of,
        "founded_year": pole.founded_year,
        "website": plain(pole.website),
        "description": plain(pole.description),
        "recognitions": [
            {
                "scheme": one.scheme,
                "label": one.label,
                "year": one.year,
                "amount_eur": one.amount_eur,
            }
            for one in by_id(recognitions)
        ],
        "published": pole.published,
        "sources": pole.sources,
        "note": plain(pole.note),
        "checked": pole.checked.isoformat(),
    }


def plain(value: str) -> str | None:
    """A text as a file has it: no carriage return, nothing for blank."""
    return value.replace("\r\n", "\n").strip() or None


def values_of(slug: str, record: Record, ground: KnownCodes) -> dict[str, Any]:
    """A record with the keys of the file, in their order."""
    seat = record["seat"]
    facts = ground.communes.get(seat["insee"]) if seat else None
    said = {
        "slug": slug,
        "name": record["name"],
        "other_names": record["other_names"],
        "lead_organisation": record["lead_organisation"],
        "seat_commune": facts.name if facts else None,
        "seat_insee": seat and seat["insee"],
        "seat_confidence": seat and seat["confidence"],
        "departement": record["departement"],
        "region": ground.regions.get(record["region_code"]),
        "region_code": record["region_code"],
        "territory_text": record["territory_text"],
        "footprint": footprint_to(record, facts.presumed_epci if facts else None),
    }
    return said | {key: value for key, value in record.items() if key not in (*said, "seat")}
