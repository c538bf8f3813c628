"""Loading poles: dry by default, all or nothing, and never over an editor's work."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Footprint, Pole, Territory
from directory.record.file.plan import PolesPlan
from publishing.models import Stamp, Vintage
from tests.factories import POPULATION, communes_of, row, square

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def load(tmp_path):
    def run(*rows, args=("--write",), name="poles.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
        return command(path, *args)

    return run


def command(path, *args):
    """The exit code and everything that was said."""
    out, err = StringIO(), StringIO()
    try:
        call_command("load_poles", str(path), *args, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def epci(siren="200000001", **changes):
    return row(footprint={"basis": "declared-epci", "epcis": [siren]}, **changes)


def state():
    """Everything a load writes, updates included."""
    return (
        list(Pole.objects.order_by("slug").values()),
        list(Territory.objects.order_by("pk").values_list("pk", "pole_id", "level")),
        list(Footprint.objects.order_by("pole").values_list("pole_id", "population")),
        list(Stamp.objects.values()),
    )


def test_without_write_the_differences_are_shown_and_nothing_is_written(load):
    code, said = load(epci(), args=())
    assert code == 0
    assert "ajoutés : essai Pôle essai" in said
    assert "1 ajout," in said
    assert "--write" in said
    assert not Pole.objects.exists()


def test_a_load_writes_the_pole_and_derives_its_footprint(load):
    code, said = load(epci(seat_insee="01001", seat_confidence="inferred", themes=["culture"]))
    pole = Pole.objects.select_related("footprint").get()
    assert (code, pole.slug, pole.seat_confidence) == (0, "essai", "inferred")
    assert pole.footprint.population == sum(POPULATION[c] for c in communes_of("epci", "200000001"))
    assert "Écrit." in said


def test_a_second_load_says_and_does_nothing(load):
    load(epci())
    before = state()
    code, said = load(epci())
    assert state() == before
    assert (code, "1 sans changement" in said, "Rien à écrire" in said) == (0, True, True)


def test_a_file_that_joins_the_edits_made_since_moves_no_date_of_a_record(load):
    load(epci())
    Pole.objects.update(name="Nom corrigé")
    before = Pole.objects.get().updated_at
    code, said = load(epci(name="Nom corrigé"))
    assert code == 0
    assert "Rien à écrire" in said
    assert Pole.objects.get().updated_at == before
    assert Pole.objects.get().loaded["name"] == "Nom corrigé"
    unchanged = state()
    load(epci(name="Nom corrigé"))
    assert state() == unchanged


def test_a_change_is_shown_from_and_to_then_written(load):
    load(epci(name="Avant"))
    code, said = load(epci("200000002", name="Après"))
    assert code == 0
    assert all(
        part in said for part in ("Avant", "Après", "200000001", "200000002", "1 changement")
    )
    pole = Pole.objects.get()
    assert pole.name == "Après"
    assert pole.territories.get().epci_id == "200000002"
    assert pole.footprint.communes_count == 4


def test_poles_absent_from_the_file_are_kept_and_listed(load):
    load(row("un"), row("deux"))
    _, said = load(row("un"))
    assert Pole.objects.count() == 2
    assert "rien n'est jamais supprimé" in said
    assert "deux" in said


def test_an_edit_made_since_is_kept_and_said(load):
    load(row(name="Fichier"))
    Pole.objects.update(name="Administration")
    code, said = load(row(name="Fichier", note="du fichier"))
    pole = Pole.objects.get()
    assert (code, pole.name, pole.note) == (0, "Administration", "du fichier")
    assert "modifié dans l'administration" in said


def test_a_conflict_is_kept_said_and_shown_by_the_exit_code(load):
    load(row(name="Un"))
    Pole.objects.update(name="Administration")
    for _ in range(2):
        code, said = load(row(name="Deux", note="écrite"))
        assert (code, Pole.objects.get().name) == (2, "Administration")
        assert "1 conflit" in said
    assert Pole.objects.get().note == "écrite"


def test_force_gives_reason_to_the_file(load):
    load(epci(name="Un"))
    Pole.objects.update(name="Administration")
    Territory.objects.update(epci="200000003")
    code, said = load(epci(name="Un"), args=("--write", "--force"))
    assert (code, Pole.objects.get().name) == (0, "Un")
    assert Territory.objects.get().epci_id == "200000001"
    assert "écrasé" in said
    assert load(epci(name="Un"))[0] == 0


def test_a_pole_made_in_the_administration_is_never_overwritten_by_surprise(load):
    load(row(name="Fichier"))
    Pole.objects.update(loaded={}, name="Administration")
    assert load(row(name="Fichier"))[0] == 2
    assert Pole.objects.get().name == "Administration"


def test_errors_are_a_table_and_nothing_is_written(load):
    code, said = load(row("bon"), row("mauvais", status="x", region_code="99"))
    assert code == 1
    assert not Pole.objects.exists()
    for part in ("poles.jsonl", "2", "status", "region_code", "99", "2 erreurs", "rien n'a été"):
        assert part in said


def test_a_csv_and_a_workbook_load_as_the_jsonl_does(load, tmp_path):
    drawn = {"type": "MultiPolygon", "coordinates": json.loads(square("01002", 0.5).json)}
    drawn["coordinates"] = [drawn["coordinates"]["coordinates"]]
    rows = [
        epci(slug="un", recognitions=[
            {"scheme": "aap-2013", "label": "AAP | 2013", "year": 2014, "amount_eur": 5000}
        ]),
        row("deux", footprint={"basis": "declared-drawn", "drawn": drawn}),
        row("trois", footprint={"basis": "declared-detail", "territories": [
            {"level": "part", "code": "75056", "label": "Goutte d'Or"},
            {"level": "epci", "code": "200000001", "label": None},
        ]}),
    ]  # fmt: skip
    load(*rows)
    for name in ("poles.csv", "poles.xlsx", "poles.jsonl"):
        path = tmp_path / f"copie-{name}"
        call_command("dump_poles", str(path), stdout=StringIO())
        code, said = command(path, "--write")
        assert (code, "3 sans changement" in said) == (0, True), said


def test_what_is_dumped_is_what_was_loaded(load, tmp_path):
    rows = [
        epci(slug="deux", seat_insee="01001", seat_commune="Saint-Œuf", seat_confidence="stated",
             region="Auvergne-Rhône-Alpes"),
        row("un", region="Auvergne-Rhône-Alpes"),
    ]  # fmt: skip
    load(*rows)
    path = tmp_path / "copie.jsonl"
    call_command("dump_poles", str(path), stdout=StringIO())
    assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == rows


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jsonl", b""), ("a.xlsx", b"PK\x03\x04"), ("a.csv", b"\xff\xfea"), ("a.exe", b"MZ")],
)
def test_an_unreadable_file_ends_with_a_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    code, said = command(path, "--write")
    assert code == 1
    assert said.strip()
    assert "Traceback" not in said


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_are_refused(load):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [PolesPlan.lock])
        code, said = load(row())
    finally:
        other.close()
    assert (code, "Un autre chargement" in said) == (1, True)
    assert not Pole.objects.exists()


def test_a_failure_while_writing_undoes_everything(load, monkeypatch):
    def fail(*_args):
        raise RuntimeError("coupure")

    monkeypatch.setattr("directory.record.file.plan.poles_changed", fail)
    with pytest.raises(RuntimeError):
        load(row("un"), row("deux"))
    assert not Pole.objects.exists()


BREAKAGES = [
    {"status": "?"}, {"region_code": "99"}, {"sources": []}, {"checked": None}, {"name": None},
    {"footprint": {"basis": "declared-communes", "communes": ["00000"]}}, {"couleur": 1},
]  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(broken=st.lists(st.none() | st.sampled_from(BREAKAGES), min_size=1, max_size=5))
def test_a_load_is_never_half_written_whatever_rows_are_broken(load, broken):
    Pole.objects.all().delete()
    rows = [row(f"pole-{n}", **(changes or {})) for n, changes in enumerate(broken)]
    code, _ = load(*rows)
    sound = not any(broken)
    assert code == (0 if sound else 1)
    assert Pole.objects.count() == (len(rows) if sound else 0)
    assert connection.in_atomic_block


@pytest.mark.usefixtures("ground")
def test_a_load_remembers_its_file_and_how_fresh_the_records_are(tmp_path):
    path = tmp_path / "poles.jsonl"
    rows = [row("a", checked="2026-03-01"), row("b", checked="2025-01-01")]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    call_command("load_poles", str(path), "--write")
    vintage = Vintage.objects.get(name="poles")
    assert (vintage.source, str(vintage.as_of)) == ("poles.jsonl", "2026-03-01")
