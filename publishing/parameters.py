"""Reads the parameters of an address: typed, bounded, and refused by name."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from publishing.problems import ParameterProblem, UnknownParameter

LONGEST_TEXT = 200


@dataclass(frozen=True)
class Parameter:
    """One parameter, as the documentation tells it."""

    name: str
    description: str
    kind: str = "string"  # of JSON Schema
    accepted: tuple[str, ...] = ()
    example: str = ""
    repeated: bool = False  # an address may give several


def refuse_unknown(params: QueryDict, known: Collection[str]) -> None:
    """Refuse parameters that would otherwise be ignored in silence."""
    for name in params:
        if name not in known:
            raise UnknownParameter(name, params[name], known)


def check_parameters(params: QueryDict, known: Iterable[Parameter]) -> None:
    """Refuse what would be ignored: an unknown parameter, or a second value of one that has one."""
    by_name = {parameter.name: parameter for parameter in known}
    refuse_unknown(params, by_name)
    for name, values in params.lists():
        for value in values:
            if value and not value.strip(" ,;\t"):  # neither absent nor anything
                raise ParameterProblem(name, value, "une valeur, ou rien")
        if len(values) > 1 and not by_name[name].repeated:
            raise ParameterProblem(name, " et ".join(values), "une seule valeur")


def read_text(params: Mapping[str, str], name: str) -> str:
    """A short text without null bytes; "" where it is absent."""
    value = params.get(name, "").strip()
    if len(value) > LONGEST_TEXT or "\x00" in value:
        raise ParameterProblem(
            name, value, f"{LONGEST_TEXT} caractères au plus, sans caractère nul"
        )
    return value


def read_int(params: Mapping[str, str], name: str, default: int, bounds: tuple[int, int]) -> int:
    """A whole number within bounds, both included."""
    value = params.get(name, "")
    if value == "":
        return default
    low, high = bounds
    # Digits only: int() would also take "１２", " 12 " and "1_2", and any length of them.
    digits = value.isascii() and value.isdigit() and len(value) <= 10
    if not digits or not low <= int(value) <= high:
        raise ParameterProblem(name, value, f"un nombre entier de {low} à {high}")
    return int(value)


def read_float(params: Mapping[str, str], name: str, bounds: tuple[float, float]) -> float | None:
    """A finite number within bounds, or None where it is absent."""
    value = params.get(name, "")
    if value == "":
        return None
    accepted = f"un nombre de {bounds[0]:g} à {bounds[1]:g}"
    number = finite(name, value, accepted)
    if not bounds[0] <= number <= bounds[1]:
        raise ParameterProblem(name, value, accepted)
    return number


def finite(name: str, value: str, accepted: str) -> float:
    """A finite number."""
    try:
        number = float(value) if len(value) <= 40 else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ParameterProblem(name, value, accepted)
    return number


def read_choice(
    params: Mapping[str, str], name: str, default: str, accepted: Collection[str]
) -> str:
    """One of a closed list of values."""
    value = params.get(name, "") or default
    if value not in accepted:
        raise ParameterProblem(name, value, ", ".join(sorted(filter(None, accepted))))
    return value


def read_list(params: Mapping[str, str], name: str, accepted: Collection[str]) -> list[str]:
    """Several of a closed list of values, comma-separated, in the order asked."""
    values = [part.strip() for part in params.get(name, "").split(",") if part.strip()]
    for value in values:
        if value not in accepted:
            raise ParameterProblem(name, value, ", ".join(sorted(accepted)))
    return list(dict.fromkeys(values))
