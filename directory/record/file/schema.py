"""The typed value of each key of a record, and what to say when a value is something else."""

import datetime
import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails

from directory.record.file.rows import KEYS, Row
from directory.vocabulary import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    FootprintBasis,
    Level,
    Scheme,
    SeatConfidence,
    Status,
    Theme,
)
from geo.codes import canonical
from tables.addresses import fault_of
from tables.problems import Problem, shown

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def text(longest: int, lines: bool = True) -> BeforeValidator:
    """A text without the marks of the machine it was typed on; blank is nothing (`None`)."""

    def cleaned(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        value = value.replace("\r\n", "\n").strip()
        if len(value) > longest:
            raise ValueError(f"{longest} caractères au plus")
        if CONTROL.search(value):
            raise ValueError("sans caractère de contrôle")
        if "\n" in value and not lines:
            raise ValueError("sur une seule ligne")
        return value or None

    return BeforeValidator(cleaned)


def words(longest: int) -> BeforeValidator:
    """A text on one line."""
    return text(longest, lines=False)


def url(value: str | None) -> str | None:
    """Refuse what is no web address."""
    if value and (accepted := fault_of(value)):
        raise ValueError(accepted)
    return value


def capitals(value: str | None) -> str | None:
    """A code as it is stored."""
    return canonical(value) if value else value


def iso_date(value: Any) -> Any:
    """A date written AAAA-MM-JJ or JJ/MM/AAAA."""
    if not isinstance(value, str):
        return value if isinstance(value, datetime.date) else None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
    raise ValueError("une date AAAA-MM-JJ")


Year = Annotated[int, Field(strict=True, ge=EARLIEST_YEAR, le=LATEST_YEAR)]
Text = Annotated[str | None, text(2000)]
Name = Annotated[str, words(200)]
Url = Annotated[str, words(600), AfterValidator(url)]
OptionalName = Annotated[str | None, words(200)]
# Whatever its case; its form and existence are checked against the ground.
OptionalCode = Annotated[str | None, AfterValidator(capitals), words(20)]
Code = Annotated[str, AfterValidator(capitals), words(20)]


class Part(BaseModel):
    """A nested object: every key is known, none is guessed."""

    model_config = ConfigDict(extra="forbid")


class CitedPart(Part):
    name: Name
    siren: Code


class RecognitionPart(Part):
    scheme: Scheme
    label: Annotated[str, words(300)]
    year: Year | None
    amount_eur: Annotated[int, Field(strict=True, ge=0, le=2_000_000_000)] | None


class TerritoryPart(Part):
    level: Level
    code: OptionalCode = None
    label: OptionalName = None
    drawn: dict[str, Any] | None = None


class FootprintPart(Part):
    basis: FootprintBasis
    communes: list[Code]
    epcis: list[Code]
    departments: list[Code]
    regions: list[Code]
    drawn: dict[str, Any] | None = None
    territories: Annotated[list[TerritoryPart], Field(max_length=2000)] | None = None


SLUG = Annotated[
    str, StringConstraints(strict=True, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
]

KINDS: dict[str, Any] = {
    "slug": SLUG,
    "name": Name,
    "other_names": Annotated[list[Name], Field(max_length=50)],
    "lead_organisation": Text,
    "seat_commune": OptionalName,
    "seat_insee": OptionalCode,
    "seat_confidence": SeatConfidence | None,
    "departement": OptionalCode,
    "region": OptionalName,
    "region_code": Code,
    "territory_text": Text,
    "footprint": FootprintPart,
    "epci": Annotated[list[CitedPart], Field(max_length=200)],
    "themes": Annotated[list[Theme], Field(max_length=4)],
    "status": Status,
    "status_as_of": Year | None,
    "founded_year": Year | None,
    "website": Annotated[str | None, words(400), AfterValidator(url)],
    "description": Text,
    "recognitions": Annotated[list[RecognitionPart], Field(max_length=50)],
    "published": Annotated[bool, Field(strict=True)],
    "sources": Annotated[list[Url], Field(min_length=1, max_length=100)],
    "note": Annotated[str | None, text(10_000)],
    "checked": Annotated[datetime.date, BeforeValidator(iso_date)],
}
ADAPTERS: dict[str, TypeAdapter] = {key: TypeAdapter(kind) for key, kind in KINDS.items()}

ACCEPTED = {
    "missing": "la clé est obligatoire",
    "extra_forbidden": "clé inconnue",
    "string_type": "un texte",
    "string_unicode": "un texte Unicode valide",
    "int_type": "un nombre entier, ou rien si l'on ne sait pas",
    "bool_type": "true ou false (oui ou non dans un tableur)",
    "list_type": "une liste",
    "dict_type": "un objet { … }",
    "model_type": "un objet { … }",
    "model_attributes_type": "un objet { … }",
    "date_type": "une date AAAA-MM-JJ",
    "date_from_datetime_inexact": "une date AAAA-MM-JJ",
    "none_required": "rien",
}
FORMED = {
    "string_too_long": "{max_length} caractères au plus",
    "string_too_short": "{min_length} caractère au moins",
    "too_long": "{max_length} éléments au plus",
    "too_short": "{min_length} élément au moins",
    "greater_than_equal": "{ge} au moins",
    "less_than_equal": "{le} au plus",
}
SLUG_FORM = "lettres minuscules sans accent, chiffres et tirets simples"


def accepted(error: ErrorDetails) -> str:
    """What pydantic would have accepted, in French."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "enum":
        return str(context["expected"]).replace(" or ", ", ").replace("'", "")
    if kind == "string_pattern_mismatch":
        return SLUG_FORM
    if kind in FORMED:
        return FORMED[kind].format(**context)
    return ACCEPTED.get(kind, error["msg"])


def typed(row: Row) -> tuple[dict[str, Any], list[Problem]]:
    """The values of a row that are what their key wants, and a problem for each other one."""
    values: dict[str, Any] = {}
    problems = [
        Problem(row.line, column, shown(cell), wanted)
        for column, (cell, wanted) in row.malformed.items()
    ]
    unread = {column.partition(".")[0] for column in row.malformed}
    for key in row.values.keys() - set(KEYS):
        known = f"clé inconnue ; clés : {', '.join(KEYS)}"
        problems.append(Problem(row.line, shown(key), shown(row.values[key]), known))
    for key, adapter in ADAPTERS.items():
        if key in unread:
            continue
        if key not in row.values:
            problems.append(Problem(row.line, key, "clé absente", ACCEPTED["missing"]))
            continue
        try:
            values[key] = adapter.validate_python(row.values[key])
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                where = ".".join([key, *(str(part) for part in detail["loc"])])
                value = "clé absente" if detail["type"] == "missing" else shown(detail["input"])
                problems.append(Problem(row.line, where, value, accepted(detail)))
    return values, problems
