"""Check the mandates against the list that the database keeps of them."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from accounts.agreeing import faults
from accounts.models import Mandate
from tables.counting import counted


class Command(BaseCommand):
    help = (
        "Compare les mandats avec la liste que la base en tient ; sort avec 1 si un mandat a été "
        "écrit, changé ou effacé sans elle, ou si une de ses lignes ne peut pas suivre la "
        "précédente."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = faults()
        for said in found:
            self.stdout.write(said)
        if found.left_out:
            self.stdout.write(f"… et {counted(found.left_out, 'autre')}.")
        held = counted(Mandate.objects.count(), "mandat")
        self.stdout.write(f"{held} ; {counted(found.total, 'anomalie')}.")
        if found.total:
            sys.exit(1)
