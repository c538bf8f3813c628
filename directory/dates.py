"""What the years and days of a record owe the calendar: said here, once."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils import timezone

from directory.vocabulary import EARLIEST_YEAR, Scheme

# Calls run from here (see `Scheme.AMI`), and witnesses that their sources date a year before.
FIRST_YEARS = {Scheme.AMI.value: 2026, Scheme.WITNESS_2012.value: 2011}


def first_year(scheme: str) -> int:
    """The year from which a scheme can have recognised anybody.

    >>> first_year("aap-2013"), first_year("ami"), first_year("autre")
    (2013, 2026, 1980)
    """
    if scheme in FIRST_YEARS:
        return FIRST_YEARS[scheme]
    found = re.search(r"\d{4}", scheme)
    return int(found[0]) if found else EARLIEST_YEAR


def year_fault(value: int | None, today: datetime.date, earliest: int = EARLIEST_YEAR) -> str:
    """Why a year cannot be, in French; "" where it can."""
    if value is None or earliest <= value <= today.year:
        return ""
    return f"une année de {earliest} à {today.year}"


def day_fault(value: datetime.date | None, today: datetime.date) -> str:
    """Why a day on which something was checked cannot be; "" where it can."""
    return "" if value is None or value <= today else f"le {today:%d/%m/%Y} au plus tard"


def past_year(value: int) -> None:
    """A validator of years that are over, or under way."""
    if accepted := year_fault(value, timezone.localdate()):
        raise ValidationError(f"Attendu : {accepted}.")


def past_day(value: datetime.date) -> None:
    """A validator of days that have come."""
    if accepted := day_fault(value, timezone.localdate()):
        raise ValidationError(f"Attendu : {accepted}.")


def recognised_in(scheme: str, year: int | None) -> None:
    """Raise ValidationError where a scheme cannot have recognised anybody in a year."""
    if accepted := year_fault(year, timezone.localdate(), first_year(scheme)):
        raise ValidationError({"year": f"Attendu : {accepted}."})
