"""Deposited files: the four kinds by their content, and what hides behind a good name."""

import io
import re
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.documents.inspecting import KINDS, LARGEST, inspect, plain_name
from calls.documents.refusals import RefusedFileError
from tests.calls import files


def look(content, name):
    return inspect(io.BytesIO(content), len(content), name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (files.pdf(), "note.pdf"), (files.pdf(), "NOTE.PDF"), (files.pdf() + b"\r\n", "n.pdf"),
        (files.docx(), "note.docx"), (files.xlsx(), "budget.xlsx"), (files.odt(), "note.odt"),
    ],
)  # fmt: skip
def test_the_four_kinds_are_known_by_their_content(content, name):
    assert look(content, name).ending == name.lower().rpartition(".")[2]


def bomb(megabytes=300):
    return files.docx(bomb__xml=b"\0" * (megabytes << 20))


def lying_bomb():
    """An archive that says its part weighs a thousand times less than it does."""
    content = bytearray(files.docx(word__big=b"\0" * (20 << 20)))
    for found in re.finditer(re.escape(struct.pack("<I", 20 << 20)), bytes(content)):
        content[found.start() : found.end()] = struct.pack("<I", 1000)
    return bytes(content)


def encrypted_entry():
    content = bytearray(files.docx())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for found in re.finditer(re.escape(mark), bytes(content)):
            content[found.start() + at] |= 1
    return bytes(content)


def twice_the_same_name():
    buffer = io.BytesIO(files.docx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/document.xml", b"<other/>")
    return buffer.getvalue()


HOSTILE = {
    "empty": (lambda: b"", "note.pdf", "est vide"),
    "too heavy": (lambda: b"%PDF-" + b" " * LARGEST, "note.pdf", "plus de 10 Mo"),
    "program": (lambda: b"MZ" + b"\0" * 100, "note.exe", "extension acceptée"),
    "no extension": (files.pdf, "note", "extension acceptée"),
    "page named pdf": (lambda: b"<html><script>", "note.pdf", "n'est pas celui d'un PDF"),
    "pdf named docx": (files.pdf, "note.docx", "n'est pas celui d'un DOCX"),
    "docx named pdf": (files.docx, "note.pdf", "n'est pas celui d'un PDF"),
    "docx named xlsx": (files.docx, "note.xlsx", "que dit son nom"),
    "ods named odt": (lambda: files.odt(mimetype=files.ODT[:-4] + "spreadsheet"), "n.odt", "dit"),
    "plain archive": (lambda: files.package({"a.txt": b"a"}), "note.docx", "que dit son nom"),
    "bomb": (bomb, "note.docx", "hors de toute proportion"),
    "lying bomb": (lying_bomb, "note.docx", "ne s'ouvre pas"),
    "pdf then archive": (lambda: files.pdf() + files.docx(), "note.pdf", "ajouté à la fin"),
    "pdf holding archive": (
        lambda: files.pdf() + files.package({"a": b"a"}) + b"%%EOF", "note.pdf", "archive"),
    "pdf then script": (lambda: files.pdf() + b"<script>", "note.pdf", "ajouté à la fin"),
    "cut pdf": (lambda: files.pdf()[:-30], "note.pdf", "incomplet"),
    "broken pdf": (lambda: b"%PDF-1.7\nrien\n%%EOF", "note.pdf", "ne s'ouvre pas"),
    "pdf without page": (lambda: files.pdf(0), "note.pdf", "0 pages"),
    "locked pdf": (lambda: files.pdf(1, "secret"), "note.pdf", "mot de passe"),
    "pdf locked but to its readers": (lambda: files.pdf(1, " "), "note.pdf", "chiffré"),
    "pdf with a script": (files.acting_pdf, "note.pdf", "scripts"),
    "pdf with a script apart": (lambda: files.acting_pdf(compressed=True), "n.pdf", "scripts"),
    "pdf that starts a program": (lambda: files.acting_pdf("/Launch"), "n.pdf", "programmes"),
    "pdf whose act is named apart": (
        lambda: files.acting_pdf("/Launch", named_apart=True), "n.pdf", "programmes"),
    "pdf of many parts": (
        lambda: files.heavy_pdf(100_001), "note.pdf", "parties ; 100000"),
    "pdf that takes long": (
        lambda: files.heavy_pdf(90_000, 12), "note.pdf", "plus de 4 secondes|plus de 512 Mo"),
    "script then docx": (lambda: b"<script>" + files.docx(), "note.docx", "n'est pas celui"),
    "archive before docx": (
        lambda: b"PK\x03\x04" + b"\0" * 40 + files.docx(), "note.docx", "précède"),
    "docx then script": (lambda: files.docx() + b"<script>alert(1)</script>", "n.docx", "ajouté"),
    "macros": (lambda: files.docx(word__vbaProject=b"", **{"word__vbaProject.bin": b"x"}),
               "note.docx", "macros"),
    "macros by type": (lambda: files.office(files.WORD + " macroEnabled"), "n.docx", "macros"),
    "macros of odt": (lambda: files.odt(Basic__script=b"x"), "note.odt", "macros"),
    "locked odt": (lambda: files.odt(b"<encryption-data/>"), "note.odt", "mot de passe"),
    "locked part": (encrypted_entry, "note.docx", "mot de passe"),
    "climbing name": (lambda: files.docx(**{"..__..__etc__passwd": b"x"}), "n.docx", "suspect"),
    "rooted name": (lambda: files.docx(**{"__etc__passwd": b"x"}), "note.docx", "suspect"),
    "same name twice": (twice_the_same_name, "note.docx", "même nom"),
    "too many parts": (
        lambda: files.docx(**{f"p{n}": b"" for n in range(2500)}), "n.docx", "nombre de parties"),
    "broken archive": (lambda: b"PK\x03\x04" + b"\0" * 60 + files.docx()[-22:], "n.docx", "Ce do"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_what_hides_behind_a_good_name_is_refused_with_the_reason(case):
    make, name, said = HOSTILE[case]
    with pytest.raises(RefusedFileError, match=said):
        look(make(), name)


@given(st.binary(max_size=400), st.sampled_from([*KINDS]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_whatever_the_bytes_the_answer_is_a_sentence(content, ending, headed):
    with pytest.raises(RefusedFileError):
        look((KINDS[ending].head if headed else b"") + content, f"a.{ending}")


@given(st.integers(0, 2000), st.integers(0, 255))
@settings(max_examples=200, deadline=None)
def test_a_document_with_one_byte_changed_is_a_document_or_refused(place, value):
    content = bytearray(files.odt())
    content[place % len(content)] = value
    with suppress(RefusedFileError):
        assert look(bytes(content), "a.odt").ending == "odt"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\moi\\note.pdf", "note.pdf"), ("../../etc/passwd.pdf", "passwd.pdf"),
        ('a"b<c>\r\n.pdf', "abc.pdf"), ("é" * 300 + ".docx", "é" * 115 + ".docx"),
    ],
)  # fmt: skip
def test_a_name_is_kept_plain(given_name, kept):
    assert plain_name(given_name) == kept
