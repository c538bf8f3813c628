"""The filters of poles: one typed definition, read the same way by pages and API.

In an address: `statut`, `thematique`, `region`, `departement`, `reconnaissance`, each repeatable
or comma-separated (any of its values will do), and `q`, whose words must all be found.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, Self

from django.http import QueryDict
from django.utils.http import urlencode

from directory.models import Pole
from directory.querysets import PoleQuerySet
from directory.record.search_key import with_words
from directory.vocabulary import PUBLIC_STATUS, Scheme, Theme
from geo import levels
from geo.codes import accepted_for, in_force
from geo.levels import Level
from geo.nesting import astray
from web.parameters import Refusal

MAX_TEXT = 100
STORED_STATUS = {public: stored for stored, public in PUBLIC_STATUS.items()}


class FiltersRefusedError(ValueError):
    """Some values are refused; `problems` says each, `kept` holds the filters that stand."""

    def __init__(self, problems: list[Refusal], kept: "PoleFilters") -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems
        self.kept = kept


@dataclass(frozen=True)
class PoleFilters:
    """What is asked for, in public values; an empty filter asks for nothing."""

    statut: tuple[str, ...] = ()
    thematique: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    departement: tuple[str, ...] = ()
    reconnaissance: tuple[str, ...] = ()
    q: str = ""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The parameters of an address that are filters."""
        return tuple(field.name for field in fields(cls))

    @classmethod
    def read(cls, params: QueryDict) -> Self:
        """Read the filters of an address.

        Raises FiltersRefusedError naming every refused value.
        """
        problems: list[Refusal] = []
        kept: dict[str, Any] = {}
        for name, accept in ACCEPTED.items():
            asked = split(params.getlist(name))
            known = accept(asked)
            kept[name] = tuple(dict.fromkeys(known.values[v] for v in asked if v in known.values))
            problems += [
                Refusal(name, value, known.described(value))
                for value in asked
                if value not in known.values
            ]
        text = " ".join(params.get("q", "").split())
        if len(text) > MAX_TEXT or "\x00" in text:
            problems.append(
                Refusal("q", text, f"{MAX_TEXT} caractères au plus, sans caractère nul")
            )
        else:
            kept["q"] = text
        for code, meeting in astray(kept["region"], kept["departement"]):
            problems.append(Refusal("departement", code, meeting))
        filters = cls(**kept)
        if problems:
            raise FiltersRefusedError(problems, filters)
        return filters

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.names())

    def apply(self, poles: PoleQuerySet) -> PoleQuerySet:
        """Keep the poles that meet every filter."""
        if self.statut:
            poles = poles.filter(status__in=[STORED_STATUS[value] for value in self.statut])
        if self.thematique:
            poles = poles.filter(themes__overlap=list(self.thematique))
        if self.region:
            poles = poles.filter(region_id__in=self.region)
        if self.departement:
            poles = poles.filter(department_id__in=self.departement)
        if self.reconnaissance:
            recognised = Pole.objects.filter(recognitions__scheme__in=self.reconnaissance)
            poles = poles.filter(pk__in=recognised.values("pk"))
        return with_words(poles, self.q) if self.q else poles

    def less(self, name: str, value: str) -> Self:
        """The same filters, but for one value of one of them."""
        if name == "q":
            return replace(self, q="")
        changes: dict[str, Any] = {name: tuple(v for v in getattr(self, name) if v != value)}
        return replace(self, **changes)

    def pairs(self) -> list[tuple[str, str]]:
        """Every (parameter, value), in the order of the definition."""
        found = [(name, value) for name in ACCEPTED for value in getattr(self, name)]
        return [*found, ("q", self.q)] if self.q else found

    def said(self) -> dict[str, str]:
        """The filters as they were read, by parameter."""
        said = {name: ",".join(values) for name in ACCEPTED if (values := getattr(self, name))}
        return said | {"q": self.q} if self.q else said

    def query(self) -> str:
        """The canonical query string, without its question mark."""
        return urlencode(self.pairs())


@dataclass(frozen=True)
class Accepted:
    """The values that a filter knows, as they are kept, and what to say of one that it refuses."""

    values: Mapping[str, str]
    described: Callable[[str], str]


def split(values: Iterable[str]) -> list[str]:
    """Values repeated or separated by commas, each once, in order; empty ones ask for nothing."""
    parts = (part.strip() for value in values for part in value.split(","))
    return list(dict.fromkeys(part for part in parts if part))


def one_of(values: Iterable[str]) -> Callable[[list[str]], Accepted]:
    """A closed list of values."""
    known = {value: value for value in values}
    accepted = Accepted(known, lambda _value: ", ".join(known))
    return lambda _asked: accepted


def code_of(level: Level) -> Callable[[list[str]], Accepted]:
    """A code in force."""
    return lambda asked: Accepted(in_force(level, asked), partial(accepted_for, level))


ACCEPTED: dict[str, Callable[[list[str]], Accepted]] = {
    "statut": one_of(PUBLIC_STATUS.values()),
    "thematique": one_of(Theme.values),
    "region": code_of(levels.REGION),
    "departement": code_of(levels.DEPARTMENT),
    "reconnaissance": one_of(Scheme.values),
}
