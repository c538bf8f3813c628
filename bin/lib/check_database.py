"""Check the server that settings name: reachable, recent, with PostGIS and the needed rights.

Prints one line that identifies the database; or says in French what is wrong, and exits with 1.
``check_database.py tests`` also asks for the right to create the test database.
"""

import re
import sys
from pathlib import Path
from typing import Any, NoReturn

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from config import environment

OLDEST_SERVER = 14
OLDEST_POSTGIS = (3, 3)
EXTENSIONS = ("postgis", "pg_trgm")

# Servers speak their own language before a session is open, and give no code: words are all
# there is to tell one refusal from another.
REFUSALS = {
    "password authentication failed|authentification par mot de passe|no password supplied": (
        "le serveur refuse ce nom d’utilisateur ou ce mot de passe."
    ),
    "peer authentication failed|authentification «.?peer": (
        "le serveur n’accepte pas ce compte du système (il tourne peut-être pour un autre)."
    ),
    "pg_hba.conf": "le serveur n’accepte pas de connexion d’ici pour cet utilisateur.",
    "role .* does not exist|rôle .* n'existe pas": "cet utilisateur n’existe pas sur le serveur.",
    "database .* does not exist|base de données .* n'existe pas": (
        "cette base n’existe pas sur le serveur (createdb la crée)."
    ),
    "translate host name|name or service|resolve": "le nom du serveur est inconnu.",
    "connection refused|no such file": "aucun serveur ne répond à cette adresse.",
    "timeout|timed out": "le serveur ne répond pas.",
}


def stop(sentence: str, *advice: str) -> NoReturn:
    """Say what is wrong with the database, without its password, and leave."""
    sys.exit("\n".join([f"\nErreur : {sentence}", *(f"  {line}" for line in advice)]))


def where(database: dict[str, Any]) -> str:
    """The database in words, without its password."""
    place = database["HOST"] or "le serveur par défaut"
    port = f", port {database['PORT']}" if database["PORT"] else ""
    user = f", utilisateur {database['USER']}" if database["USER"] else ""
    return f"base « {database['NAME']} » sur {place}{port}{user}"


def explain(error: psycopg.OperationalError) -> str:
    """A French sentence for a connection that failed."""
    text = str(error).lower()
    causes = (sentence for words, sentence in REFUSALS.items() if re.search(words, text))
    return next(causes, "la connexion a échoué.")


def connect(database: dict[str, Any], name: str | None = None) -> psycopg.Connection:
    """Open a connection within five seconds, or stop with its cause."""
    options: dict[str, Any] = {"connect_timeout": 5, **database["OPTIONS"]}
    try:
        return psycopg.connect(
            dbname=name or database["NAME"],
            user=database["USER"] or None,
            password=database["PASSWORD"] or None,
            host=database["HOST"] or None,
            port=database["PORT"] or None,
            autocommit=True,
            **options,
        )
    except psycopg.OperationalError as error:
        last = str(error).strip().splitlines()[-1].strip()
        stop(
            explain(error),
            f"Visé : {where(database)}.",
            f"Réponse : {last}",
            "DATABASE_URL=postgresql://utilisateur:mot-de-passe@serveur:5432/base ; "
            "sans elle, le projet a sa propre base.",
        )


def one(session: psycopg.Connection, query: str, *parameters: object) -> tuple:
    """The only row of a query."""
    return session.execute(query, parameters).fetchone() or ()


def check_server(session: psycopg.Connection) -> None:
    """Recent enough, and not a read-only copy."""
    version = session.info.server_version // 10_000
    if version < OLDEST_SERVER:
        stop(f"PostgreSQL {version} est trop ancien : il faut {OLDEST_SERVER} ou plus.")
    if one(session, "SELECT pg_is_in_recovery()")[0]:
        stop("ce serveur est une copie en lecture seule : désignez le serveur principal.")
    if one(session, "SHOW server_encoding")[0] != "UTF8":
        stop("cette base n’est pas en UTF-8.", "createdb --encoding=UTF8 --template=template0 …")


def check_rights(session: psycopg.Connection) -> None:
    """May create schemas, tables and what migrations need."""
    database, schema, user, name = one(
        session,
        "SELECT has_database_privilege(current_database(), 'CREATE'), "
        "coalesce(has_schema_privilege(current_schema(), 'CREATE'), false), "
        "current_user, current_database()",
    )
    if not (database and schema):
        stop(
            f"l’utilisateur « {user} » n’a pas le droit de créer des tables dans « {name} ».",
            "Un administrateur du serveur tape :",
            f'  ALTER DATABASE "{name}" OWNER TO "{user}";',
            f'  GRANT CREATE ON SCHEMA public TO "{user}";',
        )


def check_extension(session: psycopg.Connection, name: str) -> None:
    """Present, or created now."""
    if not one(session, "SELECT 1 FROM pg_available_extensions WHERE name = %s", name):
        stop(
            f"l’extension « {name} » n’est pas installée sur ce serveur.",
            "PostGIS 3.3 ou plus est nécessaire : sur Debian, paquet postgresql-NN-postgis-3.",
        )
    try:
        session.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    except psycopg.errors.InsufficientPrivilege:
        user = one(session, "SELECT current_user")[0]
        stop(
            f"l’utilisateur « {user} » n’a pas le droit d’installer « {name} ».",
            f"Un administrateur du serveur tape, dans la base « {session.info.dbname} » :",
            *(f"  CREATE EXTENSION IF NOT EXISTS {extension};" for extension in EXTENSIONS),
        )


def check_postgis(session: psycopg.Connection) -> None:
    """Recent enough for what the project asks of it."""
    text = one(session, "SELECT extversion FROM pg_extension WHERE extname = 'postgis'")[0]
    if tuple(int(part) for part in text.split(".")[:2]) < OLDEST_POSTGIS:
        wanted = ".".join(map(str, OLDEST_POSTGIS))
        stop(
            f"PostGIS {text} est trop ancien : il faut {wanted} ou plus.",
            "S’il vient d’être mis à jour sur le serveur : SELECT postgis_extensions_upgrade();",
        )


def check_test_rights(session: psycopg.Connection, database: dict[str, Any]) -> None:
    """Tests make a database of their own, with PostGIS in it."""
    creates, rules, user = one(
        session, "SELECT rolcreatedb, rolsuper, rolname FROM pg_roles WHERE rolname = current_user"
    )
    if not (creates or rules):
        stop(
            f"les tests créent leur propre base, et l’utilisateur « {user} » n’en a pas le droit.",
            f'Un administrateur du serveur tape : ALTER ROLE "{user}" CREATEDB;',
        )
    if not one(
        session,
        "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')",
        environment.SITE_ACCOUNT,
    ):
        stop(
            "les tests demandent les pages par le compte qui les sert, qui n’est pas là.",
            "Un administrateur du serveur tape :",
            f'  CREATE ROLE "{environment.SITE_ACCOUNT}" LOGIN;',
            f'  GRANT "{environment.SITE_ACCOUNT}" TO "{user}";',
        )
    trusted = one(
        session,
        "SELECT bool_or(trusted) FROM pg_available_extension_versions WHERE name = 'postgis'",
    )[0]
    if rules or trusted:
        return
    with connect(database, "template1") as template:
        if not one(template, "SELECT 1 FROM pg_extension WHERE extname = 'postgis'"):
            stop(
                "les tests créent leur propre base, et PostGIS n’y serait pas.",
                "Un administrateur du serveur tape, dans la base « template1 » :",
                "  CREATE EXTENSION postgis;",
            )


def main() -> None:
    """Check, then print what identifies this database among all."""
    database = environment.read().database
    with connect(database) as session:
        check_server(session)
        check_rights(session)
        for name in EXTENSIONS:
            check_extension(session, name)
        check_postgis(session)
        if "tests" in sys.argv[1:]:
            check_test_rights(session, database)
        query = (
            "SELECT (SELECT oid FROM pg_database WHERE datname = current_database()), "
            "current_database(), to_regclass('django_migrations') IS NOT NULL"
        )
        oid, name, migrated = one(session, query)
        made = (session.info.host, session.info.port, oid, name)
        state = "migrated" if migrated else "empty"
    sys.stdout.write(" ".join(map(str, made)) + f" {state}\n")


if __name__ == "__main__":
    main()
