"""Ask the leads of public poles, once a year, whether their record is still right."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mandate
from accounts.roles import Role
from directory.contributions.confirming import YEAR, ask, unchecked_for_a_year
from directory.models import ConfirmationRequest
from publishing.ceilings import whole
from web.page import absolute

MOST = 100_000
FAILED = 1


class Command(BaseCommand):
    help = (
        "Demande aux porteurs des pôles publics dont la fiche n'a pas été vérifiée depuis un an de "
        "la confirmer ou de la corriger : un message par an au plus. Essai à blanc par défaut. "
        f"Codes de sortie : 0, tout est fait ; {FAILED}, des messages ne sont pas partis."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="envoie les messages")

    def handle(self, *, write: bool, **_options: Any) -> None:
        sent = failed = 0
        for pole_id, slug, person_id, email in to_ask():
            if not write:
                self.stdout.write(slug)
                sent += 1
                continue
            try:
                sent += ask(pole_id, person_id, email, link_of)
            except OSError as error:  # smtplib's errors are OSErrors
                failed += 1
                self.stderr.write(f"{slug} : message non parti ({type(error).__name__})")
        if write:
            self.stdout.write(f"Messages envoyés : {sent}.")
        else:
            self.stdout.write(
                f"Messages à envoyer : {sent}. Essai à blanc (--write pour les envoyer)."
            )
        if failed:
            sys.exit(FAILED)


def link_of(slug: str, token: str) -> str:
    """The address that a lead is sent."""
    return absolute(reverse("pole-confirmer", args=[slug, token]))


def to_ask() -> list[tuple[int, str, int, str]]:
    """The leads to ask: pole, its identifier, person, address; none asked within a year."""
    today = timezone.localdate()
    mandates = (
        Mandate.objects.filter(role=Role.LEAD, person__is_active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=today))
        .filter(pole__in=unchecked_for_a_year(today).values("pk"))
        .exclude(person__email="")
    )
    recent = ConfirmationRequest.objects.filter(sent_at__gt=timezone.now() - YEAR)
    asked = set(whole(recent.values_list("pole_id", "person_id"), MOST))
    rows = mandates.annotate(slug=F("pole__slug"), address=F("person__email")).order_by(
        "slug", "person_id"
    )
    return [
        row
        for row in whole(rows.values_list("pole_id", "slug", "person_id", "address"), MOST)
        if (row[0], row[2]) not in asked
    ]
