"""The folder of the ground: whatever changes in it is said and written, whatever is bad refused."""

import io
import shutil

import geopandas as gpd
import pytest
from django.core.management import call_command

from geo.ground import stored_digest
from geo.loading.plan import GroundPlan
from geo.loading.reading import digest_of
from geo.models import Commune
from tables.engine import load as load_plans
from tests import factories
from tests.tables.loads import GROUND, write_ground


@pytest.fixture
def folder(tmp_path, db):
    """The ground of three communes, with study areas."""
    factories.remove_ground()
    write_ground(tmp_path, "A")
    communes = sorted(gpd.read_parquet(tmp_path / "communes.parquet").code)
    rows = [f"{code};{communes[0]}" for code in communes]
    (tmp_path / "bassins_de_vie_communes.csv").write_text("\n".join(["code_insee;code", *rows]))
    return tmp_path


def run(folder, *args):
    """The exit code, and everything that was said."""
    out = io.StringIO()
    try:
        call_command("load_communes", "--folder", str(folder), *args, stdout=out, stderr=out)
    except SystemExit as end:
        return end.code, " ".join(out.getvalue().split())
    return 0, " ".join(out.getvalue().split())


def move_one_to_another_basin(folder):
    path = folder / "bassins_de_vie_communes.csv"
    head, *rows = path.read_text().split("\n")
    own = rows[1].split(";")[0]
    path.write_text("\n".join([head, rows[0], f"{own};{own}", *rows[2:]]))


def take_a_contour_away(folder):
    communes = gpd.read_parquet(folder / "communes.parquet")
    communes.loc[communes.index[0], "geometry"] = None
    communes.to_parquet(folder / "communes.parquet")


def replace_the_passages(folder):
    path = folder / "passage_communes.csv"
    code = sorted(gpd.read_parquet(folder / "communes.parquet").code)[0]
    head = path.read_text().split("\n")[0]
    path.write_text(f"{head}\n93099;Ancienne;1970-01-01;{code};A;absorption\n")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (move_one_to_another_basin, "communes des zones d'étude : 0 ajout, 1 changement"),
        (take_a_contour_away, "contours des communes : 0 ajout, 0 changement, 1 disparition"),
        (replace_the_passages, "passages de communes : 1 ajout"),
    ],
)
def test_a_change_that_no_commune_shows_is_said_and_written(folder, change, part):
    run(folder, "--write")
    change(folder)
    assert part in run(folder)[1]
    code, said = run(folder, "--write")
    assert (code, said.endswith("Écrit.")) == (0, True)
    assert run(folder, "--write")[1].endswith("déjà à jour. Rien à écrire.")


def test_what_is_forced_is_written_and_said(folder):
    run(folder, "--write")
    _code, said = run(folder, "--write", "--force")
    assert "Tout est réécrit, même sans changement (--force)." in said
    assert said.endswith("Écrit.")


@pytest.mark.parametrize("name", ["sources.toml", "zonages.toml"])
def test_a_corrected_source_is_no_ground_already_loaded(folder, name):
    shutil.copy(GROUND / name, folder)
    run(folder, "--write")
    with (folder / name).open("a") as stream:
        stream.write("# corrigé\n")
    assert "déjà à jour" not in run(folder)[1]
    _code, said = run(folder, "--write")
    assert said.endswith("Écrit.")
    assert stored_digest() == digest_of(folder)


def write_cell(folder, name, column, value):
    path = folder / name
    head, *rows = (GROUND / name).read_text(encoding="utf-8").splitlines()
    cells = rows[0].split(";")
    cells[head.split(";").index(column)] = value
    path.write_text(f"{head}\n{';'.join(cells)}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "column", "value", "accepted"),
    [
        ("passage_epci.csv", "communes", "douze", "un entier de 0 à"),
        ("passage_epci.csv", "part_population", "nan", "un nombre de 0 à 1"),
        ("passage_epci.csv", "fin", "", "un jour"),
        ("passage_communes.csv", "fin", "hier", "un jour"),
        ("regions.csv", "type_liaison", "de", "un entier de 0 à 8"),
        ("departements.csv", "zone", "lune", "metro ou drom"),
        ("zones_emploi.csv", "type_liaison", "x", "un entier de 0 à 8"),
    ],
)
def test_a_bad_cell_is_refused_where_it_stands_even_by_a_dry_run(
    folder, name, column, value, accepted
):
    if name == "zones_emploi.csv":
        shutil.copy(GROUND / "zones_emploi_communes.csv", folder)
    write_cell(folder, name, column, value)
    code, said = run(folder)
    assert (code, f"{name} n'est pas chargé." in said) == (1, True)
    for word in ("2", column, value or "(vide)", *accepted.split()):
        assert word in said, word


def test_a_population_that_is_no_number_is_refused(folder):
    former = gpd.read_parquet(GROUND / "anciennes_communes.parquet").head(2)
    former["population"] = ["12", "douze"]
    former.to_parquet(folder / "anciennes_communes.parquet")
    code, said = run(folder)
    assert (code, "douze" in said, "anciennes_communes.parquet" in said) == (1, True, True)


def test_a_ground_loaded_while_one_waited_is_judged_after_the_wait(folder):
    """Both were read before either was written: the second finds the first's work done."""
    first, second = GroundPlan(folder), GroundPlan(folder)
    read = second.read(force=False)
    load_plans([first], write=True)
    assert second.compare(read, hold=True, force=False).current


def test_a_ground_replaced_while_one_waited_is_not_current(folder):
    load_plans([GroundPlan(folder)], write=True)
    waiting = GroundPlan(folder)
    read = waiting.read(force=False)
    assert read.ground is None
    other = folder / "autre"
    other.mkdir()
    write_ground(other, "B")
    load_plans([GroundPlan(other)], write=True)
    difference = waiting.compare(read, hold=True, force=False)
    waiting.write(read, difference)
    assert difference.writes
    names = Commune.objects.order_by("code").values_list("name", flat=True)
    assert names[0] == "A"
