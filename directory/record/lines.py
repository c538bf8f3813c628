"""Territories typed one piece a line, which is also what the picker with a map writes.

| line | piece |
|---|---|
| `commune 01004`, or `01004` | a commune |
| `partie 01004 Quartier de la Gare` | a part of a commune |
| `epci 200000001`, or `200000001` | an EPCI or an EPT |
| `departement 38`, `region 84` | a department, a region |
| `dessin {GeoJSON} Nom` | a drawn shape, and in its properties what was decided of it |

What follows the code is a name given to the piece; a name may stand for the code (see
`directory.record.labels`). Tabs, of a spreadsheet, are spaces; `;` and `|`
part pieces as line breaks do, but for what a drawn shape holds.
"""

import json
import re
from typing import Any

from directory.record.drawn import said_of
from directory.record.known import FAULT_OF_LEVEL, KnownCodes
from directory.record.labels import code_and_label, fault_of_label, parted, two_codes
from directory.record.naming import Names, UnnamedError
from directory.record.pieces import Record, piece
from directory.vocabulary import TYPED_LEVELS, TerritoryLevel
from geo.constants import CODE_PATTERN, SIREN_PATTERN
from geo.names import normalise
from geo.shapes.brought import from_geojson
from geo.shapes.refusals import Refusal
from tables.lists import escaped, split

LEVELS = {word: level for level, word in TYPED_LEVELS.items()} | {"ept": TerritoryLevel.EPCI}
LONGEST_LABEL = 200
ACCEPTED = (
    "un niveau puis un code : « commune 01004 », « partie 01004 nom du quartier », "
    "« epci 200000001 », « departement 38 » ou « region 84 »"
)


class LineError(ValueError):
    """A line that cannot be read; the message says what is accepted."""


def pieces_of(text: str) -> list[tuple[int, str]]:
    """What a text says of each piece, with the number of its line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        drawn = normalise(parted(line)[0]) == TYPED_LEVELS[TerritoryLevel.DRAWN]
        found += [(number, one) for one in ([line.strip()] if drawn else split(line))]
    return found


def names_in(lines: list[str]) -> Names:
    """Who bears the names that lines give, in as many queries for one line as for all."""
    texts = []
    for line in lines:
        head, rest = parted(line)
        level = LEVELS.get(normalise(head))
        if level != TerritoryLevel.DRAWN:
            text = line if level is None else rest
            texts += [text, parted(text)[1]]
    return Names([text for text in texts if text])


def read_line(line: str, names: Names | None = None) -> Record:
    """The piece that a line says; its code is not looked up.

    With `names`, those of `names_in`, a name may stand for a code, and two codes are refused.
    """
    if "\x00" in line:
        raise LineError("une ligne sans caractère nul")
    line = line.strip()
    head, rest = parted(line)
    level = LEVELS.get(normalise(head))
    if level is None:
        if re.fullmatch(CODE_PATTERN, head.upper()):
            level, rest = TerritoryLevel.COMMUNE, line
        elif re.fullmatch(SIREN_PATTERN, head):
            level, rest = TerritoryLevel.EPCI, line
        elif names and names.heard(line):
            level, rest = TerritoryLevel.COMMUNE, line
        else:
            raise LineError(ACCEPTED)
    if level == TerritoryLevel.DRAWN:
        return read_drawn(rest)
    code, label = parted(rest)
    if not code:
        raise LineError(f"un code après « {TYPED_LEVELS[level]} »")
    label = checked_label(label)
    if names:
        code, label = told_apart(level, f"{code} {label}".strip(), names)
    return piece(level, code.upper(), label)


def told_apart(level: TerritoryLevel, text: str, names: Names) -> tuple[str, str]:
    """The code and the name of a piece, of what follows its level."""
    if both := two_codes(level, text):
        first, second = (f"« {TYPED_LEVELS[level]} {code} »" for code in both)
        raise LineError(f"un code par ligne : {first}, puis {second}")
    try:
        return code_and_label(level, text, names)
    except UnnamedError as error:
        raise LineError(str(error)) from error


def read_drawn(text: str) -> Record:
    """A drawn shape: its GeoJSON, then its name."""
    shape, label = shape_and_name(text)
    try:
        kept = from_geojson(shape)
    except Refusal as refused:
        raise LineError(said_of(refused)) from refused
    return piece(TerritoryLevel.DRAWN, None, label, kept.coordinates)


def shape_and_name(text: str) -> tuple[Any, str]:
    """The GeoJSON of a drawn shape, whatever it is worth, and its name."""
    try:
        shape, end = json.JSONDecoder().raw_decode(text.strip())
    except (ValueError, RecursionError):
        raise LineError("« dessin » puis un GeoJSON (Polygon ou MultiPolygon)") from None
    return shape, checked_label(text.strip()[end:])


def drawn_in(line: str) -> str | None:
    """What follows « dessin » in a line; `None` for a line of another level."""
    head, rest = parted(line)
    return rest if LEVELS.get(normalise(head)) == TerritoryLevel.DRAWN else None


def drawn_line(shape: Any, label: str) -> str:
    """The line of a shape as GeoJSON."""
    text = json.dumps(shape, separators=(",", ":"))
    return f"{TYPED_LEVELS[TerritoryLevel.DRAWN]} {text} {label}".rstrip()


def checked_label(text: str) -> str:
    """The name given to a piece, on one line and short enough to be kept."""
    label = " ".join(text.split())
    if len(label) > LONGEST_LABEL:
        raise LineError(f"un nom de {LONGEST_LABEL} caractères au plus")
    return label


def fault_of_piece(one: Record, ground: KnownCodes, names: Names) -> str | None:
    """Why the code of a piece is none of today's, or its name another's than its own.

    A former commune's code names today's.
    """
    if one["level"] == TerritoryLevel.DRAWN:
        return None
    level, code = TerritoryLevel(one["level"]), one["code"]
    fault = FAULT_OF_LEVEL[level](code, ground)
    return fault or fault_of_label(level, code, one["label"], names, ground)


def write_line(one: Record) -> str:
    """The inverse of `read_line`, of a text that `pieces_of` parts."""
    if one["level"] == TerritoryLevel.DRAWN:
        return drawn_line({"type": "MultiPolygon", "coordinates": one["drawn"]}, one["label"])
    word = TYPED_LEVELS[TerritoryLevel(one["level"])]
    return escaped(f"{word} {one['code']} {one['label']}".rstrip())


def write_lines(pieces: list[Record]) -> str:
    """Pieces, one a line."""
    return "\n".join(write_line(one) for one in pieces)


def codes_of(pieces: list[Record]) -> set[str]:
    """The codes that pieces name."""
    return {one["code"] for one in pieces if one["code"]}


def key_of(one: Record) -> tuple[Any, ...]:
    """What makes two pieces the same."""
    return (one["level"], one["code"], one["label"], repr(one["drawn"]))
