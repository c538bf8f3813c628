"""Whether what was submitted, judged and decided is what is kept, and the files of the disk."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from calls.agreeing import disagreements, hours_disagree, rules_disagree
from calls.documents.belonging import mark, mark_of, why_not_ours
from calls.documents.storing import FOLDERS, path_of
from calls.freezing import sha256_of
from calls.models import Application, ApplicationEvent, Call, CallDocument, Document, Dossier
from calls.models.stored import Stored
from calls.states import State

BATCH = 500


def faults() -> Iterator[str]:
    """What does not hold, in French, one sentence each."""
    for application in spoken_of().iterator(BATCH):
        name = application.number or application.frozen.get("number") or f"n° {application.pk}"
        if not application.frozen or sha256_of(application.frozen) != application.frozen_sha256:
            yield f"{name} : le dossier figé n'a plus son empreinte."
        for said in disagreements(application):
            yield f"{name} : {said}"
        if said := rules_disagree(application):
            yield f"{name} : {said}"
    for call in Call.objects.filter(opens_at__isnull=False).order_by("pk").iterator(BATCH):
        if said := hours_disagree(call):
            yield f"{call.slug} : {said}"
    owned = Document.objects.annotate(of=F("application__number")).order_by("pk")
    public = CallDocument.objects.annotate(of=F("call__slug")).order_by("pk")
    for document in [*owned.iterator(BATCH), *public.iterator(BATCH)]:
        if said := fault_of(document):
            yield f"{getattr(document, 'of', '') or 'brouillon'} : « {document.name} » {said}."


def spoken_of() -> "QuerySet[Application, Application]":
    """The applications received, and those that a register speaks of, whatever their state says."""
    registers = Exists(Dossier.objects.filter(application=OuterRef("pk"))) | Exists(
        ApplicationEvent.objects.filter(application=OuterRef("pk"))
    )
    found = Application.objects.filter(~Q(state=State.DRAFT.value) | registers)
    return found.select_related("call", "dossier", "decision").order_by("pk")


def fault_of(document: Stored) -> str:
    """What is wrong with a file; nothing if it is as it was deposited."""
    path = path_of(document.stored)
    if not path.is_file():
        return "manque"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return "" if digest == document.sha256 else "a changé"


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
    return Strays(lost, why_not_ours(len(files) - len(lost), len(files)))


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
