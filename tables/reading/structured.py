"""From a file to what it names: the tables of a TOML, the objects of a JSON by lines."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from tables.problems import Problem, Refused, shown
from tables.reading.ceilings import LARGEST_CELL
from tables.reading.content import decode, read_content

Tables = list[tuple[int, str, object]]  # line, name, value
Objects = list[tuple[int, dict[str, Any]]]  # line, value


def toml_tables(path: Path) -> Tables:
    """What a TOML file names, in its order; `Refused` if it is none."""
    text = decode(read_content(path, (".toml",), "TOML (.toml)"))
    try:
        tables = tomllib.loads(text)
    # Digits or brackets without end are refused by the language, not by the reader.
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path.name} n'est pas du TOML ({error}).") from error
    return [(line_of(text, name), name, value) for name, value in tables.items()]


def line_of(text: str, name: str) -> int:
    """Where a table begins."""
    found = re.search(rf'(?m)^\[\s*"?{re.escape(name)}"?\s*\]', text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of a JSON text, in which a key given twice would hide a value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"clé répétée : {', '.join(twice)}")
    return found


def refuse_constant(name: str) -> None:
    """NaN and the infinities are no JSON."""
    raise ValueError(f"{name} n'est pas du JSON")


def json_objects(content: bytes) -> Objects:
    """One JSON object a line, blank ones aside; `Refused` with every line that is none."""
    rows, problems = [], []
    for number, line in enumerate(decode(content).split("\n"), start=1):
        if not line.strip():
            continue
        if len(line) > LARGEST_CELL:
            problems.append(Problem(number, "(ligne)", f"{len(line)} caractères", "2 Mo au plus"))
            continue
        try:
            value = json.loads(
                line, object_pairs_hook=refuse_duplicates, parse_constant=refuse_constant
            )
        except json.JSONDecodeError as error:
            accepted = f"un objet JSON par ligne (colonne {error.colno} : {error.msg})"
            problems.append(Problem(number, "(ligne)", shown(line), accepted))
        except (ValueError, RecursionError) as error:
            cause = "imbrication sans fin" if isinstance(error, RecursionError) else str(error)
            accepted = f"un objet JSON par ligne ({cause})"
            problems.append(Problem(number, "(ligne)", shown(line), accepted))
        else:
            if isinstance(value, dict):
                rows.append((number, value))
            else:
                problems.append(Problem(number, "(ligne)", shown(line), "un objet JSON { … }"))
    if problems:
        raise Refused("Des lignes ne sont pas du JSON.", problems)
    return rows
