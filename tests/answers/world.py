"""The database that is asked: all of France as the project's files give it, then what people do."""

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import override_settings

from calls.models import Application, Document, Question
from directory.models import ErrorReport, MissingPole, Pole, Proposal
from programme.models import ServiceRequest
from tests.answers import clock, forms
from tests.answers.questions import VISITOR
from tests.calls.applications import make_call, make_draft, make_submitted
from tests.calls.files import pdf
from tests.harness import accounts
from tests.harness.databases import cloned
from tests.harness.grounds import FRANCE
from tests.people import SignedIn, make_person

UNCHECKED = "turfu-productions-val-d-allier"  # for more than a year, here: its lead is asked
REGION, POLE = "27", "clus-ter-jura"
LOADS = ("load_indicators", "load_calls", "load_programme", "load_contacts")
PIECES = [{"level": "epci", "code": "200071116", "label": "", "drawn": None}]
ROLES: dict[str, tuple[str | None, dict[str, str]]] = {
    "agent": ("officer", {"region_id": REGION}),
    "cellule": ("regional-cell", {"region_id": REGION}),
    "nationale": ("national-cell", {}),
    "analyste": ("analyst", {}),
    "administration": ("administrator", {}),
    "candidate": (None, {}),
    "personne": (None, {}),
}


@dataclass
class World:
    """Who asks, and the keys that stand for `{…}` in the addresses of the table."""

    people: dict[str, SignedIn]
    places: dict[str, str]

    def sent(self, person: str, path: str, **changes: Any) -> None:
        """Send the form that an address shows. Raises RuntimeError where it is refused."""
        with accounts.as_site():
            client = self.people[person].browser()
            action, fields = forms.posted(client.get(path).content.decode())
            response = client.post(action or path, fields | changes)
        if response.status_code != 302:
            said = re.findall(
                r'class="[^"]*erreur[^"]*".*?</', response.content.decode(), re.DOTALL
            )
            raise RuntimeError(f"{path} : {response.status_code} {said}")


@contextmanager
def made(folder: Path) -> Iterator[World]:
    """The same one each time, in a database of its own; `folder` takes what people deposit."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with (
        override_settings(MEDIA_ROOT=folder, STORAGES={"default": DEFAULT, "staticfiles": plain}),
        override_settings(CACHES={"default": {"BACKEND": MEMORY}}),
        ExitStack() as opened,
    ):
        with redirect_stdout(io.StringIO()):  # of the loads, where the template is made
            opened.enter_context(cloned("reponses", FRANCE))
        clock.stop_in_database()
        accounts.Account.taken = accounts.may_become()
        for load in LOADS:
            call_command(load, write=True, verbosity=0, stdout=io.StringIO())
        yield peopled()


DEFAULT = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
MEMORY = "django.core.cache.backends.locmem.LocMemCache"


def peopled() -> World:
    """People of each role; records edited, reported, amended, said to be missing; applications."""
    lead = make_person("porteur@exemple.fr", "lead", pole=Pole.objects.get(slug=POLE))
    people = {
        name: make_person(f"{name}@exemple.fr", role, **ground)
        for name, (role, ground) in ROLES.items()
    }
    signed = {name: SignedIn(person) for name, person in people.items()}
    world = World({VISITOR: SignedIn(None), "porteur": SignedIn(lead), **signed}, {})
    pole = f"/poles/{POLE}"
    world.sent("agent", f"{pole}/modifier/", description="Présentation revue.", why="Leur site.")
    world.sent(
        VISITOR,
        f"{pole}/signaler/",
        part="name",
        text="Le nom a changé.",
        contact="lectrice@exemple.fr",
    )
    world.sent(
        "porteur", f"{pole}/proposer/", website="https://exemple.fr/pole", why="Nouveau site."
    )
    world.sent(
        VISITOR, "/proposer-un-pole/", name="Feutre et fil", seat="39097",
        source="https://exemple.fr/laine", call="ami-2021-phase-1", text="Vu dans un article.",
    )  # fmt: skip
    world.sent(
        VISITOR, "/services/bouquet-de-services/demander/", nom="Ada Laine",
        courriel="ada@exemple.fr", organisation="Pôle Laine", commune="Lons-le-Saunier",
        besoin="Un regard neuf.",
    )  # fmt: skip
    make_person("ancienne@exemple.fr", "lead", pole=Pole.objects.get(slug=UNCHECKED))
    Pole.objects.filter(slug=UNCHECKED).update(checked="2025-06-01")
    call_command("demo_call", write=True, verbosity=0, stdout=io.StringIO())
    call = make_call()
    draft = make_draft(make_call("ami-2028"), people["candidate"], territories=PIECES)
    ready = make_draft(make_call("ami-2029"), people["candidate"], territories=PIECES)
    application = make_submitted(call, people["candidate"], territories=PIECES)
    world.places = {
        "signalement": str(ErrorReport.objects.get().pk),
        "proposition": str(Proposal.objects.get().pk),
        "manquant": str(MissingPole.objects.get().pk),
        "demande": str(ServiceRequest.objects.get().pk),
        "candidature": str(application.key),
        "numero": str(application.number),
        "pret": str(ready.key),
        "document": str(deposited(world, ready)),
        # The one that a question of the table will ask.
        "interrogation": str(Question.objects.latest("pk").pk + 1),
        "brouillon": str(draft.key),
        "instruit": demonstrated("instructed"),
        "question": demonstrated("asked"),
        "pole": str(Pole.objects.get(slug=POLE).pk),
    }
    mail.outbox.clear()
    return world


def deposited(world: World, application: Application) -> int:
    """The key of a file that the applicant has deposited."""
    client = world.people["candidate"].browser()
    sent = {"kind": "statuts", "file": SimpleUploadedFile("statuts.pdf", pdf())}
    with accounts.as_site():
        client.post(f"/candidatures/{application.key}/documents/ajouter/", sent)
    return Document.objects.get().pk


def demonstrated(state: str) -> str:
    """The number of the first application of the demonstration in a state."""
    found = Application.objects.filter(call__demonstration=True, state=state).earliest("serial")
    return str(found.number)
