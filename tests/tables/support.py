"""What the tests of tables share."""

from pathlib import Path

from tables.reading.cells import as_text
from tables.reading.heading import Columns

COLUMNS = Columns({"code": ("Code Insee",), "valeur": ("Chômage",)}, unread=("population",))
HERE = Path(__file__).parent / "files"
CSV = "code{0}valeur\r\n01001{0}été\r\n01002{0}\"l'hiver ; l'an\"\r\n"


def texts(found):
    """The rows of a table, as texts."""
    return [{name: as_text(one) for name, one in row.items()} for _number, row in found.rows]


def told(found):
    """What is said of how it was read."""
    return [f"{one.count or ''} {one.what} {','.join(one.codes)}".strip() for one in found.remarks]
