"""Types of the values of files, as pydantic reads them: texts, codes, addresses, dates."""

import datetime
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from directory.vocabulary import EARLIEST_YEAR, LATEST_YEAR
from geo.codes import canonical
from tables.addresses import fault_of

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


def capitals(value: str | None) -> str | None:
    """A code as it is stored."""
    return canonical(value) if value else value


def checked_url(value: str | None) -> str | None:
    """Refuse what is no web address."""
    if value and (accepted := fault_of(value)):
        raise ValueError(accepted)
    return value


def iso_date(value: Any) -> Any:
    """A date written AAAA-MM-JJ or JJ/MM/AAAA."""
    if not isinstance(value, str):
        return value if isinstance(value, datetime.date) else None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
    raise ValueError("une date AAAA-MM-JJ ou JJ/MM/AAAA")


IS_URL = AfterValidator(checked_url)
YEAR = Annotated[int, Field(strict=True, ge=EARLIEST_YEAR, le=LATEST_YEAR)] | None
NAME = Annotated[str, words(200)]
OPTIONAL_NAME = Annotated[str | None, words(200)]
# Whatever its case; its form and existence are checked against the ground.
CODE = Annotated[str, AfterValidator(capitals), words(20)]
OPTIONAL_CODE = Annotated[str | None, AfterValidator(capitals), words(20)]


class Part(BaseModel):
    """A nested object: every key is known, none is guessed."""

    model_config = ConfigDict(extra="forbid")
