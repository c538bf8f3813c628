"""Load one indicator from a file: a dry run that shows the differences, written with --write."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from coverage.indicators.describing import Planned, describe
from coverage.indicators.ground import CarriedTo
from coverage.indicators.plan import IndicatorPlan
from coverage.indicators.reading import LEVEL_OF_COLUMN, read_level
from coverage.indicators.vocabulary import KIND_WORDS, Direction, FileLevel
from tables.command import REFUSED, LoadCommand
from tables.problems import Refused

HELP = f"""
Charge un indicateur depuis un fichier CSV ou XLSX (UTF-8 avec ou sans BOM, « ; » ou « , »)
d'une colonne de codes et d'une colonne valeur.

Colonnes de codes : {", ".join(LEVEL_OF_COLUMN)} (siren : EPCI, EPT et communes seules).
Tout le fichier est vérifié d'abord, et toutes les erreurs sont dites ensemble ; une seule
erreur, et rien n'est écrit. Sans --write, c'est un essai à blanc.

Un code absent n'a pas de valeur : absent n'est pas zéro. Seule une liste (--kind liste, ou
--list pour des classes ou des comptes) dit « non » par l'absence.

Les codes d'une géographie plus ancienne sont reportés sur les communes et EPCI d'aujourd'hui ;
ce qui a été reporté, et ce qui n'a pas pu l'être, est dit et gardé.

Code de sortie : 0, tout est fait ; {REFUSED}, fichier refusé.
"""


class Command(LoadCommand):
    help = HELP
    formats = ".csv ou .xlsx"

    forced = "recharge même sans changement, et remplace un indicateur d'une autre nature"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--code", required=True, help="identifiant, comme taux_de_pauvrete")
        parser.add_argument("--label", required=True, help="libellé montré")
        parser.add_argument("--unit", default="", help="unité, comme « %% » ou « € par an »")
        parser.add_argument("--source", required=True, help="producteur et titre")
        parser.add_argument("--vintage", required=True, help="millésime, comme « 2021 »")
        parser.add_argument("--address", default="", help="adresse de la source")
        parser.add_argument("--licence", default="", help="licence, si elle est connue")
        parser.add_argument("--notes", default="", help="précautions de lecture")
        parser.add_argument("--geography", default="", help="géographie des codes, comme 2024")
        parser.add_argument(
            "--kind", default="nombre", choices=list(KIND_WORDS), help="nature des valeurs"
        )
        parser.add_argument(
            "--level",
            choices=FileLevel.values,
            help="niveau des codes (défaut : celui de l'en-tête)",
        )
        parser.add_argument("--list", action="store_true", help="un code absent signifie non")
        parser.add_argument(
            "--epci-only", action="store_true",
            help="les communes ne font la valeur que d'un EPCI : celles qui sont connues ne "
            "valent pas pour les autres",
        )  # fmt: skip
        parser.add_argument(
            "--direction", default="aucune", choices=Direction.values,
            help="ce qui est prioritaire : les valeurs hautes ou basses",
        )  # fmt: skip
        parser.add_argument(
            "--priority", action="append", default=[], metavar="CLASSE",
            help="classe prioritaire (à répéter)",
        )  # fmt: skip

    def plans(self, path: Path, **options: Any) -> list[IndicatorPlan]:
        return [IndicatorPlan(planned_of(path, options), CarriedTo())]


def planned_of(file: Path, options: dict[str, Any]) -> Planned:
    """The file and the indicator that the options describe; `Refused` with every fault."""
    names = (
        "code", "label", "unit", "source", "vintage", "address", "licence", "notes", "kind",
        "direction",
    )  # fmt: skip
    values = {name: options[name] for name in names}
    values |= {"absent_is_none": options["list"], "priority_classes": options["priority"]}
    values |= {"aggregated": not options["epci_only"]}
    description, faults = describe(values)
    if description is None:
        raise Refused("L'indicateur est mal décrit.", faults)
    level = FileLevel(options["level"]) if options["level"] else read_level(file, description)
    return Planned(description, file, level, options["geography"])
