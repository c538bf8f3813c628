"""Load poles from a file: a dry run that shows the differences, written with --write."""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pghistory
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import track

from accounts.rights import held_by, reach_of
from accounts.roles import Act
from directory.record.comparing import Verdict
from directory.record.file.cells import COLUMNS
from directory.record.file.plan import load
from directory.record.file.reporting import report_diff
from geo.reach import EVERYWHERE, NOWHERE, Reach
from tables.console import console_on
from tables.problems import Refused
from tables.reporting import report_refusal

REFUSED, CONFLICTS = 1, 2
LONG = 300  # poles, some two seconds

HELP = f"""
Charge des pôles depuis un fichier JSONL, CSV ou XLSX (UTF-8 avec ou sans BOM, « ; » ou « , »).

Tout le fichier est vérifié d'abord, et toutes les erreurs sont dites ensemble ; une seule
erreur, et rien n'est écrit. Sans --write, c'est un essai à blanc : les différences sont
montrées, champ par champ. Rien n'est jamais supprimé : un pôle absent du fichier reste.

Un champ modifié dans l'administration depuis le dernier chargement est conservé et listé.
S'il a changé aussi dans le fichier, c'est un conflit : il est conservé, sauf avec --force.

Codes de sortie : 0, tout est fait ; {REFUSED}, fichier refusé ; {CONFLICTS}, des conflits
demeurent (le reste est écrit avec --write).

Colonnes d'un CSV ou d'un classeur : {", ".join(COLUMNS)}.
Dans une cellule, les éléments d'une liste sont séparés par « | » (« \\| » pour la barre même).
  epci                   200070563 Nom cité | 245400171 Autre nom
  recognitions           aap-2013, 2014, 150000 € : Libellé | autre : Libellé
  footprint.territories  commune:26281 | part:26281 Le quartier | epci:200040459
  footprint.drawn        GeoJSON (Polygon ou MultiPolygon, en degrés)
  published              oui ou non
Les clés et leurs valeurs sont décrites dans data/poles/README.md.
"""


class Command(BaseCommand):
    requires_system_checks = ()  # the pages are no concern of the data
    help = HELP

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            *args, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="fichier .jsonl, .csv ou .xlsx")
        parser.add_argument("--write", action="store_true", help="écrit dans la base")
        parser.add_argument(
            "--force", action="store_true", help="donne raison au fichier contre l'administration"
        )

        parser.add_argument(
            "--person", metavar="COURRIEL",
            help="charge au nom d'une personne : sur son territoire seulement, sous sa signature",
        )  # fmt: skip

    def handle(
        self, *, file: Path, write: bool, force: bool, person: str | None, **_options: Any
    ) -> None:
        console = console_on(self.stdout)
        reach, signed = acting(person) if person else (EVERYWHERE, {})
        try:
            with pghistory.context(**signed):
                diff = load(file, write=write, force=force, track=tracker(console), reach=reach)
        except Refused as refused:
            report_refusal(console_on(self.stderr), file.name, refused)
            sys.exit(REFUSED)
        report_diff(console, diff, written=write)
        if diff.with_verdict(Verdict.CONFLICT):
            sys.exit(CONFLICTS)


def acting(email: str) -> tuple[Reach, dict[str, Any]]:
    """Where a person may edit poles, and their signature; `CommandError` for one who may not."""
    person = User.objects.filter(email__iexact=email.strip()).order_by("pk").first()
    reach = reach_of(person, Act.EDIT_POLE) if person else NOWHERE
    if person is None or not reach:
        raise CommandError(
            f"« {email} » : attendu, le courriel d'une personne dont le rôle permet de modifier "
            "des fiches (le second facteur compris, s'il en demande un)."
        )
    roles = sorted({str(held.role) for held in held_by(person) if held.in_effect})
    return reach, {"person": person.pk, "roles": roles}


def tracker(console: Console) -> Callable[[list[str]], Iterable[str]]:
    """A progress bar, where writing is long enough to wonder."""

    def follow(slugs: list[str]) -> Iterable[str]:
        hidden = len(slugs) < LONG or not console.is_terminal
        return track(slugs, "Écriture", console=console, transient=True, disable=hidden)

    return follow
