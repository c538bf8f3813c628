"""Whether what was submitted, judged and decided is what is kept, and the files of the disk."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from calls.application.freezing import sha256_of
from calls.documents.belonging import mark, mark_of, waits, why_not_ours
from calls.documents.inspecting import KINDS
from calls.documents.storing import FOLDERS, path_of
from calls.models import Application, ApplicationEvent, Call, CallDocument, Document, Dossier
from calls.models.stored import Stored
from calls.states import State
from calls.verification import conduct
from calls.verification.applications import disagreements, with_all
from calls.verification.rules import Promise, promise_of

BATCH = 100


def faults() -> Iterator[str]:
    """What does not hold, in French, one sentence each."""
    check = partial(of_application, promised=cache(promise_of))
    for application in spoken_of().iterator(BATCH):
        yield from checked(f"{application.number or application.pk}", check, application)
    for call in Call.objects.filter(opens_at__isnull=False).order_by("pk").iterator(BATCH):
        yield from checked(call.slug, of_call, call)
    owned = Document.objects.annotate(of=F("application__number")).select_related("question")
    public = CallDocument.objects.annotate(of=F("call__slug")).order_by("pk")
    for document in [*owned.order_by("pk").iterator(BATCH), *public.iterator(BATCH)]:
        yield from checked(getattr(document, "of", "") or "brouillon", of_document, document)


def checked(name: str, check: Callable[[Any], Iterator[str]], one: Any) -> Iterator[str]:
    """What one record is at fault for. One that cannot be read is, and stops no other's check."""
    try:
        yield from (f"{name} : {said}" for said in check(one))
    except Exception as error:
        yield f"{name} : ne se contrôle pas ({type(error).__name__} : {error})."


def of_application(application: Application, promised: Callable[[Call], Promise]) -> Iterator[str]:
    """One application: its dossier, its journal, its rows, the rules it was promised."""
    if not application.frozen or sha256_of(application.frozen) != application.frozen_sha256:
        yield "le dossier figé n'a plus son empreinte."
    yield from disagreements(application, promised(application.call))


def of_call(call: Call) -> Iterator[str]:
    """One call run from here: its journal, and numbers without a gap."""
    yield from conduct.disagreements(call)
    received = Application.objects.filter(call=call, serial__isnull=False)
    found = received.aggregate(count=Count("pk"), last=Max("serial"))
    if found["last"] and found["count"] != found["last"]:
        yield "les numéros des candidatures ne se suivent pas."


def of_document(document: Stored) -> Iterator[str]:
    """One file."""
    if said := fault_of(document):
        yield f"« {document.name} » {said}."
    question = getattr(document, "question", None)
    if question and question.application_id != getattr(document, "application_id", None):
        yield f"« {document.name} » est sous une demande faite à une autre candidature."


def spoken_of() -> "QuerySet[Application, Application]":
    """The applications received, and those that a register speaks of, whatever their state says."""
    registers = Exists(Dossier.objects.filter(application=OuterRef("pk"))) | Exists(
        ApplicationEvent.objects.filter(application=OuterRef("pk"))
    )
    found = Application.objects.filter(~Q(state=State.DRAFT.value) | registers)
    return with_all(found).order_by("pk")


def fault_of(document: Stored) -> str:
    """What is wrong with a file; nothing if it is as it was deposited."""
    path = path_of(document.stored)
    if not path.is_file():
        return "manque"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if (digest, path.stat().st_size) != (document.sha256, document.size):
        return "a changé"
    kind = KINDS.get(path.suffix.lstrip("."))
    return "" if kind and kind.media_type == document.media_type else "n'est plus dit de sa nature"


@dataclass(frozen=True)
class Strays:
    """Files that no record names, and why none may be taken away (empty where they may)."""

    paths: list[Path]
    refusal: str


def strays() -> Strays:
    """What a server that stopped between a file and its record has left."""
    found = Path(settings.MEDIA_ROOT).glob(f"{'?' * FOLDERS}/*")
    files = sorted(path for path in found if path.is_file())
    known = stored_names()
    lost = [path for path in files if path.name not in known]
    refusal = why_not_ours(len(files) - len(lost), len(files))
    if waits() and len(lost) == len(files):
        lost = []  # until a deposit is kept, nothing says that the folder is this database's
    return Strays(lost, refusal)


def stored_names() -> set[str]:
    """The names under which the files of all records are kept."""
    return {
        name
        for model in (Document, CallDocument)
        for name in model._default_manager.order_by("pk").values_list("stored", flat=True)
    }


def take_away(paths: list[Path]) -> None:
    """Remove files; the folder is this database's from now on, if nothing said so yet."""
    folder = Path(settings.MEDIA_ROOT)
    if folder.is_dir() and not mark_of(folder):
        mark(folder)
    for path in paths:
        path.unlink(missing_ok=True)
