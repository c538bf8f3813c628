"""Take someone's second factor away, with a reason that is kept and told to them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.keeping import accounts_of
from accounts.second_factors import take_away


class Command(BaseCommand):
    help = (
        "Enlève le second facteur d’une personne (téléphone perdu, clé du site perdue). Le motif "
        "est gardé, visible dans /gestion/, et la personne le reçoit par courriel."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="l’adresse électronique de la personne")
        parser.add_argument("--reason", required=True, help="pourquoi, en une phrase (300 signes)")

    def handle(self, *args: Any, **options: Any) -> None:
        email, reason = options["email"].strip(), " ".join(options["reason"].split())
        if not 1 <= len(reason) <= 300:
            raise CommandError("--reason : un motif de 1 à 300 signes est attendu.")
        found = list(accounts_of(email).distinct().order_by("pk")[:2])
        if len(found) != 1:
            raise CommandError(
                f"« {email} » : {'plusieurs comptes ont' if found else 'aucun compte n’a'} "
                "cette adresse."
            )
        if take_away(found[0], reason):
            self.stdout.write(f"Le second facteur de {email} est enlevé ; un courriel le lui dit.")
        else:
            self.stdout.write(f"{email} n’avait pas de second facteur ; la demande est gardée.")
