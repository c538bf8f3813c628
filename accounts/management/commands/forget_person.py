"""Erase all that is kept of a person, known by an e-mail, on request."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.console import report
from accounts.personal import forget


class Command(BaseCommand):
    help = "Efface tout ce qui est gardé d’une personne, à sa demande (sans --write : dit quoi)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="l’adresse électronique de la personne")
        parser.add_argument("--write", action="store_true", help="efface vraiment")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError(
                f"« {options['email']} » n’est pas une adresse électronique ; "
                "attendu : prenom.nom@exemple.fr"
            ) from None
        counts = forget(options["email"], write=options["write"])
        report(counts, write=options["write"])
        if not any(counts.values()):
            raise CommandError(f"rien n’est gardé de {options['email']}.", returncode=2)
