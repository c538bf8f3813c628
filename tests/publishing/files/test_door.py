"""The door of exports: refusals, headers, streaming, and what is left behind."""

import io
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict

from publishing import turns
from publishing.columns import Column
from publishing.files import making
from publishing.files.declaring import (
    Export,
    Extract,
    Record,
    export_named,
    register_export,
)
from publishing.files.formats import format_named
from publishing.files.making import Begun, pieces
from publishing.files.provenance import Document
from publishing.stamps import touch
from tests.others import taken_by_others
from tests.publishing.files.support import FORMATS, asked, body_of, collection, fetched, left_in


def test_an_unknown_export_is_answered_with_those_that_exist(poles):
    response = asked("poules.geojson")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "couverture-communes" in response.json()["detail"]


def test_an_unknown_format_is_answered_with_those_that_exist(poles):
    response = asked("poles.docx")
    assert response.status_code == 404
    assert "shp.zip" in response.json()["detail"]


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("poles.csv?couleur=bleu", "couleur"),
        ("poles.gpkg?limit=10", "limit"),
        ("poles.csv?statut=vivant", "statut"),
        ("poles.csv?bbox=1,2,3", "bbox"),
        ("poles.csv?geometry=contour", "geometry"),
        ("communes.csv?fields=taille", "fields"),
        ("couverture-communes.fgb?rayon_km=-1", "rayon_km"),
        ("couverture-communes.geojson?rayon_km=501", "rayon_km"),
        ("couverture-epci.xlsx?statuts=termine", "statuts"),
    ],
)
def test_a_refused_parameter_is_named_with_what_is_accepted(poles, folder, address, parameter):
    response = asked(address)
    assert response.status_code == 400
    assert response.json()["parametre"] == parameter
    assert response.json()["accepte"]
    assert "ETag" not in response
    assert not left_in(folder)


def test_filters_are_those_of_the_api(poles, client):
    for query in ("statut=actif", "commune=01001", "geometry=territoire&bbox=2,44,2.45,45.05"):
        expected = client.get(f"/api/poles/?{query}").json()
        found = collection(f"poles.geojson?{query}")
        assert [(f["id"], f["properties"]) for f in found["features"]] == [
            (f["id"], f["properties"]) for f in expected["features"]
        ]
        assert 0 < len(found["features"]) < 6
    expected = client.get("/api/communes/?codeDepartement=974").json()
    found = collection("communes.geojson?codeDepartement=974&fields=code,nom")
    assert [f["id"] for f in found["features"]] == [row["code"] for row in expected]
    assert set(found["features"][0]["properties"]) == {"code", "nom"}


def test_an_obsolete_commune_is_not_exported(poles):
    assert "01999" not in fetched("communes.csv").decode()


@pytest.mark.parametrize("form", FORMATS)
def test_head_says_what_get_would_without_making_it(poles, client, form, monkeypatch):
    monkeypatch.setattr(making, "own_folder", lambda: pytest.fail("made"))
    response = client.head(f"/api/exports/poles.{form}")
    assert response.status_code == 200
    assert response["Content-Type"] == format_named(form).media_type
    pattern = rf'filename="atlas-ptce-poles-\d{{4}}-\d\d-\d\d\.{re.escape(form)}"'
    assert re.search(pattern, response["Content-Disposition"])
    assert response["ETag"]


@pytest.mark.parametrize("form", ["geojson", "csv", "xlsx", "gpkg"])
def test_an_export_is_asked_again_only_when_its_data_changed(poles, form):
    first = asked(f"poles.{form}")
    body_of(first)
    assert "no-cache" in first["Cache-Control"]
    again = asked(f"poles.{form}", if_none_match=first["ETag"])
    assert again.status_code == 304
    touch("poles")
    changed = asked(f"poles.{form}", if_none_match=first["ETag"])
    assert changed.status_code == 200
    body_of(changed)


def test_what_a_reader_accepts_never_hides_a_file(poles):
    response = asked("poles.gpkg", accept="application/geopackage+sqlite3")
    assert response.status_code == 200
    assert body_of(response).startswith(b"SQLite format 3")


def test_a_zip_is_not_compressed_twice(poles):
    for form, encoding in (("shp.zip", None), ("csv", "gzip")):
        response = asked(f"poles.{form}", accept_encoding="gzip")
        assert response.get("Content-Encoding") == encoding
        body_of(response)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_stays_behind_even_while_a_file_is_sent(poles, folder, form):
    response = asked(f"poles.{form}")
    assert not left_in(folder)
    for let_go in response._resource_closers:  # the reader goes away before the first byte
        let_go()
    assert not left_in(folder)


def test_a_file_that_fails_leaves_nothing_and_gives_its_place_back(poles, folder, monkeypatch):
    def broken(*_):
        yield ["une", "ligne"]
        raise OSError("disque")

    monkeypatch.setattr("publishing.files.apart.sheet_rows", broken)
    for _ in range(making.FILES.places + 1):
        with pytest.raises(OSError, match="disque"):
            asked("poles.xlsx")
    assert not left_in(folder)


@pytest.mark.parametrize("name", ["poles.xlsx", "poles.geojson", "poles.csv"])
def test_too_many_files_at_once_are_put_off(poles, monkeypatch, name):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    with taken_by_others(making.FILES), taken_by_others(making.FILES):
        response = asked(name)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"


def test_a_full_disk_is_said(poles, monkeypatch):
    monkeypatch.setattr(making, "ROOM_BYTES", 10**18)
    assert asked("poles.gpkg").status_code == 503


def kept_folder() -> Path:
    found = making.holding_folder()
    assert found
    return found


def test_what_a_killed_process_left_is_swept(poles, folder, monkeypatch):
    left = kept_folder() / f"{making.PREFIX}reste"
    left.mkdir()
    monkeypatch.setattr(making, "ABANDONED_SECONDS", -1.0)
    with making.own_folder():
        assert not left.exists()
    assert not left_in(folder)


def test_only_what_was_made_here_is_swept(folder, tmp_path, monkeypatch):
    root = kept_folder()
    others, elsewhere = root / "à quelqu’un", tmp_path / "ailleurs"
    for place in (others, elsewhere):
        place.mkdir()
        (place / "garde").touch()
    (root / f"{making.PREFIX}lien").symlink_to(elsewhere)
    monkeypatch.setattr(making, "ABANDONED_SECONDS", -1.0)
    with making.own_folder():
        assert (others / "garde").exists()
        assert (elsewhere / "garde").exists()


def test_exports_are_made_in_a_folder_that_other_accounts_do_not_enter(folder, settings):
    settings.TEMPORARY_ROOT.mkdir(mode=0o755)
    with making.own_folder() as made:
        assert made.parent == settings.TEMPORARY_ROOT
        assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700


def test_a_folder_laid_by_another_is_neither_used_nor_swept(
    poles, folder, settings, tmp_path, monkeypatch
):
    target = tmp_path / "cible"
    (target / f"{making.PREFIX}vieux").mkdir(parents=True)
    settings.TEMPORARY_ROOT.symlink_to(target)
    monkeypatch.setattr(making, "ABANDONED_SECONDS", -1.0)
    assert body_of(asked("poles.gpkg"))
    assert (target / f"{making.PREFIX}vieux").exists()
    with making.own_folder() as made:
        assert made.parent == folder


def endless(read: list[int], stopped: list[bool]) -> Extract:
    """A million rows that say how far they were read."""

    def records(_):
        try:
            for number in range(1_000_000):
                read.append(number)
                yield Record(str(number), {"texte": "x" * 100})
        finally:
            stopped.append(True)

    return Extract((Column("texte", ""),), "id", "Point", {}, records, lambda: 1_000_000)


@pytest.mark.parametrize("form", ["geojson", "csv"])
def test_the_first_bytes_leave_before_the_last_row_is_read(db, form):
    read: list[int] = []
    stopped: list[bool] = []
    extract = endless(read, stopped)
    export = Export("essai", "Essai", "", (), (), (), lambda _: extract)
    asked_for = Document(export, extract, form, QueryDict())
    content = Begun(pieces(format_named(form).write(asked_for)))
    assert len(next(content)) > 60_000
    assert 0 < len(read) < 2_000
    content.close()  # the reader goes away: so does the cursor
    assert stopped == [True]


@pytest.mark.parametrize("name", ["communes", "couverture-communes"])
def test_rows_come_from_a_cursor_on_the_server(poles, name):
    with patch.object(connection, "chunked_cursor", wraps=connection.chunked_cursor) as cursor:
        fetched(f"{name}.geojson")
    # Of coverage, what is computed is read by parts too.
    assert cursor.call_count == (1 if name == "communes" else 2)


@pytest.mark.parametrize("form", ["geojson", "csv", "csv-metadata.json", "fgb", "parquet"])
def test_the_command_writes_the_bytes_of_the_door(poles, tmp_path, form):
    target = tmp_path / f"pôles.{form}"
    call_command(
        "export_layer", "poles", "--filter", "statut=actif", "--output", str(target),
        stdout=io.StringIO(),
    )  # fmt: skip
    assert target.read_bytes() == fetched(f"poles.{form}?statut=actif")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [target.name]


@pytest.mark.parametrize(
    "words",
    [
        ("poules",),
        ("poles", "--format", "docx"),
        ("poles", "--filter", "statut"),
        ("poles", "--filter", "statut=vivant"),
        ("poles", "--output", "/nulle/part/poles.csv"),
    ],
)
def test_the_command_refuses_as_the_door_does(poles, words):
    with pytest.raises(CommandError):
        call_command("export_layer", *words, stdout=io.StringIO())


def test_the_command_without_a_name_lists_the_exports(db):
    said = io.StringIO()
    call_command("export_layer", stdout=said)
    assert "couverture-communes : Couverture des communes" in said.getvalue()


def test_the_schema_documents_the_door(db, client):
    told = json.loads(client.get("/api/schema/?format=json").content)
    door = told["paths"]["/api/exports/{name}.{form}"]["get"]
    assert "rayon_km" in {parameter["name"] for parameter in door["parameters"]}


def test_a_server_at_rest_has_not_imported_what_writes_files():
    code = (
        "import django, sys; django.setup();"
        "import django.urls; django.urls.get_resolver().url_patterns;"
        "print([m for m in ('geopandas', 'pandas', 'pyarrow', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_name_is_registered_once(db):
    with pytest.raises(ValueError, match="poles"):
        register_export(export_named("poles"))
