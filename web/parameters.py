"""The parameters a page takes: those it does not know are refused, tracking ones are passed by."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from publishing.problems import ParameterProblem

# Added to links by newsletters, social networks and audience measures; they change nothing.
TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "at_")
LONGEST_NUMBER = 6
TRACKING_NAMES = frozenset({"fbclid", "gclid", "dclid", "msclkid", "igshid", "mc_cid", "mc_eid"})


@dataclass(frozen=True)
class Refusal:
    """A value that a filter refuses, and what it accepts."""

    parameter: str
    value: str
    accepted: str

    @property
    def message(self) -> str:
        """The problem in a sentence."""
        return f"{self.parameter} : « {shorten(self.value)} » n'est pas accepté ({self.accepted})."


def shorten(value: str) -> str:
    """A value short enough to be read back."""
    visible = value.replace("\x00", "␀")
    return visible if len(visible) <= 60 else f"{visible[:60]}…"


def unknown_parameters(params: QueryDict, accepted: Collection[str]) -> list[Refusal]:
    """One problem for each parameter that the page does not know."""
    choices = "paramètres acceptés : {names}".format(names=", ".join(accepted))
    return [
        Refusal(name, params.get(name, ""), choices)
        for name in params
        if name not in accepted and not is_tracking(name)
    ]


def is_tracking(name: str) -> bool:
    """Whether a parameter only follows the reader."""
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)


def pages_accepted(rows: Paginator) -> str:
    """The pages that a list has."""
    last = rows.num_pages
    return f"un nombre de 1 à {last}" if last > 1 else "1, la seule page"


def page_of_rows(rows: Paginator, number: int) -> "Page[Any]":
    """A page of a list, from 1. Raises ParameterProblem past the last one."""
    if number > rows.num_pages:
        raise ParameterProblem("page", number, pages_accepted(rows))
    return rows.page(number)


def read_page(params: QueryDict, rows: Paginator) -> tuple["Page[Any]", list[Refusal]]:
    """The page asked for; the first, and why, where it is no number or past the last."""
    asked = params.get("page") or "1"
    is_number = asked.isascii() and asked.isdigit() and len(asked) < LONGEST_NUMBER
    number = int(asked) if is_number else 0
    if 1 <= number <= rows.num_pages:
        return rows.page(number), []
    return rows.page(1), [Refusal("page", asked, pages_accepted(rows))]
