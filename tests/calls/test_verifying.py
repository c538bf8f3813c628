"""What was submitted is proved: the database does not rewrite it, a command finds what changed."""

import io
import json
import os
from contextlib import suppress

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from calls.application.drafts import erase
from calls.application.files import add_document
from calls.application.freezing import sha256_of
from calls.application.keeping import APPLICATIONS
from calls.application.submission import withdraw
from calls.commitments import commitment, new_salt
from calls.documents.belonging import identity
from calls.documents.storing import keep, path_of
from calls.models import (
    Application,
    ApplicationEvent,
    Document,
    Dossier,
    EventReason,
)
from calls.moving import Actor
from geo.registers import protection
from publishing.models import Stamp
from tests.calls import files
from tests.calls.applications import make_call, make_draft, make_submitted
from tests.calls.support import verified
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def submitted(ground, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    lead = make_person("porteur@example.org")
    draft = make_draft(make_call(), lead)
    content = files.odt()
    with django_capture_on_commit_callbacks(execute=True):  # the folder is marked
        add_document(draft.pk, "statuts", io.BytesIO(content), len(content), "Statuts.odt")
    return make_submitted(draft.call, lead)


@pytest.mark.parametrize(
    "change",
    [
        {"number": "AUTRE"}, {"serial": 7}, {"submitted_at": "2020-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_when_and_under_which_number_it_came_is_rewritten_by_nobody(submitted, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=submitted.pk).update(**change)
    Application.objects.filter(pk=submitted.pk).update(owner=None, contact_email="")


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda: Dossier.objects.update(content={}),
        lambda: Dossier.objects.update(sha256="0" * 64),
        lambda: Dossier.objects.all().delete(),
    ],
)
def test_what_is_frozen_is_rewritten_by_nobody(submitted, rewrite):
    with pytest.raises(DatabaseError), transaction.atomic():
        rewrite()


def test_what_the_journal_speaks_of_is_not_erased(submitted):
    number = submitted.number
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError), transaction.atomic():
        erase(submitted)
    assert Application.objects.filter(number=number).exists()


def test_nothing_is_found_where_nothing_changed(submitted):
    assert verified() == (0, "0 anomalie ; 0 fichier sans fiche (à enlever : --write).\n")


def test_what_changed_behind_the_back_of_the_site_is_found(submitted):
    with pgtrigger.ignore(protection(Dossier)):
        Dossier.objects.update(content={**submitted.frozen, "requested_eur": 99_000})
    path = path_of(Document.objects.get().stored)
    path.write_bytes(path.read_bytes() + b" ")
    code, said = verified()
    assert code == 1
    assert "PTCE-2027-0001 : le dossier figé n'a plus son empreinte." in said
    assert "PTCE-2027-0001 : « Statuts.odt » a changé." in said
    with pgtrigger.ignore(protection(Dossier)):
        content = {**submitted.frozen, "requested_eur": 98_000}
        Dossier.objects.update(content=content, sha256=sha256_of(content))
    assert "le dossier figé n'est pas celui que le journal a vu déposer." in verified()[1]
    path.unlink()
    assert "« Statuts.odt » manque." in verified()[1]


def test_a_file_that_nothing_names_goes_after_a_day(submitted):
    stored, _sha256 = keep(io.BytesIO(b"rien"), "pdf")
    assert "0 fichier sans fiche" in verified("--write")[1]
    os.utime(path_of(stored), (0, 0))
    assert "1 fichier sans fiche (enlevé)." in verified("--write")[1]
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
    assert "a 10 fichiers ; la base en connaît 1 :" in said
    assert "Rien n'est enlevé." in said
    assert "9 fichiers sans fiche (gardé)." in said
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


def test_a_folder_that_says_nothing_is_swept_where_its_files_are_known(
    submitted, django_capture_on_commit_callbacks
):
    folder = path_of(Document.objects.get().stored).parents[1]
    stored, _sha256 = keep(io.BytesIO(b"rien"), "pdf")
    os.utime(path_of(stored), (0, 0))
    (folder / ".base").unlink()
    with django_capture_on_commit_callbacks(execute=True):
        assert verified("--write")[0] == 0
    assert not path_of(stored).exists()
    assert (folder / ".base").read_text().strip() == identity()


def test_the_mark_of_another_base_over_known_files_says_how_to_go_on(
    submitted, django_capture_on_commit_callbacks
):
    mark = path_of(Document.objects.get().stored).parents[1] / ".base"
    mark.write_text("autre\n")
    code, said = verified("--write")
    assert code == 1
    assert "Elle en connaît pourtant 1 fichier sur 1 : si ce dossier est bien le sien, " in said
    assert f"enlevez {mark}, --write l'écrira" in said
    mark.unlink()
    with django_capture_on_commit_callbacks(execute=True):
        assert verified("--write")[0] == 0
    assert mark.read_text().strip() == identity()


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
    assert "a 1 fichier ; la base en connaît 0 :" in said
    assert old.exists()


def test_a_second_deposit_leaves_the_mark_of_the_first(submitted):
    folder = path_of(Document.objects.get().stored).parents[1]
    (folder / ".base").write_text("autre\n")
    keep(io.BytesIO(b"rien"), "pdf")
    assert (folder / ".base").read_text() == "autre\n"


class FaultError(Exception):
    """What stops a page in the middle of its transaction."""


def test_a_first_deposit_that_is_taken_back_marks_nothing_and_the_next_one_does(
    ground, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path / "documents"
    mark = settings.MEDIA_ROOT / ".base"
    with suppress(FaultError), transaction.atomic():
        keep(io.BytesIO(b"rien"), "pdf")
        raise FaultError
    assert not mark.exists()
    assert verified() == (0, "0 anomalie ; 0 fichier sans fiche (à enlever : --write).\n")
    assert not Stamp.objects.filter(name="installation").exists()
    for path in settings.MEDIA_ROOT.glob("??/*"):
        os.utime(path, (0, 0))
    assert verified() == (0, "0 anomalie ; 0 fichier sans fiche (à enlever : --write).\n")
    with django_capture_on_commit_callbacks(execute=True):
        keep(io.BytesIO(b"rien"), "pdf")
    assert mark.read_text().strip() == identity()
    assert sorted(path.name for path in settings.MEDIA_ROOT.glob(".*")) == [".base"]


def test_a_folder_of_unknown_files_is_not_marked_by_a_deposit(
    ground, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "ab").mkdir()
    with django_capture_on_commit_callbacks(execute=True):
        keep(io.BytesIO(b"rien"), "pdf")
    assert not (tmp_path / ".base").exists()


def test_why_one_withdrew_is_erased_with_them_and_the_journal_stands(submitted):
    lead = submitted.owner
    withdraw(submitted.pk, Actor(lead), "Ma santé ne me le permet plus.")
    assert "santé" in APPLICATIONS.export(lead.email)[0]["motifs"][0]
    told = list(ApplicationEvent.objects.values_list("data", flat=True))
    assert "santé" not in json.dumps(told)
    assert "commitment" in told[-1]
    assert verified()[0] == 0, verified()
    APPLICATIONS.forget(lead.email)
    assert not EventReason.objects.exclude(text="").exists()
    assert verified()[0] == 0, verified()


def test_a_file_whose_record_is_gone_is_no_stray_while_its_dossier_names_it(submitted):
    path = path_of(Document.objects.get().stored)
    os.utime(path, (0, 0))
    for number in range(2):  # known files, so that the folder is this database's
        content = files.odt()
        add_document(
            make_draft(make_call(f"ami-{number}", numbering=f"A{number}"), submitted.owner).pk,
            "statuts", io.BytesIO(content), len(content), f"{number}.odt",
        )  # fmt: skip
    Document.objects.filter(application=submitted).delete()
    code, said = verified("--write")
    assert code == 1
    assert "ce qui est instruit n'est plus le dossier figé (documents)." in said
    assert "1 fichier sans fiche (gardé)." in said
    assert path.exists()


CONTENTS = st.dictionaries(st.text(max_size=9), st.text(max_size=30) | st.integers(), max_size=4)


@given(CONTENTS, CONTENTS)
def test_a_commitment_is_to_one_content_under_one_salt(one, other):
    salt, second = new_salt(), new_salt()
    assert commitment(salt, one) == commitment(salt, dict(reversed(one.items())))
    assert (commitment(salt, one) == commitment(salt, other)) is (one == other)
    assert commitment(salt, one) != commitment(second, one)
