"""After SECRET_KEY has changed: seal second factors with it, so that former keys may go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.second_factors import seal_again


class Command(BaseCommand):
    help = (
        "Scelle les seconds facteurs avec SECRET_KEY ; SECRET_KEY_FALLBACKS peut ensuite être vidé."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="écrit dans la base")

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = seal_again(write=options["write"])
        self.stdout.write(
            f"{done} seconds facteurs {'scellés' if options['write'] else 'à sceller (--write)'} "
            "avec la clé actuelle."
        )
        if lost:
            self.stdout.write(
                f"{lost} ne s’ouvrent avec aucune clé donnée : SECRET_KEY_FALLBACKS, "
                "ou reset_second_factor."
            )
