"""What the database account that serves pages may do: told, or given."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from accounts import custody

# What only an administrator of a given server can type; the rest is given by the set-up.
BLOCK = """CREATE ROLE "{role}" LOGIN PASSWORD '…' NOSUPERUSER NOCREATEDB NOCREATEROLE;
GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO "{role}";
GRANT USAGE ON SCHEMA public TO "{role}";
REVOKE CREATE ON SCHEMA public FROM PUBLIC;  -- donné à tous avant PostgreSQL 15
"""


class Command(BaseCommand):
    help = (
        "Dit ce que peut le compte de base de données qui sert les pages ; sort avec 1 s'il peut "
        "réécrire un registre ou s'il lui manque un droit. Avec --write, lui donne ses droits. "
        "Avec --sql, écrit ce qu'un administrateur du serveur tape pour le créer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--write", action="store_true", help="donne les droits, table par table"
        )
        parser.add_argument("--sql", action="store_true", help="écrit le bloc SQL qui le crée")

    def handle(self, *args: Any, **options: Any) -> None:
        role = settings.SITE_ACCOUNT
        database = connection.settings_dict["NAME"]
        if options["sql"]:
            self.stdout.write(BLOCK.format(role=role or "atlas_site", database=database))
            return
        if not role or not custody.exists(role):
            self.told(role)
        if options["write"]:
            told = custody.give(role)
            self.stdout.write(f"Compte « {role} » : droits donnés sur {told} tables et suites.")
        found = list(custody.faults(role))
        for said in found:
            self.stdout.write(f"{said[0].upper()}{said[1:]}")
        if found:
            sys.exit(1)
        self.stdout.write(
            f"Compte « {role} » : il lit et complète les registres sans les réécrire."
        )

    def told(self, role: str) -> None:
        """Stop where there is no such account, with what to do about it."""
        why = f"le serveur ne connaît pas « {role} »" if role else "SITE_DATABASE_URL manque"
        raise CommandError(
            f"Les pages n'ont pas de compte de base à elles ({why}) : celui des commandes les "
            "sert, et pourrait réécrire les registres. manage.py site_account --sql dit comment "
            "le créer."
        )
