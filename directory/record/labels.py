"""What stands where a code, then a name of the piece, are expected; the same in a form and a table.

| typed | read |
|---|---|
| `02123 Nom d'un quartier`, `01004 Ambérieu-en-Bugey` | the code, and the name of the piece |
| `74130 Bonneville`, the number being a postcode of the commune named | that commune |
| `Bonneville (74)` | the one commune so named |
| `74250 74042` | refused: two codes |
| `74250 Bonneville`, the code being another commune's | refused: which of the two is meant? |
"""

import re

from directory.record.known import KnownCodes
from directory.record.naming import Names, is_code, listed
from directory.vocabulary import TerritoryLevel

WORD = re.compile(r"[^\s,/&+]+")
LINKS = ("et", "puis")
LONG_CODE = re.compile(r"[0-9]{4,}|2[AB][0-9]{3}", re.IGNORECASE)
ALONE = re.compile(r"[0-9]{2,}|2[AB]([0-9]{3})?", re.IGNORECASE)
OF_WIDE = re.compile(r"[0-9]+|2[AB]([0-9]{3})?", re.IGNORECASE)
COMMUNES = (TerritoryLevel.COMMUNE, TerritoryLevel.PART)


def parted(text: str) -> tuple[str, str]:
    """The first word of a text, and the rest, whatever blank is between."""
    words = text.split(maxsplit=1)
    return (words[0] if words else ""), (words[1] if len(words) > 1 else "")


def two_codes(level: TerritoryLevel, text: str) -> tuple[str, str] | None:
    """The first two codes of a text that begins by two of them.

    A short number may begin the name of a commune's piece (« 12 rue de la Gare »), not that of a
    department's; alone, it is a code everywhere, but for one digit (« secteur 1 »).
    """
    words = [word for word in WORD.findall(text) if word.casefold() not in LINKS]
    if len(words) < 2 or not is_code(level, words[0]):
        return None
    wide = level in (TerritoryLevel.DEPARTMENT, TerritoryLevel.REGION)
    form = OF_WIDE if wide else ALONE if len(words) == 2 else LONG_CODE
    return (words[0].upper(), words[1].upper()) if form.fullmatch(words[1]) else None


def code_and_label(level: TerritoryLevel, text: str, names: Names) -> tuple[str, str]:
    """The code that a text gives or names, and the name of the piece.

    `names` know the text and what follows its first word. Raises UnnamedError.
    """
    code, label = parted(text)
    if not is_code(level, code):
        return names.area(level, text), ""
    code = code.upper()
    if level in COMMUNES and label:
        bearers = names.bearers(level, label)
        posted = [one.code for one in bearers if code in one.postcodes]
        if len(posted) == 1 and code not in [one.code for one in bearers]:
            return posted[0], ""
    return code, label


def fault_of_label(
    level: TerritoryLevel, code: str, label: str, names: Names, ground: KnownCodes
) -> str | None:
    """Why the name given to a piece is not one: it is that of other places, and not of its own.

    A part of a commune is left to be named as another commune is: neighbourhoods often are.
    """
    if not label or level == TerritoryLevel.PART:
        return None
    bearers = names.bearers(level, label)
    if not bearers or code in [one.code for one in bearers]:
        return None
    whose = f"c'est le code de « {owner(level, code, ground)} »"
    return f"{code} sans autre nom ({whose}), ou {listed(bearers)}"


def owner(level: TerritoryLevel, code: str, ground: KnownCodes) -> str:
    """The name of the place of a code, which the ground knows."""
    if level == TerritoryLevel.COMMUNE:
        return ground.communes[code].name
    if level == TerritoryLevel.DEPARTMENT:
        return ground.departments[code][0]
    return (ground.epcis if level == TerritoryLevel.EPCI else ground.regions)[code]
