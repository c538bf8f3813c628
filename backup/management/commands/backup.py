"""Make a backup: the archive, and the keys sealed to the operator's own key."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from backup import keys
from backup.problems import BackupError
from backup.saving import save
from tables.counting import counted


class Command(BaseCommand):
    help = (
        "Écrit une sauvegarde : base, documents, courriels en attente et manifeste dans une "
        "archive ; clés à part, que seule ouvre la clé privée age de l’exploitant."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        folder = settings.BASE_DIR / "sauvegardes"
        key = settings.BACKUP_RECIPIENT
        add = parser.add_argument
        add("--output", type=Path, default=folder, help="dossier où écrire (sauvegardes/)")
        add("--recipient", default=key, help="clé publique age (sinon BACKUP_RECIPIENT)")
        add("--without-keys", action="store_true", help="ne garde pas les clés")
        add("--new-key", type=Path, metavar="FICHIER", help="fait une paire de clés, c’est tout")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new_key"]:
                self.make_key(options["new_key"])
            else:
                self.save(options)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def make_key(self, path: Path) -> None:
        """A pair for an operator who has none."""
        public = keys.new_pair(path)
        self.stdout.write(f"Clé publique, à mettre dans BACKUP_RECIPIENT : {public}")
        self.stdout.write(f"Clé privée : {path}. Gardez-la hors de cette machine.")

    def save(self, options: dict[str, Any]) -> None:
        """The backup, and what is in it."""
        recipient = "" if options["without_keys"] else options["recipient"]
        if not recipient and not options["without_keys"]:
            raise CommandError(
                "À quelle clé sceller les clés du site ? BACKUP_RECIPIENT=age1… (ou --recipient) "
                "la dit ; --new-key FICHIER en fait une ; --without-keys s’en passe."
            )
        saved = save(options["output"].resolve(), recipient)
        self.stdout.write(f"Sauvegarde : {saved.path}")
        self.stdout.write(
            f"  {counted(saved.tables, 'table')}, {counted(saved.rows, 'ligne')}, "
            f"{counted(saved.files['documents'], 'document')}, "
            f"{counted(saved.files['courriels'], 'courriel')}"
        )
        self.stdout.write(
            f"  clés, à garder ailleurs que l’archive : {saved.keys}" if saved.keys
            else "  clés : non gardées ; sans elles, aucun second facteur ne s’ouvrira."
        )  # fmt: skip
        if saved.swept:
            self.stdout.write(
                f"  {counted(saved.swept, 'reste')} de sauvegardes interrompues, de plus d’un "
                f"jour : {'enlevés' if saved.swept > 1 else 'enlevé'}."
            )
        if saved.missing:
            count = len(saved.missing)
            self.stdout.write(
                f"  {counted(count, 'document')} que la base nomme "
                f"{'manquent' if count > 1 else 'manque'} déjà sur le disque "
                f"(verify_applications dit {'lesquels' if count > 1 else 'lequel'})."
            )
