"""Submit an application, withdraw it, answer a question: what only its author does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import Max
from psycopg.errors import LockNotAvailable

from calls.application.eligibility import Check, eligible
from calls.application.files import MOST_FILES
from calls.application.freezing import files_of, frozen_of, sha256_of
from calls.application.sheets import checks_of
from calls.commitments import answer_content, commitment, new_salt
from calls.models import Application, Call, Dossier, Question
from calls.moving import Actor, advance, locked, now_in_database
from calls.states import Move, OutOfOrder, State
from publishing.ceilings import whole
from publishing.serving import server

# How long a deposit waits behind others; nobody finds the call closed for having waited.
PATIENCE_SECONDS = 10


class NotEligibleError(Exception):
    """Rules that an application does not meet; `checks` are all of them."""

    def __init__(self, checks: list[Check]) -> None:
        super().__init__(", ".join(check.name for check in checks if not check.met))
        self.checks = checks


class TooLateError(NotEligibleError):
    """The call receives nothing at this second."""


class CrowdedError(Exception):
    """Others held the call for as long as a deposit waits: nothing is received, nothing lost."""


@contextmanager
def patient() -> Iterator[None]:
    """Wait longer for a lock than pages do; `CrowdedError` where even that is not enough."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE_SECONDS}s"])
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise CrowdedError from error
        raise


@transaction.atomic
def submit(application_id: int, actor: Actor) -> Application:
    """Receive a draft: numbered, frozen, its state moved, all or nothing.

    The hour that counts is that of the database as the whole request comes, before it waits for
    anybody: neither for a place of the server, nor for those who hold the call.
    Raises `TooLateError` where it is past the closing second, `NotEligibleError` where a rule is
    not met, `OutOfOrder` if it is no draft, `CrowdedError` after ten seconds behind others.
    """
    now = now_in_database() - timedelta(seconds=server().waited())
    with patient():
        return received(application_id, actor, now)


def received(application_id: int, actor: Actor, now: datetime) -> Application:
    """The same draft, received at that hour once its turn has come."""
    call_id = Application.objects.values_list("call_id", flat=True).get(pk=application_id)
    # The call first, always: those who submit come one by one, so that numbers leave no gap.
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id)
    application = locked(application_id)
    application.call = call
    if application.stands is not State.DRAFT:
        raise OutOfOrder("Cette candidature est déjà déposée.")
    found = checks_of(application, now)
    if not call.takes(now):
        raise TooLateError(found)
    if not eligible(found):
        raise NotEligibleError(found)
    last = Application.objects.filter(call=call).aggregate(last=Max("serial"))["last"] or 0
    application.serial = last + 1
    application.number = f"{call.numbering}-{application.serial:04}"
    application.submitted_at = now
    content = frozen_of(application)
    digest = sha256_of(content)
    advance(application, Move.SUBMIT, actor, data={"sha256": digest})
    application.dossier = Dossier.objects.create(
        application=application, content=content, sha256=digest
    )
    return application


@transaction.atomic
def withdraw(application_id: int, actor: Actor, reason: str = "") -> Application:
    """Withdraw an application received; raises `OutOfOrder` once it is too late for that."""
    application = locked(application_id)
    advance(application, Move.WITHDRAW, actor, reason=reason)
    return application


@transaction.atomic
def answer(application_id: int, question_id: int, text: str, actor: Actor) -> Application:
    """Answer what was asked; raises `OutOfOrder` if it waits for no answer any more."""
    application = locked(application_id)
    question = Question.objects.filter(
        pk=question_id, application=application, answered_at__isnull=True, closed_at__isnull=True
    ).first()
    if question is None:
        raise OutOfOrder("Cette demande n'attend plus de réponse.")
    # The move first: it asks that a question be open.
    question.answer_salt = new_salt()
    files = files_of(whole(question.documents.order_by("id"), MOST_FILES))
    words = commitment(question.answer_salt, answer_content(text, files))
    told = {"question": question.pk, "words": words, "files": [one["sha256"] for one in files]}
    advance(application, Move.ANSWER, actor, data=told)
    question.answer, question.answered_at = text, now_in_database()
    question.save()
    return application
