"""Load poles from a file: a dry run that shows the differences, written with --write."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser

from accounts.rights import held_by, reach_of
from accounts.roles import Act
from directory.record.file.cells import COLUMNS
from directory.record.file.plan import PolesPlan
from geo.reach import NOWHERE, Reach
from tables.command import REFUSED, LoadCommand

CONFLICTS = 2

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


class Command(LoadCommand):
    help = HELP
    formats = ".jsonl, .csv ou .xlsx"
    forced = "donne raison au fichier contre l'administration"
    on_conflict = CONFLICTS

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--person", metavar="COURRIEL",
            help="charge au nom d'une personne : sur son territoire seulement, sous sa signature",
        )  # fmt: skip

    def plans(self, path: Path, *, person: str | None = None, **_: Any) -> list[PolesPlan]:
        return [PolesPlan(path, *acting(person)) if person else PolesPlan(path)]


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
