"""COPY into temporary tables, compare with what is stored, then upsert: set-based, in SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from tables.difference import Change, Difference
from tables.statistics import analyse


@dataclass(frozen=True)
class Staging:
    """A temporary copy of some columns of a model's table, filled by COPY."""

    model: type[models.Model]
    columns: Sequence[str]

    @property
    def target(self) -> sql.Identifier:
        return sql.Identifier(self.model._meta.db_table)

    @property
    def source(self) -> sql.Identifier:
        return sql.Identifier(f"staging_{self.model._meta.db_table}")

    @property
    def key(self) -> sql.Identifier:
        return sql.Identifier(self.columns[0])

    def names(self, prefix: str = "", columns: Sequence[str] | None = None) -> sql.Composed:
        """The columns, comma-separated, each behind a prefix."""
        chosen = self.columns if columns is None else columns
        return sql.SQL(", ").join(sql.SQL(prefix) + sql.Identifier(name) for name in chosen)

    def run(self, template: str, **parts: sql.Composable) -> CursorWrapper:
        """Execute a statement written with {target}, {source}, {key}, {columns}…"""
        cursor = connection.cursor()
        statement = sql.SQL(template).format(
            target=self.target,
            source=self.source,
            key=self.key,
            columns=self.names(),
            staged=self.names("s."),
            stored=self.names("t."),
            **parts,
        )
        cursor.execute(statement)
        return cursor

    def fill(self, rows: Iterable[Sequence[Any]]) -> None:
        """Create the temporary table and COPY rows into it, in the order of the columns."""
        self.run("DROP TABLE IF EXISTS {source}")
        self.run(
            "CREATE TEMPORARY TABLE {source} ON COMMIT DROP AS"
            " SELECT {columns} FROM {target} WITH NO DATA"
        )
        copy_rows(self.source, self.names(), rows)
        self.run("ANALYZE {source}")

    def compare(self) -> Difference:
        """Keys added, changed, and gone (stored as in force, absent from the file)."""
        count = self.run("SELECT count(*) FROM {source}").fetchone()[0]
        added = self.run(
            "SELECT s.{key} FROM {source} s LEFT JOIN {target} t ON t.{key} = s.{key}"
            " WHERE t.{key} IS NULL ORDER BY 1"
        )
        changed = self.run(
            "SELECT s.{key} FROM {source} s JOIN {target} t ON t.{key} = s.{key}"
            " WHERE t.obsolete OR ({staged}) IS DISTINCT FROM ({stored}) ORDER BY 1"
        )
        gone = self.run(
            "SELECT t.{key} FROM {target} t LEFT JOIN {source} s ON t.{key} = s.{key}"
            " WHERE s.{key} IS NULL AND NOT t.obsolete ORDER BY 1"
        )
        found = Difference(
            str(self.model._meta.verbose_name_plural),
            added=dict.fromkeys(key for (key,) in added),
            changes=[Change(key) for (key,) in changed],
            gone=[key for (key,) in gone],
        )
        found.same = count - len(found.added) - len(found.changes)
        return found

    def merge(self, **defaults: int) -> None:
        """Insert or update every staged row, and mark as obsolete what the file lacks.

        Nothing is deleted: a pole may refer to it. `defaults` fill derived columns of new rows.
        """
        updates = sql.SQL(", ").join(
            sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in self.columns[1:]
        )
        extra = [sql.Identifier(name) for name in ("obsolete", *defaults)]
        values = [sql.Literal(value) for value in (False, *defaults.values())]
        self.run(
            "INSERT INTO {target} ({columns}, {extra}) SELECT {columns}, {values} FROM {source}"
            " ON CONFLICT ({key}) DO UPDATE SET {updates}, obsolete = FALSE",
            extra=sql.SQL(", ").join(extra),
            values=sql.SQL(", ").join(values),
            updates=updates,
        )
        self.run(
            "UPDATE {target} t SET obsolete = TRUE WHERE NOT t.obsolete AND NOT EXISTS"
            " (SELECT FROM {source} s WHERE s.{key} = t.{key})"
        )
        analyse(self.model)


@dataclass(frozen=True)
class Replacement(Staging):
    """The same of a table that is replaced whole: nothing refers to its rows, none is obsolete."""

    keys: int = 1  # the first columns, which name a row together
    title: str = ""  # as a report names the table

    def compare(self) -> Difference:
        """Keys added, changed and gone, those of several columns joined by a space."""
        names = [sql.Identifier(name) for name in self.columns[: self.keys]]
        on = sql.SQL(" AND ").join(sql.SQL("s.{0} = t.{0}").format(name) for name in names)
        said = sql.SQL(", ").join(sql.SQL("coalesce(s.{0}, t.{0})").format(one) for one in names)
        count = self.run("SELECT count(*) FROM {source}").fetchone()[0]
        rows = self.run(
            "SELECT concat_ws(' ', {said}), t.{key} IS NULL, s.{key} IS NULL"
            " FROM {source} s FULL JOIN {target} t ON {on}"
            " WHERE ({staged}) IS DISTINCT FROM ({stored}) ORDER BY 1",
            said=said,
            on=on,
        ).fetchall()
        found = Difference(
            self.title or str(self.model._meta.verbose_name_plural),
            added=dict.fromkeys(key for key, added, _gone in rows if added),
            changes=[Change(key) for key, added, gone in rows if not added and not gone],
            gone=[key for key, _added, gone in rows if gone],
        )
        found.same = count - len(found.added) - len(found.changes)
        return found

    def replace(self) -> None:
        """Put the staged rows in the place of all that the table holds."""
        self.run("DELETE FROM {target}")
        self.run("INSERT INTO {target} ({columns}) SELECT {columns} FROM {source}")
        analyse(self.model)


def copy_rows(
    table: sql.Composable, columns: sql.Composable, rows: Iterable[Sequence[Any]]
) -> None:
    """COPY rows into a table, streaming."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def replace_all(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Replace every row of a derived table that nothing refers to."""
    table = sql.Identifier(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DELETE FROM {}").format(table))
    copy_rows(table, sql.SQL(", ").join(map(sql.Identifier, columns)), rows)
    analyse(model)
