"""Where files are deposited, kept and given back: who may, how many, and how heavy."""

import errno
import os
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from calls.application.pages.uploading import HEAVIEST_REQUEST
from calls.documents.inspecting import LARGEST
from calls.documents.storing import path_of
from calls.models import CallDocument, Document
from calls.states import Move
from tests.calls import files
from tests.calls.applications import make_call, make_draft, make_submitted, move_to
from tests.calls.support import amend
from tests.directory.pages.conftest import text_of
from tests.people import make_person


@pytest.mark.usefixtures("ground")
class TestDoors:
    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "documents"
        return tmp_path / "documents"

    @pytest.fixture
    def call(self):
        return make_call()

    @pytest.fixture
    def lead(self, client, call):
        person = make_person("porteur@example.org")
        client.force_login(person)
        return person

    def send(self, client, application, content, name="note.pdf", kind="statuts"):
        sent = {"kind": kind, "file": SimpleUploadedFile(name, content)}
        address = f"/candidatures/{application.key}/documents/ajouter/"
        return client.post(address, sent, follow=True)

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
    def test_a_full_disk_is_a_sentence_beside_the_file_and_nothing_stays(
        self, client, call, lead, folder, monkeypatch, number
    ):
        def full(_handle):
            raise OSError(number, os.strerror(number))

        application = make_draft(call, lead)
        monkeypatch.setattr(os, "fsync", full)
        response = self.send(client, application, files.pdf())
        assert response.status_code == 200
        assert "Le disque du serveur est plein" in text_of(response)
        assert not Document.objects.exists()
        assert not list(folder.glob("??/*"))

    def test_a_disk_that_fills_while_a_file_comes_in_is_a_page_and_not_a_fault(
        self, client, call, lead, monkeypatch
    ):
        def full(*_arguments, **_options):
            raise OSError(errno.ENOSPC, "No space left on device")

        application = make_draft(call, lead)
        monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", full)
        client.raise_request_exception = False
        large = files.pdf() + b" " * 3_000_000
        response = self.send(client, application, large)
        assert response.status_code == 503
        assert "Le disque du serveur est plein" in text_of(response)

    def test_a_file_is_kept_under_a_name_nobody_guesses_and_given_back(self, client, call, lead):
        application = make_draft(call, lead)
        content = files.pdf()
        assert "est déposé." in text_of(self.send(client, application, content, "Statuts.pdf"))
        document = Document.objects.get()
        assert (document.name, document.kind, document.size) == (
            "Statuts.pdf", "statuts", len(content),
        )  # fmt: skip
        path = path_of(document.stored)
        assert path.read_bytes() == content
        assert path.stat().st_mode & 0o077 == 0
        assert "Statuts" not in str(path)
        address = f"/candidatures/{application.key}/documents/{document.pk}/"
        response = client.get(address)
        assert b"".join(response.streaming_content) == content
        assert response["Content-Disposition"] == 'attachment; filename="Statuts.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]

    def test_a_file_that_is_refused_leaves_nothing_behind(self, client, call, lead, folder):
        application = make_draft(call, lead)
        for content, name in ((b"", "vide.pdf"), (b"MZ", "a.pdf"), (files.docx(), "a.xlsx")):
            text = text_of(self.send(client, application, content, name))
            assert "Le formulaire n'est pas accepté" in text
        assert not Document.objects.exists()
        assert [path for path in folder.rglob("*") if path.is_file()] == []

    def test_the_same_file_twice_and_one_file_too_many_are_refused(
        self, client, call, lead, folder, monkeypatch
    ):
        application = make_draft(call, lead)
        self.send(client, application, files.pdf())
        assert "déjà déposé" in text_of(self.send(client, application, files.pdf()))
        monkeypatch.setattr("calls.application.files.MOST_FILES", 1)
        assert "c'est le plus" in text_of(self.send(client, application, files.pdf(2)))
        monkeypatch.undo()
        monkeypatch.setattr("calls.application.files.LARGEST_TOTAL", 1000)
        assert "dépasserait" in text_of(self.send(client, application, files.pdf(3)))
        assert len(list(folder.glob("??/*"))) == 1

    def test_a_file_of_200_megabytes_is_refused_before_it_is_kept_anywhere(
        self, client, call, lead, settings, tmp_path
    ):
        settings.FILE_UPLOAD_TEMP_DIR = tmp_path
        application = make_draft(call, lead)
        stream = Endless(200 << 20)
        response = client.generic(
            "POST", f"/candidatures/{application.key}/documents/ajouter/", b"",
            content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(200 << 20),
            **{"wsgi.input": stream},
        )  # fmt: skip
        assert response.status_code == 413
        text = text_of(response)
        assert "Un fichier pèse 10 Mo au plus." in text
        assert f'href="/candidatures/{application.key}/"' in response.content.decode()
        assert stream.largest <= 64 * 1024
        assert list(tmp_path.iterdir()) == []

    def test_what_a_visitor_sends_is_not_even_read(self, client, call):
        application = make_draft(call, make_person("porteur@example.org"))
        stream = Endless(200 << 20)
        response = client.generic(
            "POST", f"/candidatures/{application.key}/documents/ajouter/", b"",
            content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(200 << 20),
            **{"wsgi.input": stream},
        )  # fmt: skip
        assert response.status_code == 302
        assert stream.largest == 0

    def test_an_address_sends_so_many_files_an_hour(self, client, call, lead, monkeypatch):
        monkeypatch.setattr("calls.application.pages.documents.MOST_AN_HOUR", 1)
        application = make_draft(call, lead)
        assert self.send(client, application, files.pdf()).status_code == 200
        assert self.send(client, application, files.pdf(2)).status_code == 429

    def test_a_file_over_the_limit_by_one_byte_is_refused_beside_its_field(
        self, client, call, lead
    ):
        application = make_draft(call, lead)
        heavy = b"%PDF-" + b"\0" * (LARGEST - 4)
        assert len(heavy) < HEAVIEST_REQUEST
        assert "plus de 10 Mo" in text_of(self.send(client, application, heavy))

    def test_a_file_comes_with_the_token_of_its_form(self, call, lead):
        from django.test import Client  # noqa: PLC0415

        guarded = Client(enforce_csrf_checks=True)
        guarded.force_login(lead)
        application = make_draft(call, lead)
        response = self.send(guarded, application, files.pdf())
        assert response.status_code == 401  # given back: nothing of it is kept
        assert not Document.objects.exists()

    def test_a_file_is_read_by_its_author_and_by_those_who_instruct_it_only(
        self, client, call, lead
    ):
        draft = make_draft(call, lead)
        self.send(client, draft, files.pdf())
        document = Document.objects.get()
        address = f"/candidatures/{draft.key}/documents/{document.pk}/"
        cell = make_person("ici@example.org", "regional-cell", region_id="84")
        others = [
            make_person("ailleurs@example.org", "regional-cell", region_id="11"),
            make_person("analyste@example.org", "analyst"),
            make_person("admin@example.org", "administrator"),
            make_person("personne@example.org"),
        ]
        client.force_login(cell)
        assert client.get(address).status_code == 404  # a draft is its author's alone
        make_submitted(call, lead)
        response = client.get(address)
        assert b"".join(response.streaming_content) == files.pdf()
        for person in others:
            client.force_login(person)
            assert client.get(address).status_code == 404, person
        client.logout()
        assert client.get(address).status_code == 302

    def test_what_is_submitted_keeps_its_files(self, client, call, lead):
        draft = make_draft(call, lead)
        self.send(client, draft, files.pdf())
        make_submitted(call, lead)
        document = Document.objects.get()
        client.post(f"/candidatures/{draft.key}/documents/{document.pk}/enlever/")
        self.send(client, draft, files.pdf(2))
        assert Document.objects.get() == document
        draft.refresh_from_db()
        assert draft.frozen
        assert draft.frozen["documents"][0]["sha256"] == document.sha256

    def test_a_file_taken_away_is_taken_away_from_the_disk(
        self, client, call, lead, folder, django_capture_on_commit_callbacks
    ):
        draft = make_draft(call, lead)
        self.send(client, draft, files.pdf())
        document = Document.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/candidatures/{draft.key}/documents/{document.pk}/enlever/")
        assert not Document.objects.exists()
        assert not list(folder.glob("??/*"))

    def test_a_document_that_the_call_asks_for_is_a_rule(self, client, call, lead):
        amend(call, required_documents=["statuts"])
        draft = make_draft(call, lead)
        assert "Il manque : statuts de la structure porteuse." in text_of(
            client.get(f"/candidatures/{draft.key}/envoi/")
        )
        self.send(client, draft, files.pdf())
        assert "Toutes les règles sont remplies" in text_of(
            client.get(f"/candidatures/{draft.key}/envoi/")
        )

    def test_the_rules_of_a_call_are_public(self, client, call, folder):
        path = path_of("ab" + "0" * 30 + ".pdf")
        path.parent.mkdir(parents=True)
        path.write_bytes(files.pdf())
        document = CallDocument.objects.create(
            call=call, title="Règlement", name="reglement.pdf", stored=path.name,
            size=path.stat().st_size, sha256="0" * 64, media_type="application/pdf",
        )  # fmt: skip
        address = f"/appels/{call.slug}/documents/{document.pk}/"
        response = client.get(address)
        assert response["Content-Type"] == "application/pdf"
        assert b"".join(response.streaming_content) == files.pdf()
        assert client.get(f"/appels/autre/documents/{document.pk}/").status_code == 404

    @pytest.mark.parametrize("name", ["../secret", "a/b.pdf", "", "/etc/passwd"])
    def test_no_name_leads_out_of_the_folder(self, name):
        with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
            path_of(name)

    def test_the_folder_is_nowhere_that_the_server_gives(self, settings):
        from config import settings as configured  # noqa: PLC0415

        root = Path(configured.MEDIA_ROOT)
        served = [Path(settings.STATIC_ROOT), *map(Path, (configured.BASE_DIR / "assets",))]
        assert not any(root.is_relative_to(folder) for folder in served)
        assert not getattr(configured, "MEDIA_URL", "")


class Endless:
    """A body that is never in memory at once; `largest` is the most that was read in one go."""

    def __init__(self, length):
        self.left, self.largest = length, 0

    def read(self, size=-1):
        size = self.left if size is None or size < 0 else min(size, self.left)
        self.largest = max(self.largest, size)
        self.left -= size
        return b"\0" * size

    def readline(self, size=-1):
        return self.read(size)


@pytest.mark.parametrize("path", ["/compte/connexion/", "/candidatures/", "/api/poles/", "/"])
def test_no_other_address_reads_what_is_too_heavy(client, path):
    stream = Endless(200 << 20)
    response = client.generic(
        "POST", path, b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 << 20), **{"wsgi.input": stream},
    )  # fmt: skip
    assert response.status_code == 413
    assert "plus de 11 Mo" in response.content.decode()
    assert stream.largest == 0


@pytest.mark.parametrize("length", ["-1", "beaucoup", "1e9", "²"])
def test_a_weight_that_is_none_is_refused(client, length):
    response = client.generic("POST", "/compte/connexion/", b"", CONTENT_LENGTH=length)
    assert response.status_code == 413


@pytest.mark.usefixtures("ground")
def test_an_answer_comes_with_its_files_until_it_is_sent(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lead = make_person("porteur@example.org")
    cell = make_person("cellule@example.org", "regional-cell", region_id="84")
    application = make_submitted(make_call(), lead)
    frozen = application.frozen_sha256
    move_to(application, Move.ACCEPT, Move.START, Move.ASK, person=cell)
    question = application.questions.create(asked_by=cell, text="Les statuts ?")
    address = f"/candidatures/{application.key}/questions/{question.pk}/"
    client.force_login(lead)
    sent = {"kind": "statuts", "file": SimpleUploadedFile("Statuts.pdf", files.pdf())}
    assert "Statuts.pdf" in text_of(client.post(f"{address}documents/ajouter/", sent, follow=True))
    typed = {"kind": "statuts", "answer": "Les voici, <presque>."}
    kept = "Les voici, &lt;presque&gt;."
    for name, content in (("Plan.pdf", files.pdf(3)), ("faux.pdf", b"MZ")):
        more = {**typed, "file": SimpleUploadedFile(name, content)}
        assert kept in client.post(f"{address}documents/ajouter/", more).content.decode(), name
    plan = Document.objects.get(name="Plan.pdf")
    gone = client.post(f"/candidatures/{application.key}/documents/{plan.pk}/enlever/", typed)
    assert kept in gone.content.decode()
    left = {**typed, "file": SimpleUploadedFile("oublie.pdf", files.pdf(4))}
    forgotten = client.post(address, left).content.decode()
    assert "n&#x27;est pas déposé" in forgotten
    assert kept in forgotten
    question.refresh_from_db()
    assert question.answered_at is None
    wrong = {"kind": "statuts", "file": SimpleUploadedFile("a.pdf", b"MZ")}
    assert "n'est pas celui d'un PDF" in text_of(client.post(f"{address}documents/ajouter/", wrong))
    client.post(address, {"answer": "Les voici."})
    late = {"kind": "statuts", "file": SimpleUploadedFile("b.pdf", files.pdf(2))}
    client.post(f"{address}documents/ajouter/", late)
    document = Document.objects.get()
    client.post(f"/candidatures/{application.key}/documents/{document.pk}/enlever/")
    assert Document.objects.get().question == question
    application.refresh_from_db()
    assert application.frozen_sha256 == frozen
