"""Files under the questions put to applicants: those of the journal, and no other."""

import io

import pgtrigger
import pytest
from django.contrib.auth.models import User
from django.db import Error, transaction

from calls.application import files as documents
from calls.application.files import remove_document
from calls.documents.refusals import RefusedFileError
from calls.documents.storing import keep
from calls.instruction import writing as instruction
from calls.models import (
    Document,
    Question,
)
from calls.moving import Actor
from tests.calls import support
from tests.calls.judged import deposit
from tests.calls.support import verified

pytestmark = pytest.mark.usefixtures("ground")


def slipped(application, question):
    """A file under a question, that nobody of the site put there."""
    stored, sha256 = keep(io.BytesIO(b"glisse"), "pdf")
    return Document.objects.create(
        application=application, question=question, name="Autre.pdf", stored=stored, size=6,
        sha256=sha256, media_type="application/pdf",
    )  # fmt: skip


@pytest.mark.parametrize("ended", ["answered_at", "closed_at"])
def test_a_file_slipped_under_a_question_is_found_whatever_ended_it(judged, ended):
    slipped(judged, Question.objects.get(**{f"{ended}__isnull": False}))
    code, said = verified()
    assert code == 1
    assert "les fichiers sous une demande de complément du" in said


def test_a_file_slipped_under_an_open_question_is_found_and_those_of_the_applicant_are_known(
    judged,
):
    other = support.make_application(judged.call, judged.owner, serial=9, number="AUTRE-9")
    ain = Actor(User.objects.get(email="ain@example.org"), "regional-cell")
    support.start(other, ain)
    asked = instruction.ask(other.pk, ain, "Quels statuts ?")
    first, second = deposit(other.pk, "Un.odt", asked), deposit(other.pk, "Deux.odt", asked)
    remove_document(other.pk, first.pk)
    assert "les fichiers sous" not in verified()[1]
    slipped(other, asked)
    assert "les fichiers sous une demande de complément du" in verified()[1]
    Document.objects.filter(pk=second.pk).delete()
    instruction.resume(other.pk, ain, "Sans réponse.")
    assert "les fichiers sous une demande de complément du" in verified()[1]


def test_a_file_is_under_a_question_of_its_own_application_the_database_holds_to_it(judged):
    other = support.make_application(judged.call, judged.owner, serial=9, number="AUTRE-9")
    question = Question.objects.order_by("pk").first()
    for change in (
        lambda: slipped(other, question),
        lambda: Document.objects.filter(question=question).update(application=other),
        lambda: Question.objects.update(application=other),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    with pgtrigger.ignore():
        slipped(other, question)
    assert "est sous une demande faite à une autre candidature." in verified()[1]


def test_files_come_and_go_under_a_question_so_many_times_and_no_more(judged, monkeypatch):
    monkeypatch.setattr(documents, "MOST_ADDED", 1)
    other = support.make_application(judged.call, judged.owner, serial=9, number="AUTRE-9")
    ain = Actor(User.objects.get(email="ain@example.org"), "regional-cell")
    support.start(other, ain)
    asked = instruction.ask(other.pk, ain, "Quels statuts ?")
    remove_document(other.pk, deposit(other.pk, "Un.odt", asked).pk)
    with pytest.raises(RefusedFileError, match="ceux que vous avez retirés compris"):
        deposit(other.pk, "Deux.odt", asked)
