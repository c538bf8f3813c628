"""Erase the personal data that are past their time, in every family: to be run each night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.console import report
from accounts.personal import expire


class Command(BaseCommand):
    help = "Efface les données personnelles dont la durée est passée (sans --write : dit quoi)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="efface vraiment")

    def handle(self, *args: Any, **options: Any) -> None:
        report(expire(timezone.now(), write=options["write"]), write=options["write"])
