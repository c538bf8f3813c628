"""The project's own file: every fact of it goes into the database and comes back."""

import csv
import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from directory.loading.ground import read_ground
from directory.loading.stored import read_stored, values_of
from directory.models import Footprint, Pole
from geo.models import Department, Epci, Region
from geo.names import normalise

pytestmark = pytest.mark.django_db
FILE = settings.BASE_DIR / "data" / "poles" / "poles.jsonl"
GROUND = settings.BASE_DIR / "data" / "communes"


def table(name: str) -> list[dict[str, str]]:
    with (GROUND / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def area(nom: str, zone: str = "metro") -> dict:
    return {"name": nom, "name_key": normalise(nom), "zone": zone, "population": 0}


@pytest.fixture
def real_ground(db):
    """The communes of France and what they belong to, without their contours."""
    Region.objects.bulk_create(
        Region(code=r["code"], **area(r["nom"], r["zone"])) for r in table("regions.csv")
    )
    departments = {d["code"]: d for d in table("departements.csv")}
    Department.objects.bulk_create(
        Department(code=d["code"], region_id=d["region"], **area(d["nom"], d["zone"]))
        for d in departments.values()
    )
    Epci.objects.bulk_create(
        Epci(siren=e["siren"], kind=e["nature"], **area(e["nom"])) for e in table("epcis.csv")
    )
    columns = ["code", "nom", "population", "departement", "region", "epci", "ept", "centre"]
    rows = pq.read_table(GROUND / "communes.parquet", columns=columns).to_pylist()
    fields = (
        "code, name, name_key, linking, zone, population, area_km2, obsolete, department_id,"
        "region_id, epci_id, ept_id, siren, population_year, postcodes, centre, centre_tile,"
        "centre_kind, label_zoom"
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY geo_commune ({fields}) FROM STDIN") as to,
    ):
        for c in rows:
            zone = departments[c["departement"]]["zone"]
            to.write_row((
                c["code"], c["nom"], normalise(c["nom"]), 0, zone, c["population"], 1, False,
                c["departement"], c["region"], c["epci"], c["ept"], "", 2023, [],
                c["centre"].hex(), "SRID=3857;POINT(0 0)", "mairie", 12,
            ))  # fmt: skip
    with connection.cursor() as cursor:  # as load_communes does, lest the planner expect none
        cursor.execute("ANALYZE geo_commune")


def records() -> list[dict]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def load(path: Path) -> str:
    out = StringIO()
    call_command("load_poles", str(path), "--write", stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("real_ground")
def test_every_fact_of_the_file_comes_back_from_the_database(tmp_path):
    load(FILE)
    ground = read_ground()
    stored = {s: values_of(s, pole.current, ground) for s, pole in read_stored().items()}
    wanted = {record["slug"]: record for record in records()}
    for slug, record in wanted.items():
        assert stored[slug] == record
        assert list(stored[slug]) == list(record)
    assert stored.keys() == wanted.keys()
    check_counts()
    check_copies(tmp_path)


def check_counts():
    """The counts that data/poles/README.md announces."""
    assert Pole.objects.count() == 136
    assert Pole.objects.public().count() == 116
    assert Pole.objects.filter(seat__isnull=False).count() == 85
    statuses = Counter(Pole.objects.values_list("status", flat=True))
    assert statuses == {"active": 68, "unknown": 47, "emerging": 17, "ended": 4}
    bases = Counter(Footprint.objects.values_list("basis", flat=True))
    assert bases == {"declared": 49, "partial": 7, "presumed": 27, "broad": 27, "none": 26}
    velo = Footprint.objects.get(pole__slug="ptce-filiere-velo-du-grand-paris")
    assert (velo.communes_count, velo.basis) == (130, "declared")


def check_copies(folder):
    """Copies of the database in every format change nothing, and loading again does nothing."""
    for path in (FILE, folder / "copie.csv", folder / "copie.xlsx", folder / "copie.jsonl"):
        if path != FILE:
            call_command("dump_poles", str(path), stdout=StringIO())
        said = load(path)
        assert "136 inchangés" in said
        assert "Rien à écrire" in said
    copied = (folder / "copie.jsonl").read_text("utf-8")
    assert sorted(copied.splitlines()) == sorted(FILE.read_text("utf-8").splitlines())


def test_the_readme_announces_the_counts_of_the_file():
    found = records()
    text = (FILE.parent / "README.md").read_text("utf-8")
    published = sum(record["published"] for record in found)
    assert f"{len(found)} fiches, dont {published} publiées" in text
    for basis, count in Counter(record["footprint"]["basis"] for record in found).items():
        assert f"`{basis}` {count}" in text
    schemes = Counter(r["scheme"] for record in found for r in record["recognitions"])
    for scheme, count in schemes.items():
        assert f"`{scheme}` {count}" in text
