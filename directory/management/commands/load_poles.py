"""Load poles from a file: a dry run that shows the differences, written with --write."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser

from accounts.rights import held_by, reach_of
from accounts.roles import Act
from directory.record.file.cells import COLUMNS
from directory.record.file.plan import PolesPlan
from geo.reach import EVERYWHERE, NOWHERE, Reach
from tables.command import REFUSED, LoadCommand
from tables.reading.table import Choice

CONFLICTS = 2

HELP = f"""
Charge des pôles depuis un fichier JSONL ou un tableau : CSV, Excel (.xlsx, .xls), LibreOffice.

Tout le fichier est vérifié d'abord, et toutes les erreurs sont dites ensemble ; une seule
erreur, et rien n'est écrit. Sans --write, c'est un essai à blanc : les différences sont
montrées, champ par champ. Rien n'est jamais supprimé : un pôle absent du fichier reste.

Un champ modifié dans l'administration depuis le dernier chargement est conservé et listé.
S'il a changé aussi dans le fichier, c'est un conflit : il est conservé, sauf avec --force.

Codes de sortie : 0, tout est fait ; {REFUSED}, fichier refusé ; {CONFLICTS}, des conflits
demeurent (le reste est écrit avec --write).

Colonnes d'un tableau : {", ".join(COLUMNS)} ;
ou les noms français que les exports écrivent. Une colonne absente ne change rien aux fiches
connues.
Une commune se donne par son code Insee, ou par son nom et son département : « Limoux (11) ».
Dans une cellule, les éléments d'une liste sont séparés par « | », « ; » ou un retour à la ligne
(« \\| », « \\; » pour le signe même).
  epci                   200070563 Nom cité | 245400171 Autre nom
  recognitions           aap-2013, 2014, 150000 € : Libellé | autre : Libellé
  footprint.territories  commune:26281 | part:26281 Le quartier | epci:200040459
  footprint.drawn        GeoJSON en degrés, ou un fichier à côté du tableau : bugey.gpkg#couche
  published              oui ou non
Les clés et leurs valeurs sont décrites dans data/poles/README.md.
"""


class Command(LoadCommand):
    help = HELP
    formats = ".jsonl, .csv, .xlsx, .xls ou .ods"
    forced = "donne raison au fichier contre l'administration"
    on_conflict = CONFLICTS

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--person", metavar="COURRIEL",
            help="charge au nom d'une personne : sur son territoire seulement, sous sa signature",
        )  # fmt: skip
        parser.add_argument("--sheet", default="", metavar="FEUILLE", help="feuille du classeur")
        parser.add_argument(
            "--column", action="append", default=[], metavar="EN-TÊTE=COLONNE",
            help="colonne que veut dire un en-tête du fichier ; « EN-TÊTE= » pour le laisser",
        )  # fmt: skip

    def plans(
        self,
        path: Path,
        *,
        person: str | None = None,
        sheet: str = "",
        column: Sequence[str] = (),
        **_: Any,
    ) -> list[PolesPlan]:
        who = acting(person) if person else (EVERYWHERE, {})
        return [PolesPlan(path, *who, Choice(sheet, dict(map(meaning, column))))]


def meaning(said: str) -> tuple[str, str]:
    """A name of the file, and the column that it means."""
    name, equals, column = said.rpartition("=")
    if not equals or (column and column not in COLUMNS):
        raise CommandError(
            f"--column « {said} » : attendu, « en-tête du fichier=colonne » ; colonnes : "
            f"{', '.join(COLUMNS)}."
        )
    return name, column


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
