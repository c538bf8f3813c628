"""Prove a backup: restore it into an empty database and compare every table and every file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from backup.problems import BackupError
from backup.restoring import Proof, verify
from tables.counting import counted


class Command(BaseCommand):
    help = (
        "Restaure une sauvegarde dans une base vide, qui est ensuite enlevée, et compare chaque "
        "table (lignes, empreinte) et chaque fichier avec le manifeste. Rien du site ne change."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("archive", type=Path, help="fichier atlas-….tar")
        add("--into", default="", metavar="postgresql://…", help="une base vide, déjà là")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            given = conninfo_to_dict(options["into"].replace("postgis:", "postgresql:", 1))
        except ProgrammingError as error:
            raise CommandError(f"--into : postgresql://… est attendu ({error}).") from error
        into = {key: str(value) for key, value in given.items() if value is not None}
        try:
            self.stdout.write(told(verify(options["archive"], into or None)))
        except BackupError as error:
            raise CommandError(str(error)) from error


def told(proof: Proof) -> str:
    """What was compared, in French."""
    other = "\n  La clé du site n’est pas celle de cette sauvegarde : restaurez aussi les clés."
    return (
        f"Sauvegarde du {proof.made_at} : {counted(proof.tables, 'table')}, "
        f"{counted(proof.rows, 'ligne')} et {counted(proof.files, 'fichier')} comparés, "
        f"tous identiques.{'' if proof.same_key else other}"
    )
