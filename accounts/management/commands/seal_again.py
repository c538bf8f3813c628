"""After SECRET_KEY has changed: seal second factors with it, so that former keys may go."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.second_factors import seal_again
from tables.counting import counted

LOST = 1


class Command(BaseCommand):
    help = (
        "Scelle les seconds facteurs avec SECRET_KEY ; SECRET_KEY_FALLBACKS peut ensuite être "
        "vidé. Sort avec 1 si certains ne s’ouvrent avec aucune clé donnée : l’ancienne clé est "
        "alors à garder."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="écrit dans la base")

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = seal_again(write=options["write"])
        if options["write"]:
            told = counted(done, "second facteur scellé", "seconds facteurs scellés")
        else:
            told = f"{counted(done, 'second facteur', 'seconds facteurs')} à sceller (--write)"
        self.stdout.write(f"{told} avec la clé actuelle.")
        if lost:
            verb = "ne s’ouvrent" if lost > 1 else "ne s’ouvre"
            self.stdout.write(
                f"{lost} {verb} avec aucune clé donnée : SECRET_KEY_FALLBACKS, "
                "ou reset_second_factor."
            )
            # A script that goes on to throw the former key away stops here.
            sys.exit(LOST)
