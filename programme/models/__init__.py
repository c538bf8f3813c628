"""What the programme offers, what is asked of it, and whom regions name."""

from programme.models.contacts import RegionalContact
from programme.models.described import Event, News, Partner, Service, TimeOfDay
from programme.models.requests import RequestStep, ServiceRequest

__all__ = [
    "Event", "News", "Partner", "RegionalContact", "RequestStep", "Service", "ServiceRequest",
    "TimeOfDay",
]  # fmt: skip
