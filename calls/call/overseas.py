"""Hours of Paris as clocks overseas show them. Pure, but for the words."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

ZONES = (
    ("Guadeloupe", "America/Guadeloupe"),
    ("Martinique", "America/Martinique"),
    ("Guyane", "America/Cayenne"),
    ("Saint-Pierre-et-Miquelon", "America/Miquelon"),
    ("Mayotte", "Indian/Mayotte"),
    ("La Réunion", "Indian/Reunion"),
    ("Nouvelle-Calédonie", "Pacific/Noumea"),
    ("Polynésie française (Tahiti)", "Pacific/Tahiti"),
)


@dataclass(frozen=True)
class Local:
    """An hour at one place: `opens` and `closes` as its clocks show them."""

    place: str
    opens: datetime | None
    closes: datetime | None


def local_hours(opens: datetime | None, closes: datetime | None) -> list[Local]:
    """What the clocks of each place show when a call opens and closes."""
    return [
        Local(place, *(at.astimezone(ZoneInfo(zone)) if at else None for at in (opens, closes)))
        for place, zone in ZONES
    ]
