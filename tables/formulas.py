"""Texts that no spreadsheet takes for a formula, and back."""

import re

# What a spreadsheet reads as a formula, or skips before one; full-width signs are read alike.
SIGNS = "=+\\-@\t\r\n＝＋－＠"
DANGEROUS = re.compile(f"'*[{SIGNS}]")
GUARDED = re.compile(f"'+[{SIGNS}]")
# What the format of Excel reads as the code of a letter.
CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# XML 1.0, and so XLSX, has no place for these.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def harmless(text: str) -> str:
    """A text that stays one when a spreadsheet opens it: an apostrophe goes before a sign.

    >>> harmless("=1+1"), harmless("'=1"), harmless("l'an")
    ("'=1+1", "''=1", "l'an")
    """
    text = CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{text}" if DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if GUARDED.match(text) else text


def literal(text: str) -> str:
    """A text for a cell of an .xlsx, in which `_x000D_` would be read as a carriage return."""
    return CODED.sub("_x005F_", text)
