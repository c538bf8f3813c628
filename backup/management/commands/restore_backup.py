"""Put a backup back; over what stands, only if a person types a word after reading what."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from backup import keys
from backup.management.commands.verify_backup import told
from backup.problems import BackupError
from backup.restoring import restore, standing

WORD = "remplacer"


class Command(BaseCommand):
    requires_system_checks = ()
    help = (
        "Remet une sauvegarde en place, après l’avoir comparée avec son manifeste. Ce qui s’y "
        f"trouvait n’est remplacé que si l’on tape « {WORD} », et reste à côté, sous l’heure."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        beside = f"clés scellées (sinon, à côté de l’archive : …{keys.ENDING})"
        add = parser.add_argument
        add("archive", type=Path, help="fichier atlas-….tar")
        add("--identity", type=Path, metavar="FICHIER", help="clé privée age, pour les clés")
        add("--keys", type=Path, metavar="FICHIER", help=beside)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["archive"]
        try:
            beside = options["keys"] or path.with_name(f"{path.stem}{keys.ENDING}")
            opened = keys.opened(beside, options["identity"]) if options["identity"] else None
            if found := standing():
                self.ask(found)
            proof, aside = restore(path, opened)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if opened:
            proof = replace(proof, same_key=in_force(opened))
        self.stdout.write(told(proof))
        self.stdout.write("La sauvegarde est en place.")
        if aside:
            self.stdout.write("Ce qui s’y trouvait est gardé, à effacer quand tout va bien :")
            self.stdout.writelines(f"  {one}\n" for one in aside)
        if opened and (former := former_keys(opened)):
            self.stdout.write("Clés précédentes, à remettre dans SECRET_KEY_FALLBACKS :")
            self.stdout.writelines(f"  {one}\n" for one in former)
        if not opened:
            self.stdout.write("Les clés n’ont pas été remises (--identity les ouvre).")

    def ask(self, found: list[str]) -> None:
        """Go on only if a person who has read what stands there types the word."""
        self.stdout.write("Cette installation n’est pas vide :")
        self.stdout.writelines(f"  {one}\n" for one in found)
        if not sys.stdin.isatty():
            raise CommandError(
                "Rien n’est fait : il faut une installation vide, ou une personne devant un "
                f"terminal qui tape « {WORD} »."
            )
        self.stdout.write(f"Pour la remplacer, tapez « {WORD} » : ", ending="")
        self.stdout.flush()
        if sys.stdin.readline().strip() != WORD:
            raise CommandError("Rien n’est fait.")


def in_force(opened: dict[str, Any]) -> bool:
    """Whether the next start reads the key that was put back: a given one comes before it."""
    given = os.environ.get("SECRET_KEY", "")
    return given in ("", opened["secret_key"])


def former_keys(opened: dict[str, Any]) -> list[str]:
    """The keys that still open what they sealed, and that the settings put back do not give."""
    known = {*settings.SECRET_KEY_FALLBACKS, *opened[keys.ENV].replace("=", ",").split(",")}
    return [one for one in opened.get("secret_key_fallbacks", []) if one not in known]
