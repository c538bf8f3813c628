"""The keys of a file of poles, in their order, and a row read from it."""

from dataclasses import dataclass, field
from typing import Any

FOOTPRINT_LISTS = ("communes", "epcis", "departments", "regions")
# Beyond the lists: one drawn shape, or pieces that the lists cannot say (mixed, labelled).
FOOTPRINT_EXTRAS = ("drawn", "territories")

KEYS = (
    "slug",
    "name",
    "other_names",
    "lead_organisation",
    "seat_commune",
    "seat_insee",
    "seat_confidence",
    "departement",
    "region",
    "region_code",
    "territory_text",
    "footprint",
    "epci",
    "themes",
    "status",
    "status_as_of",
    "founded_year",
    "website",
    "description",
    "recognitions",
    "published",
    "sources",
    "note",
    "checked",
)


@dataclass
class Row:
    """One record as the file has it: nested like the JSONL, not yet validated.

    `malformed` holds, by column, the cells whose syntax could not be read, with what is
    accepted; their keys are absent from `values`.
    """

    line: int
    values: dict[str, Any]
    malformed: dict[str, tuple[str, str]] = field(default_factory=dict)
