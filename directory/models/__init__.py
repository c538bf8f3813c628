"""The directory's tables: the poles, what is derived, their history, what people say of them."""

from directory.models.contributions import ConfirmationRequest, ErrorReport, Proposal
from directory.models.events import CitedEpciEvent, PoleEvent, RecognitionEvent, TerritoryEvent
from directory.models.imports import Import
from directory.models.missing import MissingPole
from directory.models.poles import (
    YEAR_BOUNDS,
    CitedEpci,
    Footprint,
    FootprintCommune,
    Pole,
    Recognition,
    Territory,
    target_matches_level,
    year_between_bounds,
)

__all__ = [
    "YEAR_BOUNDS",
    "CitedEpci",
    "CitedEpciEvent",
    "ConfirmationRequest",
    "ErrorReport",
    "Footprint",
    "FootprintCommune",
    "Import",
    "MissingPole",
    "Pole",
    "PoleEvent",
    "Proposal",
    "Recognition",
    "RecognitionEvent",
    "Territory",
    "TerritoryEvent",
    "target_matches_level",
    "year_between_bounds",
]
