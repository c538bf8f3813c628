r"""Several values in one cell, or on one line: parted by `|`, `;` or a line break.

A backslash keeps the mark that follows: `\|`, `\;`, `\\`. In a web address, which may hold
semicolons, one parts only where another address follows.
"""

import re
from collections.abc import Iterable

MARK = re.compile(r"\\[\\|;]|[|;\n]|[^\\|;\n]+|\\", re.DOTALL)
KEPT = ("\\\\", "\\|", "\\;")
ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def split(cell: str) -> list[str]:
    r"""The values of a cell, none blank.

    >>> split(r"a | b \| c ; d \; e"), split("https://a.fr/x;y;https://b.fr/")
    (['a', 'b | c', 'd ; e'], ['https://a.fr/x;y', 'https://b.fr/'])
    """
    items = [""]
    for mark in MARK.finditer(cell.replace("\r\n", "\n").replace("\r", "\n")):
        said = mark.group()
        if said == ";" and ADDRESS.match(items[-1].lstrip()):
            parts = ADDRESS.match(cell[mark.end() :].lstrip()) is not None
        else:
            parts = said in ("|", ";", "\n")
        if parts:
            items.append("")
        else:
            items[-1] += said[-1] if said in KEPT else said
    return [item.strip() for item in items if item.strip()]


def join(items: Iterable[str]) -> str:
    """The cell of a list; `split` gives the list back."""
    return " | ".join(map(escaped, items))


def escaped(item: str) -> str:
    """One value, its marks kept from parting it."""
    marks = r"[\\|]" if ADDRESS.match(item) and not ADDRESS.search(item, 1) else r"[\\|;]"
    return re.sub(marks, r"\\\g<0>", item)
