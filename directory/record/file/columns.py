"""The columns of tables of poles, by each name that they go by: files', exports', and labels."""

from directory.record.fields import FIELDS
from directory.record.file.cells import CELLS
from publishing.files.cells import PLACE
from tables.reading.heading import Columns

# Beside the code of the department, the column of that name holds its name, as in the exports.
DEPARTMENT_NAME = "departement.nom"
EXPORTED = {column.name for field in FIELDS for column in field.kind.properties(field)}
NAMES = {
    **{column: cell.also for column, cell in CELLS.items()},
    DEPARTMENT_NAME: ("nom du département", "Département (nom)"),
}
SPELT = {name for column, names in NAMES.items() for name in (column, *names)}
# What exports work out from the rest: shown in a table, never read back.
UNREAD = ("url", *(EXPORTED - SPELT), *(column.name for column in PLACE))
COLUMNS = Columns(
    NAMES, beside={"departement": ("code departement", DEPARTMENT_NAME)}, unread=UNREAD
)
# What people choose from, in French.
LABELS = {
    column: names[1] if len(names) > 1 else (names or (column,))[0]
    for column, names in NAMES.items()
}
