"""What a row must respect beyond the type of each value: its own coherence, and the ground.

Pure functions over the values that are sound (see `schema.typed`), so that one wrong value
never hides another.
"""

from collections.abc import Iterator
from typing import Any

from directory.record.fields import FIELDS
from directory.record.kinds.kind import Fault
from directory.record.known import KnownCodes
from directory.record.rules import date_faults, home_faults
from tables.problems import Problem, shown

IN_FILE = {"departement": "departement", "seat": "seat_insee"}  # fields of a record → of a file


def check_row(line: int, values: dict[str, Any], known: KnownCodes) -> list[Problem]:
    """Every fault of one row's values."""
    faults = [fault for field in FIELDS for fault in field.kind.faults(field, values, known)]
    faults += [*check_home(values, known), *check_dates(values)]
    return [Problem(line, field, shown(value), accepted) for field, value, accepted in faults]


def check_home(values: dict[str, Any], known: KnownCodes) -> Iterator[Fault]:
    """Region, department and seat: each inside the other."""
    region, department = values.get("region_code"), values.get("departement")
    for field, code, accepted in home_faults(region, department, values.get("seat_insee"), known):
        yield IN_FILE[field], code, accepted


def check_dates(values: dict[str, Any]) -> Iterator[Fault]:
    """Nothing is dated from the future, or from before what recognised it."""
    recognised = [(one.scheme.value, one.year) for one in values.get("recognitions", [])]
    yield from date_faults(values, recognised)
