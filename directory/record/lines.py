"""Territories typed one piece a line, which is also what the picker with a map writes.

| line | piece |
|---|---|
| `commune 01004`, or `01004` | a commune |
| `partie 01004 Quartier de la Gare` | a part of a commune |
| `epci 200000001`, or `200000001` | an EPCI or an EPT |
| `departement 38`, `region 84` | a department, a region |
| `dessin {GeoJSON} Nom` | a drawn shape, and in its properties what was decided of it |

What follows the code is a name given to the piece. Tabs, of a spreadsheet, are spaces; `;` and `|`
part pieces as line breaks do, but for what a drawn shape holds.
"""

import json
import re
from typing import Any

from directory.record.drawn import said_of
from directory.record.known import FAULT_OF_LEVEL, KnownCodes
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


def parted(text: str) -> tuple[str, str]:
    """The first word of a text, and the rest, whatever blank is between."""
    words = text.split(maxsplit=1)
    return (words[0] if words else ""), (words[1] if len(words) > 1 else "")


def read_line(line: str) -> Record:
    """The piece that a line says; its code is not looked up."""
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
        else:
            raise LineError(ACCEPTED)
    if level == TerritoryLevel.DRAWN:
        return read_drawn(rest)
    code, label = parted(rest)
    if not code:
        raise LineError(f"un code après « {TYPED_LEVELS[level]} »")
    return piece(level, code.upper(), checked_label(label))


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


def fault_of_piece(one: Record, ground: KnownCodes) -> str | None:
    """Why the code of a piece is none of today's; a former commune's names today's."""
    if one["level"] == TerritoryLevel.DRAWN:
        return None
    return FAULT_OF_LEVEL[TerritoryLevel(one["level"])](one["code"], ground)


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
