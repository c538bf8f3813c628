"""The database account that serves pages: what it may do, table by table, and what it must not.

Tables belong to the account of commands (`DATABASE_URL`); pages are served by another
(`SITE_DATABASE_URL`), which owns nothing. It reads and writes rows, and of the registers it reads
and adds lines only: neither a fault of the site nor a rule walked around can rewrite a journal.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from geo.registers import registers
from publishing.ceilings import within
from tables.counting import counted

# What the account may do of each kind of table; never TRUNCATE, never a table of its own.
ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE")
LINES = ("SELECT", "INSERT")
READ = ("SELECT",)
MIGRATIONS = "django_migrations"  # what the tables are: a matter of commands
MOST = 500  # tables, sequences or functions: of a project of this size, never reached

# What pgtrigger asks whether a trigger is ignored, by a variable that any account may set: only the
# account that owns the tables is heeded.
HEEDED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME)
RETURNS BOOLEAN LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN current_user = {owner}
    AND trigger_name = ANY(
      coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{{}}')::text[]
    );
END;
$$
"""
# Triggers that read tables by their names are misled by a temporary table of that name.
FUNCTIONS = """
SELECT proname, prosrc,
       coalesce(array_to_string(proconfig, ';'), '') LIKE '%%search_path=public, pg_temp%%'
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  AND (proname LIKE 'pgtrigger\\_%%' OR proname = '_pgtrigger_should_ignore')
ORDER BY proname LIMIT %s
"""
OWNED = """
SELECT c.relname, c.relkind = 'S' FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S')
  AND c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
ORDER BY c.relname LIMIT %s
"""
# Of the tables that the project's models are kept in: what one account may do, and who owns them.
HELD = """
SELECT c.relname::text, pg_get_userbyid(c.relowner)::text,
       ARRAY(SELECT one FROM unnest(%(asked)s::text[]) one
             WHERE has_table_privilege(%(role)s, c.oid, one)
                OR one = 'UPDATE' AND has_any_column_privilege(%(role)s, c.oid, one))
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%(tables)s)
ORDER BY c.relname LIMIT %(most)s
"""
PLACE = """
SELECT has_database_privilege(%(role)s, current_database(), 'CONNECT'),
       has_schema_privilege(%(role)s, 'public', 'USAGE'),
       has_schema_privilege(%(role)s, 'public', 'CREATE')
       OR has_database_privilege(%(role)s, current_database(), 'CREATE')
"""
MEMBER = "SELECT pg_has_role(%s, %s, 'MEMBER')"
ASKED = (*ROWS, "TRUNCATE", "TRIGGER")


@cache
def register_tables() -> frozenset[str]:
    """The tables of the registers: models are what they are from the start."""
    return frozenset(one._meta.db_table for one in registers())


def allowed(table: str) -> tuple[str, ...]:
    """What the account of the site may do of a table."""
    if table in register_tables():
        return LINES
    return READ if table == MIGRATIONS else ROWS


def own_name() -> str:
    """The account of this connection, as the server knows it."""
    return str(rows("SELECT session_user", [])[0][0])


def exists(role: str) -> bool:
    """Whether the database server knows an account."""
    return bool(rows("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]))


def give(role: str) -> int:
    """Give an account what serving pages asks for, and take the rest from it.

    To be asked again after each migration, by the account that owns the tables; returns how many
    tables and sequences were told.
    """
    owned = within(rows(OWNED, [MOST + 1]), MOST, "tables et suites")
    give_place(role)
    with transaction.atomic(), connection.cursor() as cursor:
        for name, sequence in owned:
            kind, rights = ("SEQUENCE", ("USAGE",)) if sequence else ("TABLE", allowed(name))
            for statement in ("REVOKE ALL ON {kind} {name} FROM {role}",
                              "GRANT {rights} ON {kind} {name} TO {role}"):  # fmt: skip
                cursor.execute(
                    sql.SQL(statement).format(
                        kind=sql.SQL(kind),
                        name=sql.Identifier("public", name),
                        role=sql.Identifier(role),
                        rights=sql.SQL(", ").join(map(sql.SQL, rights)),
                    )
                )
    harden()
    return len(owned)


@transaction.atomic
def harden() -> None:
    """Hold the triggers to what they say, whoever writes and whatever that account has set."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = sql.Literal(cursor.fetchone()[0])
        cursor.execute(sql.SQL(HEEDED).format(owner=owner))
        for name in trigger_functions():
            pinned = sql.SQL("ALTER FUNCTION {}() SET search_path = public, pg_temp")
            cursor.execute(pinned.format(sql.Identifier("public", name)))


def trigger_functions(*, held: bool = False) -> list[str]:
    """The functions of the triggers; those `held` to the tables themselves, or the others."""
    found = within(rows(FUNCTIONS, [MOST + 1]), MOST, "fonctions")
    ours = [(name, pinned) for name, _code, pinned in found if name.startswith("pgtrigger_")]
    return [name for name, pinned in ours if pinned is held]


def heeds_anyone() -> bool:
    """Whether a variable of the session, which any account may set, still ignores triggers."""
    found = within(rows(FUNCTIONS, [MOST + 1]), MOST, "fonctions")
    return any(
        name == "_pgtrigger_should_ignore" and "current_user =" not in code
        for name, code, _pinned in found
    )


def give_place(role: str) -> None:
    """Let an account in, where this one may decide it; otherwise `faults` says what is missing."""
    for statement in (
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",  # given to all before PostgreSQL 15
    ):
        names = {"database": connection.settings_dict["NAME"], "role": role}
        told = sql.SQL(statement).format(**{k: sql.Identifier(v) for k, v in names.items()})
        with suppress(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(told)


def faults(role: str) -> Iterator[str]:
    """What an account may do and must not, or must and may not, in French, one sentence each."""
    tables = [*connection.introspection.django_table_names(only_existing=True), MIGRATIONS]
    held = rows(HELD, {"asked": list(ASKED), "role": role, "tables": tables, "most": MOST + 1})
    excess = {name: set(may) - set(allowed(name)) for name, _owner, may in held}
    if kept := [name for name, more in excess.items() if more and allowed(name) == LINES]:
        yield (
            f"le compte « {role} » peut réécrire ou vider {counted(len(kept), 'registre')}, dont "
            f"{', '.join(kept[:3])}."
        )
    others = [name for name, more in excess.items() if more and name not in kept]
    if others:
        yield (
            f"le compte « {role} » peut plus que lire et écrire des lignes de "
            f"{counted(len(others), 'autre table')}, dont {', '.join(others[:3])}."
        )
    yield from place_faults(role)
    for owner in sorted({owner for _name, owner, _may in held} - {role}):
        if rows(MEMBER, [role, owner])[0][0]:
            yield f"le compte « {role} » peut prendre les droits de « {owner} », qui a les tables."
    if heeds_anyone() or trigger_functions():
        yield f"le compte « {role} » peut faire taire des déclencheurs, ou les tromper."
    for name, _owner, may in held:
        if missing := [one for one in allowed(name) if one not in may]:
            yield f"le compte « {role} » n'a pas {', '.join(missing)} sur {name}."


def place_faults(role: str) -> Iterator[str]:
    """What an account may do, or may not, of the database and the schema themselves."""
    ((connects, uses, makes),) = rows(PLACE, {"role": role})
    if not (connects and uses):
        yield f"le compte « {role} » ne peut pas ouvrir cette base ou son schéma « public »."
    if makes:
        yield f"le compte « {role} » peut créer des tables à lui dans cette base."


def rows(query: str, parameters: Any) -> list[tuple[Any, ...]]:
    """The rows of a question to the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
