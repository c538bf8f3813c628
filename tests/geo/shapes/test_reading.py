"""Files of shapes are read whatever made them, by a process that falls alone."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest
from django.conf import settings
from shapely.geometry import MultiPolygon, Point, box, shape

from geo.shapes import apart
from geo.shapes.apart import read_file
from geo.shapes.checks import checked
from geo.shapes.refusals import Refusal, Several
from tests.geo.shapes.files import (
    VALLEY,
    archive,
    comb,
    geojson,
    geopackage,
    kml,
    shapefile,
    table,
)

ISLAND = box(55.4, -21.2, 55.5, -21.1)
RING = "5.2,45.9,120 5.4,45.9,120 5.4,46.1,120 5.2,46.1,120 5.2,45.9,120"


def ground(held, repair=False):
    kept = checked(held.polygons, repair=repair, names={})
    return shape({"type": "MultiPolygon", "coordinates": kept.coordinates})


def refusal(name: str, content: bytes, layer: str = "") -> str:
    with pytest.raises(Refusal) as caught:
        read_file(name, content, layer)
    return str(caught.value).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.geojson", lambda: geojson(table(VALLEY, nom=["Vallée"]))),
        ("v.gpkg", lambda: geopackage(une=table(VALLEY, nom=["Vallée"]))),
        ("v.gpkg", lambda: geopackage(une=table(VALLEY, nom=["Vallée"], crs=2154))),
        ("v.zip", lambda: shapefile(table(VALLEY, nom=["Vallée"], crs=2154), encoding="cp1252")),
        ("v.zip", lambda: shapefile(
            table(VALLEY, nom=["Vallée"], crs=2154), encoding="cp1252", without=(".cpg",))),
        ("v.zip", lambda: shapefile(
            table(VALLEY, nom=["Vallée"]), encoding="utf-8", without=(".cpg", ".shx"))),
        ("v.zip", lambda: archive({"a/v.gpkg": geopackage(une=table(VALLEY, nom=["Vallée"]))})),
        ("v.zip", lambda: archive({"v.geojson": geojson(table(VALLEY, nom=["Vallée"]))})),
        ("v.kml", lambda: kml(RING)),
        ("v.kmz", lambda: archive({"doc.kml": kml(RING)})),
    ],
)  # fmt: skip
def test_each_format_gives_the_same_ground_and_its_name(name, content):
    held = read_file(name, content())
    assert ground(held).symmetric_difference(VALLEY).area < 1e-8
    assert held.label == "Vallée"


@pytest.mark.parametrize("crs", [2975, 3857, 4326])
def test_overseas_systems_are_converted(crs):
    held = read_file("ile.gpkg", geopackage(ile=table(ISLAND, crs=crs)))
    assert ground(held).symmetric_difference(ISLAND).area < 1e-8
    assert any("converties" in said for said in held.told) == (crs != 4326)


def test_a_geojson_of_before_2016_says_its_system():
    old = table(VALLEY, crs=2154)
    text = geojson(old).decode()[:-1]
    system = '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}}'
    held = read_file("v.json", f"{text},{system}}}".encode())
    assert ground(held).symmetric_difference(VALLEY).area < 1e-8


def test_a_layer_is_chosen_where_there_are_several_and_those_of_points_are_none():
    other = box(5.5, 45.9, 5.6, 46.1)
    content = geopackage(une=table(VALLEY), deux=table(other), points=table(Point(5, 46)))
    with pytest.raises(Several) as caught:
        read_file("v.gpkg", content)
    assert caught.value.layers == ("une", "deux")
    assert ground(read_file("v.gpkg", content, "deux")).equals(other)
    assert "« trois » n'en est pas une" in refusal("v.gpkg", content, "trois")
    alone = geopackage(une=table(VALLEY), points=table(Point(5, 46)))
    assert read_file("v.gpkg", alone).told == ["Couche lue\xa0: une."]


def test_altitudes_and_several_objects_are_told():
    held = read_file("v.kml", kml(RING, RING.replace("5.2", "5.6").replace("5.4", "5.7")))
    assert isinstance(ground(held), MultiPolygon)
    assert "Altitudes laissées de côté." in held.told
    assert "2 objets, 2 polygones réunis." in held.told


def test_metres_without_a_system_are_said_to_be_lambert_93():
    held = read_file("v.zip", shapefile(table(VALLEY, crs=2154), without=(".prj",)))
    assert held.told == ["Système de coordonnées non déclaré\xa0: lu comme du WGS 84."]
    with pytest.raises(Refusal, match="Lambert-93"):
        ground(held)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("v.shp", lambda: b"\x00\x00\x27\x0a" + bytes(96), "compressez ensemble"),
        ("v.dbf", lambda: b"\x03" + bytes(96), "compressez ensemble"),
        ("v.pdf", lambda: b"%PDF-1.7", "celui-ci est un PDF"),
        ("v.json", lambda: b" \n", "celui-ci est vide"),
        ("v.json", lambda: b'{"type": "Polygon", "coord', "abîmé ou coupé"),
        ("v.gpkg", lambda: geopackage(points=table(Point(5, 46))), "que des points ou des lignes"),
        ("v.gpkg", lambda: geopackage(une=table(comb(25_001))), "100\u202f000 sommets au plus"),
        ("v.zip", lambda: archive({"v.txt": b"rien"}), "l'archive n'en contient aucun"),
        ("v.zip", lambda: archive({"v.zip": archive({"v.kml": kml(RING)})}), "n'est pas ouverte"),
        ("v.zip", lambda: shapefile(table(VALLEY))[:-60], "abîmée ou coupée"),
        ("v.zip", lambda: archive({"v.shp": bytes(200 * 2**20)}), "64 Mo au plus"),
        ("v.zip", lambda: archive({f"{n}.shp": b"" for n in range(1001)}), "1000 fichiers au plus"),
        ("v.json", lambda: bytes(21 * 2**20), "20 Mo au plus"),
        ("v.json", lambda: b'{"features":[' + b"[]," * 6_000_000 + b"[]]}", "trop de mémoire"),
        ("v.json", lambda: b"[" * 1_000_000, "n'est rien de cela"),
        ("v.json", lambda: b'{"a":' * 1_000_000, "abîmé ou coupé"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(name, content, said):
    assert said in refusal(name, content())


def test_a_file_leads_nowhere_else(tmp_path):
    secret = tmp_path / "secret.geojson"
    secret.write_bytes(geojson(table(VALLEY)))
    entity = kml("&e;").decode().split("?>")[1]
    for name, text in {
        "v.kml": f"<OGRVRTDataSource><OGRVRTLayer name='secret'><SrcDataSource>{secret}"
                 "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "w.kml": f'<!DOCTYPE k [<!ENTITY e SYSTEM "{secret}">]>{entity}',
        "x.json": f'{{"type": "Link", "href": "{secret}"}}',
    }.items():  # fmt: skip
        assert refusal(name, text.encode())


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE VIRTUAL TABLE vole USING VirtualOGR('{secret}')",
        "CREATE VIEW vole AS SELECT fid, geom, ogr_geocode('Paris') AS nom FROM une",
        "CREATE VIEW vole AS SELECT fid, geom, ogr_datasource_load_layers('{secret}') FROM une",
    ],
)
def test_a_geopackage_that_looks_outside_of_itself_is_refused(tmp_path, schema):
    secret, path = tmp_path / "secret.kml", tmp_path / "v.gpkg"
    secret.write_bytes(kml(RING))
    path.write_bytes(geopackage(une=table(VALLEY)))
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA writable_schema=ON")
        base.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)"
            " VALUES (?, 'vole', 'vole', 0, ?)",
            (schema.split()[1].lower().replace("virtual", "table"), schema.format(secret=secret)),
        )
        base.execute("UPDATE gpkg_contents SET table_name = 'vole', identifier = 'vole'")
        base.execute("UPDATE gpkg_geometry_columns SET table_name = 'vole'")
        base.commit()
    assert "une vue vers autre chose" in refusal("v.gpkg", path.read_bytes())


def test_entities_that_breed_entities_end_in_a_sentence():
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<!DOCTYPE kml [<!ENTITY e0 "5.2,45.9 ">{names}]>' + kml("&e11;").decode().split("?>")[1]
    )
    assert refusal("v.kml", bomb.encode())


def test_the_process_knows_no_secret_of_the_server(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "tres-secret")
    tells = (
        "import os; print('{\"refused\": \"%s\"}' % sorted(k for k in os.environ if 'SECRET' in k))"
    )
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", tells))
    assert refusal("v.json", b"{}") == "[]"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "abîmé"),
        ("import time; time.sleep(60)", "trop de temps"),
        ("print('non')", "abîmé"),
    ],
)
def test_a_process_that_falls_or_never_ends_is_an_answer(monkeypatch, code, said):
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", code))
    monkeypatch.setattr(apart, "MOST_SECONDS", 1.0)
    assert said in refusal("v.json", b"{}")


def test_the_server_never_imports_what_reads_files():
    heavy = ("pyogrio", "geopandas", "pandas", "pyproj", "scipy")
    code = f"""
import sys, geo.shapes.apart
print([name for name in {heavy} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603
    assert done.stdout.strip() == b"[]"


def broken(content: bytes, chance: random.Random) -> bytes:
    """A file with some bytes flipped, a slice gone, or its end cut."""
    held = bytearray(content)
    for _ in range(chance.choice((1, 4, 40, 400))):
        held[chance.randrange(len(held))] = chance.randrange(256)
    if chance.random() < 0.3:
        start = chance.randrange(len(held))
        del held[start : start + chance.randrange(1, 200)]
    if chance.random() < 0.3:
        del held[chance.randrange(1, len(held)) :]
    return bytes(held)


FUZZED = {
    "v.geojson": lambda: geojson(table(comb(30), nom=["Vallée"])),
    "v.gpkg": lambda: geopackage(une=table(comb(30), nom=["Vallée"], crs=2154)),
    "v.zip": lambda: shapefile(table(comb(30), nom=["Vallée"], crs=2154)),
    "v.kml": lambda: kml(RING),
}
ROUNDS = int(os.environ.get("ATLAS_FUZZ", "3"))  # of each format


# The memory of those that a process starts is counted from its own: a small one starts them.
STARTER = """
import resource, sys
from contextlib import suppress
from pathlib import Path
from geo.shapes.apart import read_file
from geo.shapes.refusals import Refusal
for path in map(Path, sys.argv[1:]):
    with suppress(Refusal):
        read_file(path.name, path.read_bytes())
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("name", FUZZED)
def test_a_broken_file_of_any_format_ends_in_a_shape_or_a_sentence(name):
    content, chance = FUZZED[name](), random.Random(name)  # noqa: S311 - what fails must fail again
    for _ in range(ROUNDS):
        start = time.monotonic()
        with suppress(Refusal):
            ground(read_file(name, broken(content, chance)), repair=True)
        assert time.monotonic() - start < 11


@pytest.mark.parametrize("name", FUZZED)
def test_a_broken_file_of_any_format_takes_less_than_half_a_gigabyte(name, tmp_path):
    content, chance = FUZZED[name](), random.Random(name)  # noqa: S311 - what fails must fail again
    for number in range(ROUNDS):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / name).write_bytes(broken(content, chance))
    files = sorted(map(str, tmp_path.glob("*/*")))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", STARTER, *files], cwd=settings.BASE_DIR, capture_output=True,
        text=True, check=True, env=os.environ,
    )  # fmt: skip
    assert int(done.stdout.split()[-1]) < 500 * 1024  # kilobytes
