"""Add a file to an application, take one away."""

from typing import BinaryIO

from django.db import transaction
from django.db.models import Sum

from calls.documents.inspecting import MEGABYTE, inspect, plain_name
from calls.documents.refusals import RefusedFileError
from calls.documents.storing import drop, drop_on_commit, keep
from calls.models import Application, ApplicationEvent, Document, Question
from calls.moving import Actor, locked, note
from calls.states import OutOfOrder, State

MOST_FILES = 20
LARGEST_TOTAL = 50 * MEGABYTE
# Acts on the files of an answer: nothing is under a question that the journal did not see come.
ADDED, REMOVED = "add-file", "remove-file"
MOST_ADDED = 100  # to one answer, those taken away since included: each is a line of the journal


def add_document(
    application_id: int, kind: str, file: BinaryIO, size: int, name: str,
    question: Question | None = None,
) -> Document:  # fmt: skip
    """Keep a file; raises `RefusedFileError` where it is not one that is accepted.

    A draft takes files; afterwards, only a question that waits for its answer does.
    """
    found = inspect(file, size, name)
    stored, sha256 = keep(file, found.ending)
    try:
        with transaction.atomic():
            application = locked(application_id)
            check_may_change(application, question)
            check_room(application, size, sha256)
            check_patience(question)
            document = Document.objects.create(
                application=application, question=question, kind=kind, name=plain_name(name),
                stored=stored, size=size, sha256=sha256, media_type=found.media_type,
            )  # fmt: skip
            tell_of_file(document, ADDED)
            return document
    except BaseException:
        drop(stored)
        raise


def check_may_change(application: Application, question: Question | None) -> None:
    """Raise `OutOfOrder` where the files of an application are those it was submitted with."""
    if question is None and application.stands is not State.DRAFT:
        raise OutOfOrder("Cette candidature est déposée : ses documents ne changent plus.")
    if question is not None and (
        application.stands is not State.ASKED or question.answered_at or question.closed_at
    ):
        raise OutOfOrder("Cette demande n'attend plus de réponse.")


def check_patience(question: Question | None) -> None:
    """Raise `RefusedFileError` where files came and went under a question without end."""
    if question is None:
        return
    came = ApplicationEvent.objects.filter(
        application=question.application_id, move=ADDED, data__question=question.pk
    )
    if came.count() >= MOST_ADDED:
        raise RefusedFileError(
            f"{MOST_ADDED} fichiers ont été ajoutés à cette réponse, ceux que vous avez retirés "
            "compris : c'est le plus."
        )


def check_room(application: Application, size: int, sha256: str) -> None:
    """Raise `RefusedFileError` where there is no room for one more, or it is there already."""
    documents = application.documents.order_by()
    if documents.filter(sha256=sha256).exists():
        raise RefusedFileError("Ce fichier est déjà déposé.")
    if documents.count() >= MOST_FILES:
        raise RefusedFileError(f"{MOST_FILES} fichiers sont déposés : c'est le plus.")
    total = (documents.aggregate(total=Sum("size"))["total"] or 0) + size
    if total > LARGEST_TOTAL:
        raise RefusedFileError(
            f"Avec ce fichier, l'ensemble dépasserait {LARGEST_TOTAL // MEGABYTE} Mo."
        )


def tell_of_file(document: Document, what: str) -> None:
    """Write in the journal that a file came under a question, or went; of a draft, nothing."""
    application, question = document.application, document.question
    if question is None or application.owner is None:
        return
    told = {"question": question.pk, "sha256": document.sha256}
    note(application, what, Actor(application.owner), data=told)


@transaction.atomic
def remove_document(application_id: int, document_id: int) -> bool:
    """Take a file of a draft, or of an answer not yet sent, away; False if it is not there."""
    application = locked(application_id)
    document = Document.objects.select_related("question").filter(
        pk=document_id, application=application
    ).first()  # fmt: skip
    if document is None:
        return False
    check_may_change(application, document.question)
    stored = document.stored
    tell_of_file(document, REMOVED)
    document.delete()
    drop_on_commit([stored])
    return True
