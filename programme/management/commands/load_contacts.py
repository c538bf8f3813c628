"""Load the contacts of regions: a dry run says what would change, --write writes."""

from pathlib import Path
from typing import Any

from django.conf import settings

from programme.contacts.plan import ContactsPlan
from tables.command import LoadCommand


class Command(LoadCommand):
    file = settings.BASE_DIR / "data" / "contacts" / "contacts.jsonl"
    formats = ".jsonl"
    forced = ""  # the file is always right
    help = (
        "Charge les contacts publics des régions, d'un seul tenant. Sans --write, c'est un essai à "
        "blanc. Une seule erreur, et rien n'est écrit. Le fichier fait foi : un organisme qui n'y "
        "est plus est retiré."
    )

    def plans(self, path: Path, **_: Any) -> list[ContactsPlan]:
        return [ContactsPlan(path)]
