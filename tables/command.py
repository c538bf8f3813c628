"""What every command that loads files is made of: arguments, progress, refusals, report, end."""

import argparse
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tables.console import Progress, console_on
from tables.difference import Verdict
from tables.engine import Plan, Refusals, load
from tables.problems import Refused
from tables.reporting import report, report_refusal

REFUSED = 1


class LoadCommand(ABC, BaseCommand):
    """A dry run that shows the differences, written with --write; leaves with 1 if refused."""

    requires_system_checks = ()  # the pages are no concern of the data
    file: ClassVar[Path | None] = None  # by default; without a folder, one must be named
    folder: ClassVar[Path | None] = None  # by default, where a folder is loaded whole
    formats: ClassVar[str] = ""  # of the file
    described_in: ClassVar[str] = ""  # the file of the folder that says what it holds
    forced: ClassVar[str] = "donne raison au fichier"  # what --force does; "" where nothing
    brief: ClassVar[bool] = False  # of many files, a line each
    on_conflict: ClassVar[int] = 0  # the exit code where an edit and the file contradict

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        if "\n" in self.help:  # lines of its own
            kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        default = self.folder or self.file
        usual = f" (défaut : {default.relative_to(settings.BASE_DIR)})" if default else ""
        if self.folder:
            parser.add_argument("--folder", type=Path, default=default, help=f"dossier{usual}")
        else:
            said, nargs = f"fichier {self.formats}{usual}", "?" if default else None
            parser.add_argument("file", type=Path, nargs=nargs, default=default, help=said)
        parser.add_argument("--write", action="store_true", help="écrit dans la base")
        if self.forced:
            parser.add_argument("--force", action="store_true", help=self.forced)

    @abstractmethod
    def plans(self, path: Path, **options: Any) -> Sequence[Plan[Any]]:
        """What a file or a folder holds; `Refused` if it is badly described."""

    def handle(self, *_: Any, write: bool, force: bool = False, **options: Any) -> None:
        console = console_on(self.stdout)
        path: Path = options["folder" if self.folder else "file"]
        try:
            differences = load(
                self.plans(path, **options),
                write=write,
                force=force,
                told=lambda plan, difference: report(console, plan, difference, brief=self.brief),
                progress=Progress(console),
            )
        except (Refused, Refusals) as error:
            self.refuse(error, self.described_in or path.name)
        if not write:
            console.print("Essai à blanc : rien n'a été écrit (--write pour écrire).", style="bold")
        else:
            written = any(difference.writes for difference in differences)
            console.print("Écrit." if written else "Rien à écrire.", style="bold")
        conflicts = any(one.with_verdict(Verdict.CONFLICT) for one in differences)
        if conflicts and self.on_conflict:
            sys.exit(self.on_conflict)

    def refuse(self, error: Refused | Refusals, name: str) -> NoReturn:
        """Say why nothing is loaded, file by file, and leave."""
        files = error.files if isinstance(error, Refusals) else [(name, error)]
        for file, refused in files:
            report_refusal(console_on(self.stderr), file, refused)
        sys.exit(REFUSED)
