"""From the database to records: the inverse of writing."""

from directory.models import Pole
from directory.record.comparing import Stored
from directory.record.fields import FIELDS
from directory.record.kinds.kind import Rows
from directory.record.pieces import Record


def read_stored(hold: bool = False) -> dict[str, Stored]:
    """Every pole by slug. `hold` locks the poles until the end of the transaction."""
    poles = Pole.objects.order_by("slug")
    if hold:
        poles = poles.select_for_update(of=("self",))
    related = poles.prefetch_related("territories", "recognitions", "cited_epcis")
    return {pole.slug: Stored(record_of(pole), pole.loaded) for pole in related}


def record_of(pole: Pole) -> Record:
    """The canonical record of a pole as the database has it now."""
    rows = Rows(pole, pole.territories.all(), pole.recognitions.all(), pole.cited_epcis.all())
    return assembled(rows)


def assembled(rows: Rows) -> Record:
    """The canonical record of a pole and of what goes with it."""
    return {field.name: field.kind.stored(field, rows) for field in FIELDS}
