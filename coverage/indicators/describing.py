"""What an indicator says of itself: from the options of a command, or from indicators.toml."""

import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from coverage.indicators.vocabulary import KIND_WORDS, Direction, FileLevel, Kind
from tables.addresses import fault_of
from tables.problems import Problem, Refused, shown
from tables.reading.structured import toml_tables

SET = "indicators.toml"  # what describes the files of a folder
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
LONGEST = {"label": 200, "unit": 60, "source": 400, "address": 400, "licence": 120, "vintage": 60}
REQUIRED = ("label", "source", "vintage")  # a ratio has no unit


@dataclass(frozen=True)
class Description:
    """An indicator without its values. `classes` maps accepted classes to their labels."""

    code: str
    label: str
    source: str
    vintage: str
    kind: Kind = Kind.NUMBER
    unit: str = ""
    absent_is_none: bool = False
    aggregated: bool = True
    direction: Direction = Direction.NONE
    priority_classes: tuple[str, ...] = ()
    classes: dict[str, str] = field(default_factory=dict)
    address: str = ""
    licence: str = ""
    notes: str = ""

    @property
    def year(self) -> int | None:
        """The last year that the vintage names."""
        found = YEAR.findall(self.vintage)
        return int(found[-1]) if found else None

    def stored(self) -> dict[str, Any]:
        """The fields of the model, without the code."""
        names = [f.name for f in fields(self) if f.name != "code"]
        values = {name: getattr(self, name) for name in names}
        values |= {"kind": str(self.kind), "direction": str(self.direction)}
        return values | {"priority_classes": list(self.priority_classes), "year": self.year}


def describe(values: dict[str, Any], line: int = 0) -> tuple[Description | None, list[Problem]]:
    """A checked description, or None and every fault. Keys are those of `Description`."""
    given = {key: value for key, value in values.items() if value is not None}
    faults = [
        Problem(line, key, shown(value), accepted) for key, value, accepted in faults_of(given)
    ]
    if faults:
        return None, faults
    kind = KIND_WORDS[given.get("kind", Kind.NUMBER)]
    return Description(
        **given
        | {
            "kind": kind,
            "direction": Direction(given.get("direction", Direction.NONE)),
            "absent_is_none": bool(given.get("absent_is_none")) or kind == Kind.LIST,
            "priority_classes": tuple(given.get("priority_classes", ())),
        }
    ), []


def faults_of(given: dict[str, Any]) -> list[tuple[str, object, str]]:
    """Every fault of a description: key, value, what is accepted."""
    found: list[tuple[str, object, str]] = []
    known = {f.name for f in fields(Description)}
    found += [(key, given[key], f"une clé parmi {', '.join(sorted(known))}") for key in
              given if key not in known]  # fmt: skip
    code = given.get("code", "")
    if not CODE.fullmatch(str(code)):
        found.append(("code", code, "des minuscules, chiffres et _ (40 au plus), comme frr"))
    for key in REQUIRED:
        if not str(given.get(key, "")).strip():
            found.append((key, given.get(key), "un texte : il est affiché à côté de la valeur"))
    found += [
        (key, given[key], f"un texte de {most} caractères au plus")
        for key, most in LONGEST.items()
        if key in given and (not isinstance(given[key], str) or len(given[key]) > most)
    ]
    if given.get("kind", Kind.NUMBER) not in KIND_WORDS:
        found.append(("kind", given["kind"], ", ".join(KIND_WORDS)))
    if given.get("direction", Direction.NONE) not in Direction.values:
        found.append(("direction", given["direction"], ", ".join(Direction.values)))
    found += [
        (key, given[key], "true ou false")
        for key in ("absent_is_none", "aggregated")
        if not isinstance(given.get(key, True), bool)
    ]
    address = given.get("address")
    if isinstance(address, str) and address and (accepted := fault_of(address)):
        found.append(("address", address, accepted))
    return found + faults_of_classes(given)


def faults_of_classes(given: dict[str, Any]) -> list[tuple[str, object, str]]:
    """Priority classes belong to a class, and to those it accepts."""
    priority, classes = given.get("priority_classes", ()), given.get("classes", {})
    if not isinstance(classes, dict) or not all(isinstance(c, str) for c in classes.values()):
        return [("classes", classes, "une table de libellés par classe")]
    if not isinstance(priority, list | tuple) or not all(isinstance(c, str) for c in priority):
        return [("priority_classes", priority, "une liste de classes")]
    if (priority or classes) and KIND_WORDS.get(given.get("kind", "")) != Kind.CLASS:
        return [("kind", given.get("kind"), f"{Kind.CLASS}, puisqu'il y a des classes")]
    return [
        ("priority_classes", name, f"une classe parmi {', '.join(classes)}")
        for name in priority
        if classes and name not in classes
    ]


@dataclass(frozen=True)
class Planned:
    """A file of the set and the indicator it gives."""

    description: Description
    path: Path
    level: FileLevel
    geography: str


def read_plan(folder: Path) -> list[Planned]:
    """The files that indicators.toml of a folder describes, in its order.

    Raises `Refused` with every fault of the description.
    """
    planned: list[Planned] = []
    problems: list[Problem] = []
    for line, code, table in toml_tables(folder / SET):
        found, faults = planned_of(folder, code, table)
        planned += found
        problems += [Problem(line, f"{code}.{key}", shown(v), said) for key, v, said in faults]
    if problems:
        raise Refused(f"{SET} ne convient pas.", problems)
    return planned


def planned_of(
    folder: Path, code: str, table: object
) -> tuple[list[Planned], list[tuple[str, object, str]]]:
    """The files of one indicator of the plan, and every fault of its description."""
    if not isinstance(table, dict):
        return [], [("(table)", table, f"une table [{code}]")]
    files = table.get("files")
    said = {key: value for key, value in table.items() if key != "files"}
    description, problems = describe({"code": code} | said)
    faults: list[tuple[str, object, str]] = [(p.field, p.value, p.accepted) for p in problems]
    if not (isinstance(files, list) and files and all(isinstance(one, dict) for one in files)):
        return [], [*faults, ("files", files, "au moins un [[…files]] avec file et level")]
    faults += [
        ("level", one.get("level"), ", ".join(FileLevel.values))
        for one in files
        if one.get("level") not in FileLevel.values
    ]
    if faults or description is None:
        return [], faults
    return [
        Planned(
            description,
            folder / str(one.get("file")),
            FileLevel(one["level"]),
            str(one.get("geography", "")),
        )
        for one in files
    ], []
