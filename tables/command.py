"""What every command that loads files is made of: arguments, progress, refusals, report, end."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any, ClassVar, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from tables.console import Told, console_on
from tables.difference import Verdict
from tables.engine import Plan, Refusals, load
from tables.problems import Refused
from tables.reporting import report, report_refusal

REFUSED = 1


class LoadCommand(BaseCommand):
    """A dry run that shows the differences, written with --write; leaves with 1 if refused."""

    requires_system_checks = ()  # the pages are no concern of the data
    source: str = ""  # what says which files there are, in what is said of its faults
    forced: ClassVar[str] = "donne raison au fichier"  # what --force does; "" where nothing
    brief: ClassVar[bool] = False  # of many files, a line each
    on_conflict: ClassVar[int] = 0  # the exit code where an edit and the file contradict

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            *args, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="écrit dans la base")
        if self.forced:
            parser.add_argument("--force", action="store_true", help=self.forced)

    def plans(self, *args: Any, **options: Any) -> Sequence[Plan[Any]]:
        """The files that the arguments name; `Refused` if they name none that can be loaded."""
        raise NotImplementedError

    def handle(self, *_: Any, write: bool, force: bool = False, **options: Any) -> None:
        console = console_on(self.stdout)
        try:
            differences = load(
                self.plans(**options),
                write=write,
                force=force,
                told=lambda plan, difference: report(console, plan, difference, brief=self.brief),
                progress=Told(console),
            )
        except (Refused, Refusals) as error:
            self.refuse(error)
        if not write:
            console.print("Essai à blanc : rien n'a été écrit (--write pour écrire).", style="bold")
        else:
            written = any(difference.writes for difference in differences)
            console.print("Écrit." if written else "Rien à écrire.", style="bold")
        if any(difference.with_verdict(Verdict.CONFLICT) for difference in differences):
            sys.exit(self.on_conflict)

    def refuse(self, error: Refused | Refusals) -> NoReturn:
        """Say why nothing is loaded, file by file, and leave."""
        files = error.files if isinstance(error, Refusals) else [(self.source, error)]
        for name, refused in files:
            report_refusal(console_on(self.stderr), name, refused)
        sys.exit(REFUSED)
