"""Worlds: the committed rows that tests begin with, kept aside and put back table by table.

A test in a transaction takes its own changes back. One that commits (threads, a live server)
cannot: after it, the tables that differ from the world that the next test asks for, and they
alone, are filled again from the copy kept in a schema of the world's name. A world is made once
per worker, by the first test that asks for it.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

Digests = dict[str, str]

TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'spatial_ref_sys'
ORDER BY tablename
"""
OTHERS_AT_WORK = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND backend_type = 'client backend' AND state <> 'idle'
"""
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class World:
    """Rows to begin with: those of `base`, then what `make` adds. Its name is a schema's."""

    name: str
    make: Callable[[], None]
    base: "World | None" = None


def nothing_more() -> None:
    """What the ground adds to itself."""


GROUND = World("sol", nothing_more)


@dataclass
class Stage:
    """What is committed in the database of this worker."""

    known: dict[str, Digests] = field(default_factory=dict)
    world: World = GROUND
    touched: bool = False  # a test may have committed since the world was entered
    blocker: Any = None  # pytest-django's, for what happens outside a test's fixtures
    now: str = ""  # the test at work
    last: str = ""  # the last one that may have committed

    def begin(self) -> None:
        """The ground as its template gives it, before any test."""
        self.known = {GROUND.name: digests()}

    def touch(self) -> None:
        """Say that a test may have committed."""
        self.touched, self.last = True, self.now

    def enter(self, world: World) -> None:
        """Make the committed rows those of a world; costs nothing where they are."""
        if self.world == world and not self.touched:
            return
        if connection.in_atomic_block:
            raise RuntimeError("a test that commits has run inside a transaction of its module")
        wait_for_others()
        if world.base and world.name not in self.known:
            self.enter(world.base)
            self.touched = True
            world.make()
            keep(world.name)
            self.known[world.name] = digests()
        wanted, held = self.known[world.name], digests()
        self.refuse_other_tables(held.keys() - wanted.keys(), wanted.keys() - held.keys())
        put_back(world.name, [name for name in held if held[name] != wanted[name]])
        self.world, self.touched = world, False

    def refuse_other_tables(self, made: Collection[str], gone: Collection[str]) -> None:
        """Fail where a test left a table behind, which is dropped, or took one away."""
        for name in made:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP TABLE public."{name}" CASCADE')
        if made or gone:
            raise RuntimeError(
                f"{self.last or 'a test'} left tables {sorted(made)}, took away {sorted(gone)}"
            )


stage = Stage()


def tables(schema: str = "public") -> list[str]:
    """The tables of a schema."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [schema])
        return [name for (name,) in cursor.fetchall()]


def digests() -> Digests:
    """What each table holds, whatever the order of its rows."""
    each = " UNION ALL ".join(
        f"SELECT '{name}', count(*) || ' ' || coalesce(sum(hashtextextended(row_::text, 0)), 0)"  # noqa: S608 - our tables
        f' FROM public."{name}" row_'
        for name in tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return dict(cursor.fetchall())


def keep(name: str) -> None:
    """Copy the tables that hold rows into a schema of that name."""
    filled = [table for table, held in digests().items() if not held.startswith("0 ")]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{name}"')
        for table in filled:
            cursor.execute(f'CREATE TABLE "{name}"."{table}" AS TABLE public."{table}"')


def put_back(schema: str, changed: list[str]) -> None:
    """Fill tables again from their copies, without their triggers: nothing is told of it."""
    if not changed:
        return
    copied = set(tables(schema))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '20s'; SET CONSTRAINTS ALL DEFERRED")
        for name in changed:
            cursor.execute(f'ALTER TABLE public."{name}" DISABLE TRIGGER USER')
        for name in changed:
            cursor.execute(f'DELETE FROM public."{name}"')  # noqa: S608 - our tables
        for name in copied.intersection(changed):
            cursor.execute(f'INSERT INTO public."{name}" TABLE "{schema}"."{name}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in changed:
            cursor.execute(f'ALTER TABLE public."{name}" ENABLE TRIGGER USER')


def wait_for_others() -> None:
    """Until the server of a closed page has answered its last request."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_AT_WORK)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise TimeoutError("another connection still works on the test database")
