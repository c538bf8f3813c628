"""The values of a row that are of the right type, and what to say when one is something else."""

from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from directory.record.file.rows import KEYS, TYPES, Row
from tables.problems import Problem, shown

ADAPTERS: dict[str, TypeAdapter] = {key: TypeAdapter(kind) for key, kind in TYPES.items()}

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
    "date_type": "une date AAAA-MM-JJ ou JJ/MM/AAAA",
    "date_from_datetime_inexact": "une date AAAA-MM-JJ ou JJ/MM/AAAA",
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


def follows(row: Row, key: str) -> bool:
    """Whether a key is missing because another that gives it is wrong: that one is told."""
    home = ("departement", "region", "seat_insee", "seat_commune")
    given = any(row.values.get(one) or one in row.malformed for one in home)
    return row.columns is not None and key == "region_code" and given


def absent(row: Row, key: str) -> Problem:
    """The fault of a key that nothing says."""
    if row.columns is None:
        return Problem(row.line, key, "clé absente", ACCEPTED["missing"])
    return Problem(row.line, key, "(rien)", "une valeur : un pôle nouveau ne peut s'en passer")


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
            if not follows(row, key):
                problems.append(absent(row, key))
            continue
        try:
            values[key] = adapter.validate_python(row.values[key])
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                where = ".".join([key, *(str(part) for part in detail["loc"])])
                value = "clé absente" if detail["type"] == "missing" else shown(detail["input"])
                # Words of a table are read by its cells: what is wrong here is a blank.
                blank = row.columns is not None and detail["input"] is None
                wanted = "une valeur : ce champ en a toujours une" if blank else accepted(detail)
                problems.append(Problem(row.line, where, value, wanted))
    return values, problems
