"""Texts as they are compared: blanks that do not break and curly marks are plain ones."""

import re
import unicodedata

# What software types in the place of what a person typed.
PLAIN = str.maketrans(
    {
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{FIGURE SPACE}": " ",
        "\N{THIN SPACE}": " ",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{MODIFIER LETTER APOSTROPHE}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{ZERO WIDTH NO-BREAK SPACE}": "",
        "\N{ZERO WIDTH SPACE}": "",
        "\N{SOFT HYPHEN}": "",
    }
)


def plainly(text: str) -> str:
    r"""A text with plain blanks and quotes.

    >>> plainly("12\u00a0000 l\u2019an")
    "12 000 l'an"
    """
    return unicodedata.normalize("NFC", text).translate(PLAIN)


def key_of(text: str) -> str:
    """A name without case, accents or marks: what two spellings of a heading share.

    >>> key_of("Code\u00a0Département"), key_of("footprint.communes"), key_of("N° Insee")
    ('code departement', 'footprint communes', 'n insee')
    """
    letters = unicodedata.normalize("NFKD", plainly(text).casefold())
    kept = "".join(one for one in letters if not unicodedata.combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", kept))
