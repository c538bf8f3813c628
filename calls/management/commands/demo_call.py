"""Make or take away the demonstration: a call, and applications to it, to try the screens."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calls.demonstration import making
from calls.demonstration.content import SLUG
from calls.models import Call
from calls.states import State
from tables.counting import counted

STAGES = {
    "ouvert": ((State.SUBMITTED,), False),
    "instruction": (making.MIXED, True),
    "decision": ((State.INSTRUCTED,), True),
}


class Command(BaseCommand):
    help = (
        "Crée un appel de démonstration et ses candidatures inventées, sur le vrai territoire ; "
        "rien n'en devient public. Avec --remove, les enlève. Sans --write, dit ce qui serait fait."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--etape", choices=STAGES, default="instruction", help="où en sont les candidatures"
        )
        parser.add_argument("--combien", type=int, default=making.HOW_MANY, metavar="N")
        parser.add_argument("--write", action="store_true", help="crée, ou enlève, vraiment")
        parser.add_argument("--remove", action="store_true", help="enlève tout")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.remove(write=options["write"])
            return
        if not 1 <= options["combien"] <= 200:
            raise CommandError("--combien : de 1 à 200.")
        if Call.objects.filter(slug=SLUG).exists():
            raise CommandError("La démonstration est déjà là : --remove l'enlève.")
        if not options["write"]:
            count = len(making.places(options["combien"]))
            made = counted(count, "candidature serait créée", "candidatures seraient créées")
            self.stdout.write(f"{made} (--write pour le faire).")
            return
        stages, closed = STAGES[options["etape"]]
        call = making.make(stages, closed=closed, count=options["combien"])
        self.stdout.write(
            f"« {call.title} » : {counted(call.applications.count(), 'candidature')}, "
            f"page {call.get_absolute_url()}"
        )

    def remove(self, *, write: bool) -> None:
        """Take all of it away, or say what would go."""
        if write:
            gone = counted(making.remove(), "candidature")
            self.stdout.write(f"Démonstration enlevée : {gone}.")
            return
        calls, applications, people = making.standing()
        self.stdout.write(
            f"Seraient enlevés : {counted(calls, 'appel')}, {counted(applications, 'candidature')} "
            f"et {counted(people, 'compte')} de démonstration (--write pour le faire)."
        )
