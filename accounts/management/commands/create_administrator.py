"""Make someone an administrator: the account if there is none, and a link to choose a password."""

import secrets
from typing import Any

import pghistory
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from accounts.granting import grant
from accounts.models import Mandate
from accounts.roles import Role

FIRST = "premier administrateur, nommé à la mise en place du site"


class Command(BaseCommand):
    help = "Donne à une personne le rôle d’administrateur ; crée son compte au besoin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="l’adresse électronique de la personne")
        parser.add_argument(
            "--reason", default="",
            help="pourquoi, gardé et montré dans la liste des mandats ; obligatoire dès qu’un "
            "administrateur existe, qui peut donner ce rôle lui-même",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(
                f"« {email} » n’est pas une adresse électronique ; attendu : prenom.nom@exemple.fr"
            ) from None
        reason = " ".join(options["reason"].split())
        if not reason and Mandate.objects.filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError(
                "un administrateur existe : il peut donner ce rôle dans l’administration. Pour le "
                'donner d’ici malgré cela, dire pourquoi : --reason "…" ; la raison est gardée, '
                "montrée et dite à la cellule nationale."
            )
        person = made(email, reason or FIRST)
        if person.has_usable_password():
            self.stdout.write(f"{email} est administrateur, avec son mot de passe actuel.")
        else:
            self.stdout.write(f"{email} est administrateur. Mot de passe à choisir ici :")
            self.stdout.write(f"  {link_of(person)}")
        self.stdout.write("Le rôle prend effet avec le second facteur, demandé à l’entrée.")


@transaction.atomic
def made(email: str, reason: str) -> User:
    """The account of an address, confirmed, with the mandate, kept in the list and told."""
    known = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
    if known:
        person = known.user
    else:
        person = User(username=secrets.token_hex(12), email=email)
        person.set_unusable_password()
        person.save()
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    with pghistory.context(command="create_administrator"):
        grant(person, Role.ADMINISTRATOR, reason=reason)
    return person


def link_of(person: User) -> str:
    """Where the person chooses a password, once."""
    parts = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=parts)
