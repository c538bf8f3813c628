"""What the fields of a record owe each other, and the calendar: said here, once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from directory.dates import day_fault, first_year, year_fault
from directory.record.fields import YEARS
from directory.record.kinds.kind import Fault
from directory.record.known import KnownCodes, known_among
from directory.record.pieces import Record

# The fields that say where a record is at home, in the order of `told`.
HOME = ("region_code", "departement", "seat")


def home_faults(
    region: str | None, department: str | None, seat: str | None, ground: KnownCodes
) -> Iterator[tuple[str, str, str]]:
    """Each fault of a home: field, code, what is accepted; unknown codes are not judged."""
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


def check_places(
    form: forms.BaseForm, data: Mapping[str, Any], named: Mapping[str, str] | None = None
) -> None:
    """Say in a form where the seat and how sure it is, department and region contradict each other.

    `named`: the inputs that do not bear the name of the record's field.
    """
    seat, confidence = data.get("seat"), data.get("seat_confidence")
    if seat and not confidence and "seat_confidence" not in form.errors:
        form.add_error("seat_confidence", "Dire si le siège est donné ou déduit.")
    if confidence and not seat and "seat" not in form.errors:
        form.add_error("seat_confidence", "Rien à dire ici sans commune du siège.")
    inputs = {name: (named or {}).get(name, name) for name in HOME}
    chosen = [data.get(one) for one in inputs.values()]
    for field, message in told(*(getattr(one, "pk", one) or None for one in chosen)).items():
        form.add_error(inputs[field], message)


def told_of(record: Record) -> dict[str, str]:
    """The faults of a record's home, as sentences."""
    seat = record["seat"]
    return told(record["region_code"], record["departement"], seat and seat["insee"])


def date_faults(
    values: dict[str, Any], recognised: Iterable[tuple[str, int | None]]
) -> Iterator[Fault]:
    """The faults of a record's years and days; `recognised` are schemes, each with its year."""
    today = timezone.localdate()
    for field in YEARS:
        if accepted := year_fault(values.get(field), today):
            yield field, values[field], accepted
    if accepted := day_fault(values.get("checked"), today):
        yield "checked", values["checked"].isoformat(), accepted
    for number, (scheme, year) in enumerate(recognised):
        if accepted := year_fault(year, today, first_year(scheme)):
            yield f"recognitions.{number}.year", year, accepted
