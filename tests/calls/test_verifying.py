"""What was submitted is proved: the database does not rewrite it, a command finds what changed."""

import io
import os

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from calls.documents.belonging import identity
from calls.documents.storing import keep, path_of
from calls.models import Application, Document
from calls.writing.documents import add_document
from geo.models import Stamp
from tests.calls import files
from tests.calls.applications import make_call, make_draft, make_submitted
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def submitted(ground, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lead = make_person("porteur@example.org")
    draft = make_draft(make_call(), lead)
    content = files.pdf()
    add_document(draft.pk, "statuts", io.BytesIO(content), len(content), "Statuts.pdf")
    return make_submitted(draft.call, lead)


def verified(*arguments):
    said = io.StringIO()
    try:
        call_command("verify_applications", *arguments, stdout=said)
    except SystemExit as left:
        return left.code, said.getvalue()
    return 0, said.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        {"frozen": {}}, {"frozen_sha256": "0" * 64}, {"number": "AUTRE"}, {"serial": 7},
        {"submitted_at": "2020-01-01T00:00:00Z"}, {"frozen": None},
    ],
)  # fmt: skip
def test_what_is_frozen_is_rewritten_by_nobody(submitted, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=submitted.pk).update(**change)
    Application.objects.filter(pk=submitted.pk).update(owner=None, contact_email="")


def test_nothing_is_found_where_nothing_changed(submitted):
    assert verified() == (0, "0 anomalies ; 0 fichiers sans fiche, à enlever (--write).\n")


def test_what_changed_behind_the_back_of_the_site_is_found(submitted):
    with pgtrigger.ignore("calls.Application:frozen_stays"):
        changed = {**(submitted.frozen or {}), "requested_eur": 99_000}
        Application.objects.filter(pk=submitted.pk).update(frozen=changed)
    path = path_of(Document.objects.get().stored)
    path.write_bytes(path.read_bytes() + b" ")
    code, said = verified()
    assert code == 1
    assert "PTCE-2027-0001 : le dossier figé n'a plus son empreinte." in said
    assert "PTCE-2027-0001 : « Statuts.pdf » a changé." in said
    path.unlink()
    assert "« Statuts.pdf » manque." in verified()[1]


def test_a_file_that_nothing_names_goes_after_a_day(submitted):
    stored, _sha256 = keep(io.BytesIO(b"rien"), "pdf")
    assert "0 fichiers sans fiche" in verified("--write")[1]
    os.utime(path_of(stored), (0, 0))
    assert "1 fichiers sans fiche, enlevés." in verified("--write")[1]
    assert not path_of(stored).exists()
    assert path_of(Document.objects.get().stored).exists()


@pytest.fixture
def full_folder(submitted):
    """A folder with one known file and nine that nothing names any more, all of them old."""
    for _ in range(9):
        stored, _sha256 = keep(io.BytesIO(b"rien"), "pdf")
        os.utime(path_of(stored), (0, 0))
    return path_of(Document.objects.get().stored).parents[1]


def kept_files(folder):
    return sorted(folder.glob("??/*"))


def test_a_database_that_knows_fewer_than_half_of_ten_files_takes_none_away(full_folder):
    before = kept_files(full_folder)
    code, said = verified("--write")
    assert code == 1
    assert "ne connaît que 1 des 10 fichiers" in said
    assert "Rien n'est enlevé." in said
    assert "9 fichiers sans fiche, gardés." in said
    assert kept_files(full_folder) == before


def test_an_emptied_database_takes_no_file_away(submitted):
    folder = path_of(Document.objects.get().stored).parents[1]
    os.utime(path_of(Document.objects.get().stored), (0, 0))
    Document.objects.all().delete()
    Stamp.objects.all().delete()
    code, said = verified("--write")
    assert code == 1
    assert "est celui d'une autre base" in said
    assert len(kept_files(folder)) == 1


def test_a_folder_that_says_nothing_is_swept_where_its_files_are_known(submitted):
    folder = path_of(Document.objects.get().stored).parents[1]
    stored, _sha256 = keep(io.BytesIO(b"rien"), "pdf")
    os.utime(path_of(stored), (0, 0))
    (folder / ".base").unlink()
    assert verified("--write")[0] == 0
    assert not path_of(stored).exists()
    assert (folder / ".base").read_text().strip() == identity()


def test_a_folder_that_says_nothing_and_has_no_known_file_is_left_as_it_is(
    ground, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "ab").mkdir()
    old = tmp_path / "ab" / "abc.pdf"
    old.write_bytes(b"piece")
    os.utime(old, (0, 0))
    code, said = verified("--write")
    assert code == 1
    assert "ne connaît que 0 des 1 fichiers" in said
    assert old.exists()


def test_a_second_deposit_leaves_the_mark_of_the_first(submitted):
    folder = path_of(Document.objects.get().stored).parents[1]
    (folder / ".base").write_text("autre\n")
    keep(io.BytesIO(b"rien"), "pdf")
    assert (folder / ".base").read_text() == "autre\n"
