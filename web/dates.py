"""Dates as sources give them: to the day, the month or the year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format

FORM = r"^(19|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day, a month or a year: the first and the last day that it may be."""

    first: date
    last: date

    @classmethod
    def read(cls, text: str) -> "PartialDate":
        """From `2021-05-12`, `2022-09` or `2021`; raises ValueError for anything else.

        >>> PartialDate.read("2022-09").last
        datetime.date(2022, 9, 30)
        """
        if not re.fullmatch(FORM, text, re.ASCII):
            raise ValueError(text)
        year, *rest = (int(part) for part in text.split("-"))
        if not rest:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if len(rest) == 1:
            last = calendar.monthrange(year, rest[0])[1]
            return cls(date(year, rest[0], 1), date(year, rest[0], last))
        day = date(year, *rest)
        return cls(day, day)

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    def __str__(self) -> str:
        if self.exact:
            number = "1er" if self.first.day == 1 else str(self.first.day)
            return f"{number} {date_format(self.first, 'F Y')}"
        whole_year = self.first.month != self.last.month
        return str(self.first.year) if whole_year else date_format(self.first, "F Y")

    def said(self) -> str:
        """With its preposition: « le 12 mai 2021 », « en septembre 2022 »."""
        return ("le %(date)s" if self.exact else "en %(date)s") % {"date": self}


def read_or_none(text: str) -> PartialDate | None:
    """The date of a stored text; None where no source gives one."""
    return PartialDate.read(text) if text else None


def validate(text: str) -> None:
    """Refuse what is not a date of this kind."""
    try:
        PartialDate.read(text)
    except ValueError:
        raise ValidationError(
            "une date : 2021-05-12, 2022-09 si seul le mois est connu, ou 2021"
        ) from None


class PartialDateField(models.CharField):
    """A date with its precision, kept as its ISO 8601 text, which sorts as dates do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("validators", [validate])
        super().__init__(*args, **kwargs)


def form_of(field: str) -> Q:
    """The condition of a CHECK: nothing, or a date of this kind."""
    return Q(**{field: ""}) | Q(**{f"{field}__regex": FORM})
