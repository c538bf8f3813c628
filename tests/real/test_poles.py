"""The project's own file: every fact of it goes into the database and comes back."""

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from calls.call.queries import rows as calls
from directory.models import Footprint, Pole
from directory.record.file.rows import values_of
from directory.record.known import known_codes
from directory.record.stored import read_stored

FILE = settings.BASE_DIR / "data" / "poles" / "poles.jsonl"


def records() -> list[dict]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def load(path: Path) -> str:
    out = StringIO()
    call_command("load_poles", str(path), "--write", stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("france")
def test_every_fact_of_the_file_comes_back_from_the_database(tmp_path):
    ground = known_codes()
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
    assert Pole.objects.count() == 140
    assert Pole.objects.public().count() == 120
    assert Pole.objects.filter(seat__isnull=False).count() == 88
    statuses = Counter(Pole.objects.values_list("status", flat=True))
    assert statuses == {"active": 71, "unknown": 48, "emerging": 17, "ended": 4}
    bases = Counter(Footprint.objects.values_list("basis", flat=True))
    assert bases == {"declared": 51, "partial": 7, "presumed": 28, "broad": 28, "none": 26}
    velo = Footprint.objects.get(pole__slug="ptce-filiere-velo-du-grand-paris")
    assert (velo.communes_count, velo.basis) == (130, "declared")


def check_copies(folder):
    """Copies of the database in every format change nothing, and loading again does nothing."""
    for path in (FILE, folder / "copie.csv", folder / "copie.xlsx", folder / "copie.jsonl"):
        if path != FILE:
            call_command("dump_poles", str(path), stdout=StringIO())
        said = load(path)
        assert "140 sans changement" in said
        assert "Rien à écrire" in said
    copied = (folder / "copie.jsonl").read_text("utf-8")
    assert copied == FILE.read_text("utf-8")


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


@pytest.mark.usefixtures("france")
def test_the_laureates_of_each_call_are_as_many_as_its_page_says(client):
    call_command("load_calls", write=True, verbosity=0)
    rows = client.get("/api/laureats/?limit=1000&champs=appel").json()["features"]
    told = Counter(feature["properties"]["appel"] for feature in rows)
    shown = {row.call.slug: row.shown for row in calls()}
    assert sum(told.values()) == 91
    assert {slug: told[slug] for slug in shown} == shown
