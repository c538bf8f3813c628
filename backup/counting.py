"""What a database holds, table by table: how many rows, and one digest of them all."""

from typing import Any

import psycopg
from psycopg import sql

from tables.counting import counted

# How values are written decides their digest: the same words here and there.
SPOKEN = (
    "SET TimeZone = 'UTC'", "SET DateStyle = 'ISO, YMD'", "SET IntervalStyle = 'postgres'",
    "SET extra_float_digits = 1", "SET bytea_output = 'hex'",
)  # fmt: skip
# What an extension brought comes back with it, and is not ours to count.
RELATIONS = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = ANY(%s) AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
)
ORDER BY 1, 2
"""
# Rows in no order: each has its hash, and the hashes are sorted.
DIGEST = """
SELECT count(*), encode(sha256(coalesce(string_agg(one, ''::bytea ORDER BY one), ''::bytea)), 'hex')
FROM (SELECT sha256(convert_to(t::text, 'UTF8')) AS one FROM {} AS t) AS hashes
"""


def relations(session: psycopg.Connection, kinds: str) -> list[tuple[str, str]]:
    """Schemas and names of the relations of these kinds (`relkind`), sorted."""
    rows: list[Any] = session.execute(RELATIONS, [list(kinds)]).fetchall()
    return [(schema, name) for schema, name in rows]


def contents(session: psycopg.Connection) -> dict[str, dict[str, Any]]:
    """`{"public.geo_commune": {"lignes": 34875, "sha256": "…"}, …}`, sequences with their value.

    In the caller's transaction, if there is one: what it sees is what is counted.
    """
    for words in SPOKEN:
        session.execute(words)
    found: dict[str, dict[str, Any]] = {}
    for schema, name in relations(session, "rm"):
        query = sql.SQL(DIGEST).format(sql.Identifier(schema, name))
        lines, digest = session.execute(query).fetchone() or (0, "")
        found[f"{schema}.{name}"] = {"lignes": lines, "sha256": digest}
    for schema, name in relations(session, "S"):
        query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(schema, name))
        last, called = session.execute(query).fetchone() or (0, False)
        found[f"{schema}.{name}"] = {"valeur": last, "servie": called}
    return found


def differences(expected: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> list[str]:
    """One French sentence for each table that is not as it was."""
    said = [f"{name} manque" for name in sorted(expected.keys() - found.keys())]
    said += [f"{name} est en trop" for name in sorted(found.keys() - expected.keys())]
    for name in sorted(expected.keys() & found.keys()):
        before, after = expected[name], found[name]
        if before != after:
            said.append(f"{name} diffère : {told(before)} attendu, {told(after)} trouvé")
    return said


def told(one: dict[str, Any]) -> str:
    """A table or a sequence in words."""
    if "lignes" in one:
        return f"{counted(one['lignes'], 'ligne')} ({str(one['sha256'])[:12]}…)"
    return f"valeur {one['valeur']}"
