"""The history of records: every row written, changed or deleted, kept by triggers of the database.

Whatever writes (a page, the administration, a load, a bulk update, SQL typed by hand) leaves an
event behind. What is derived from the records is not kept: it is derived again.
"""

from typing import Any

import pghistory
from django.db import models

from directory.models.poles import CitedEpci, Pole, Recognition, Territory
from geo.registers import APPEND_ONLY, written_by_history

# `loaded` remembers the last file, and says nothing of the pole; dates are those of the events.
NOT_TOLD = ["loaded", "created_at", "updated_at"]


def kept(model: type[models.Model], exclude: list[str] | None = None) -> Any:
    """What is kept of a table: its rows come, changed and gone, but for some fields."""
    return pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude,
        obj_field=pghistory.ObjForeignKey(related_name="+", db_index=False),
    )


POLE: Any = kept(Pole, NOT_TOLD)
TERRITORY: Any = kept(Territory)
RECOGNITION: Any = kept(Recognition)
CITED_EPCI: Any = kept(CitedEpci)


class PoleEvent(POLE):
    """A pole as it was written."""

    class Meta:
        triggers = (APPEND_ONLY, written_by_history("directory_poleevent"))
        indexes = (models.Index(fields=("pgh_obj", "pgh_created_at"), name="pole_events"),)


class TerritoryEvent(TERRITORY):
    """A piece of territory as it was written."""

    class Meta:
        triggers = (APPEND_ONLY, written_by_history("directory_territoryevent"))
        indexes = (models.Index(fields=("pole", "pgh_created_at"), name="territory_events"),)


class RecognitionEvent(RECOGNITION):
    """A recognition as it was written."""

    class Meta:
        triggers = (APPEND_ONLY, written_by_history("directory_recognitionevent"))
        indexes = (models.Index(fields=("pole", "pgh_created_at"), name="recognition_events"),)


class CitedEpciEvent(CITED_EPCI):
    """An EPCI cited, as it was written."""

    class Meta:
        triggers = (APPEND_ONLY, written_by_history("directory_citedepcievent"))
        indexes = (models.Index(fields=("pole", "pgh_created_at"), name="cited_epci_events"),)
