"""Figures, distances and days as a French reader reads them."""

import datetime

from django.utils.formats import date_format, number_format

NARROW_SPACE = "\u202f"


def figure(value: float | None, decimals: int = 0) -> str:
    """A number as French writes it: narrow no-break spaces, decimal comma."""
    if value is None:
        return "–"
    # number_format cuts decimals; a reader expects them rounded.
    text = number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)
    return text.replace("\u00a0", NARROW_SPACE).replace(" ", NARROW_SPACE)


def ordinal(rank: int) -> str:
    """« 1er », « 23e »."""
    return "1er" if rank == 1 else f"{figure(rank)}e"


SAME_COMMUNE = "même commune"


def kilometres(value: float) -> str:
    """A distance for a reader: one decimal under 10 km, none beyond; none within a commune."""
    if value < 0.05:
        return SAME_COMMUNE
    return f"{figure(value, 1 if value < 10 else 0)}{NARROW_SPACE}km"


def day(date: datetime.date) -> str:
    """A day as French writes it: the first of a month is an ordinal."""
    return ("1er " if date.day == 1 else f"{date.day} ") + date_format(date, "F Y")


def coordinate(degrees: float) -> str:
    """Degrees for a machine: a point, five decimals (about a metre)."""
    return f"{degrees:.5f}"
