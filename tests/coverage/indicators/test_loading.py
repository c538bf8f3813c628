"""Loading an indicator: dry by default, all or nothing, and loading again changes nothing."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from openpyxl import Workbook

from coverage.indicators.models import (
    BodyValue,
    CommuneValue,
    EmploymentZone,
    EmploymentZoneCommune,
    EpciValue,
    Indicator,
    IndicatorFile,
)
from coverage.indicators.plan import LOCK
from coverage.indicators.queries import catalogue
from coverage.indicators.zones import ZonesPlan
from geo.models import Commune, Epci
from publishing.models import Stamp, Vintage
from tables.engine import Refusals
from tables.engine import load as load_plans

pytestmark = pytest.mark.usefixtures("ground")

SAID = ("--label", "Essai", "--source", "Nous", "--vintage", "2021", "--unit", "%")
ALL = (Indicator, IndicatorFile, CommuneValue, EpciValue, BodyValue, Stamp)


@pytest.fixture
def load(tmp_path):
    def run(content, *args, code="essai", name="f.csv", write=True):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        more = (*args, "--write") if write else args
        return command("load_indicator", str(path), "--code", code, *SAID, *more)

    return run


def command(*args):
    """The exit code and everything that was said."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*args, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def state():
    return [list(model.objects.order_by("pk").values()) for model in ALL]


def values(code="essai"):
    rows = CommuneValue.objects.filter(indicator=code).order_by("commune")
    return {row.commune_id: row.text or row.value for row in rows}


def test_without_write_the_differences_are_shown_and_nothing_is_written(load):
    before = state()
    code, said = load("code_insee;valeur\n01001;5\n", write=False)
    assert code == 0
    assert "1 ajout" in said
    assert "--write" in said
    assert state() == before


def test_a_load_writes_the_indicator_its_file_and_its_values(load):
    code, said = load("code_insee;valeur\n01001;5\n01002;7,5\n", "--geography", "2024")
    assert (code, "Écrit." in said) == (0, True)
    one = Indicator.objects.get(pk="essai")
    assert (one.label, one.unit, one.vintage, one.year) == ("Essai", "%", "2021", 2021)
    file = one.files.get()
    assert (file.level, file.geography, file.rows) == ("commune", "2024", 2)
    assert values() == {"01001": 5.0, "01002": 7.5}
    assert Stamp.objects.filter(name="indicators").exists()


def test_a_second_load_says_and_does_nothing(load):
    load("code_insee;valeur\n01001;5\n")
    before = state()
    code, said = load("code_insee;valeur\n01001;5\n")
    assert (code, "déjà à jour" in said, "Rien à écrire" in said) == (0, True, True)
    assert state() == before


def test_changes_are_shown_from_and_to_then_written(load):
    load("code_insee;valeur\n01001;5\n01002;6\n01003;7\n")
    code, said = load("code_insee;valeur\n01001;5\n01002;8\n01004;9\n")
    assert code == 0
    assert "1 ajout, 1 changement, 1 disparition, 1 sans changement" in said
    assert values() == {"01001": 5.0, "01002": 8.0, "01004": 9.0}


def test_a_workbook_is_loaded_as_well(load):
    book = Workbook()
    book.active.append(["code_insee", "valeur"])
    book.active.append(["01001", 5])
    stream = io.BytesIO()
    book.save(stream)
    assert load(stream.getvalue(), name="f.xlsx")[0] == 0
    assert values() == {"01001": 5.0}


def test_one_fault_and_nothing_is_written(load):
    before = state()
    code, said = load("code_insee;valeur\n01001;5\n01002;beaucoup\n99999;1\n")
    assert code == 1
    assert "beaucoup" in said
    assert state() == before
    code, said = load("code_insee;valeur\n01001;5\n01777;1\n01778;1\n")
    assert (code, "01777" in said, "01778" in said) == (1, True, True)
    assert "f.csv" in said
    assert state() == before


def test_a_former_commune_is_carried_and_it_is_kept_with_the_file(load):
    _, said = load("code_insee;valeur\n01999;5\n98736;1\n")
    assert "01999 → 01001" in said
    assert "collectivités d'outre-mer" in said
    assert values() == {"01001": 5.0}
    kept = {remark["what"]: remark["count"] for remark in IndicatorFile.objects.get().report}
    assert sum(kept.values()) == 1 + 1 + 16  # carried, left, and communes without value


def test_an_indicator_by_commune_and_by_epci_keeps_both(load):
    load("code_insee;valeur\n01001;5\n")
    load("siren_epci;valeur\n200000002;9\n")
    assert values() == {"01001": 5.0}
    assert EpciValue.objects.get().value == 9
    assert {file.level for file in IndicatorFile.objects.all()} == {"commune", "epci"}


def test_an_indicator_does_not_change_its_nature_by_accident(load):
    load("code_insee;valeur\n01001;5\n")
    code, said = load("code_insee;valeur\n01001;a\n", "--kind", "classe")
    assert (code, "--force" in said) == (1, True)
    assert load("code_insee;valeur\n01001;a\n", "--kind", "classe", "--force")[0] == 0
    assert values() == {"01001": "a"}


def test_a_level_that_would_give_a_commune_two_values_is_refused_unless_forced(load, zones):
    load("code_ze2020;valeur\n0001;5\n")
    code, said = load("code_insee;valeur\n01001;7\n")
    assert (code, "zone_emploi" in said) == (1, True)
    assert load("code_insee;valeur\n01001;7\n", "--force")[0] == 0
    assert values() == {"01001": 7.0}
    assert [file.level for file in IndicatorFile.objects.all()] == ["commune"]


def test_population_is_the_ground_s_and_is_loaded_from_no_file(load):
    code, said = load("code_insee;valeur\n01001;7\n", "--force", code="population")
    assert (code, "calculé" in said) == (1, True)


def test_options_that_describe_no_indicator_are_refused_together(load):
    code, said = load(
        "code_insee;valeur\n01001;7\n", "--address", "ici", "--priority", "5", code="Mon code"
    )
    assert code == 1
    assert all(word in said for word in ("Mon code", "ici", "classe"))


def test_a_kind_that_does_not_exist_is_refused(load):
    with pytest.raises(CommandError, match="image"):
        load("code_insee;valeur\n01001;7\n", "--kind", "image")


def test_a_list_is_one_of_epci_and_single_communes(load):
    Epci.objects.filter(siren="200057867").update(obsolete=False)
    _, said = load("siren;valeur\n200000001;Vallée\n200057867;Est\n", "--kind", "liste")
    listed = values()
    assert listed == {
        "01001": "Vallée", "01002": "Vallée", "01003": "Vallée", "93001": "Est", "93002": "Est"
    }, said  # fmt: skip


def test_a_file_that_is_not_there_is_refused(tmp_path):
    code, said = command(
        "load_indicator", str(tmp_path / "rien.csv"), "--code", "essai", *SAID, "--write"
    )
    assert (code, "illisible" in said) == (1, True)


def test_without_communes_nothing_can_be_loaded(load, db):
    Commune.objects.update(obsolete=True)
    code, said = load("code_insee;valeur\n01001;5\n")
    assert (code, "load_communes" in said) == (1, True)


def test_two_loads_do_not_cross(load):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        code, said = load("code_insee;valeur\n01001;5\n")
    finally:
        other.close()
    assert (code, "en cours" in said) == (1, True)


def test_another_ground_makes_a_file_stale_until_it_is_loaded_again(load):
    Vintage.objects.create(name="cog", label="COG", loaded_at=timezone.now(), digest="un")
    load("code_insee;valeur\n01001;5\n")
    assert not catalogue()[0].stale
    Vintage.objects.update(digest="deux")
    assert catalogue()[0].stale
    assert "déjà à jour" not in load("code_insee;valeur\n01001;5\n")[1]
    assert not catalogue()[0].stale


# --- Zones d'emploi ---------------------------------------------------------------------------


@pytest.fixture
def zones(ground):
    EmploymentZone.objects.create(code="0001", name="Un")
    EmploymentZone.objects.create(code="0002", name="Deux")
    for commune in ("01001", "01002"):
        EmploymentZoneCommune.objects.create(commune_id=commune, zone_id="0001")
    EmploymentZoneCommune.objects.create(commune_id="01003", zone_id="0002")


def test_a_rate_by_zone_is_that_of_its_communes(load, zones):
    _, said = load("code_ze2020;valeur\n0001;7.5\n")
    assert values() == {"01001": 7.5, "01002": 7.5}
    assert "zones d'emploi sans valeur : 0002" in said


def test_without_zones_a_file_by_zone_is_refused_with_what_to_do(load):
    code, said = load("code_ze2020;valeur\n0001;7.5\n")
    assert (code, "load_indicators --write" in said) == (1, True)


def folder(tmp_path, communes="01001;0001\n01999;0002\n01002;0001\n", names="0001;Un\n0002;Deux\n"):
    (tmp_path / "zone_emploi.csv").write_text("code_insee;valeur\n" + communes)
    (tmp_path / "zone_emploi_libelles.csv").write_text("code_ze2020;valeur\n" + names)
    return tmp_path


def written(folder):
    """Whether a load of the zones of a folder writes anything."""
    return load_plans([ZonesPlan(folder)], write=True)[0].writes


def test_zones_are_loaded_once_and_a_former_commune_never_outweighs_today_s(tmp_path):
    assert written(folder(tmp_path))
    pairs = dict(EmploymentZoneCommune.objects.values_list("commune_id", "zone_id"))
    assert pairs == {"01001": "0001", "01002": "0001"}
    assert not written(tmp_path)


def test_a_zone_without_a_name_is_refused(tmp_path):
    with pytest.raises(Refusals) as caught:
        written(folder(tmp_path, names="0001;Un\n"))
    assert [problem.value for problem in caught.value.files[0][1].problems] == ["0002"]


def test_a_file_of_zones_with_another_header_is_refused(tmp_path):
    folder(tmp_path)
    (tmp_path / "zone_emploi.csv").write_text("commune;zone\n01001;0001\n")
    with pytest.raises(Refusals):
        written(tmp_path)


# --- A set ------------------------------------------------------------------------------------

PLAN = """
[un]
label = "Un"
source = "Nous"
vintage = "2021"
[[un.files]]
file = "un.csv"
level = "commune"
[deux]
label = "Deux"
source = "Nous"
vintage = "2021"
kind = "liste"
[[deux.files]]
file = "deux.csv"
level = "commune"
"""


@pytest.fixture
def a_set(tmp_path):
    folder(tmp_path)
    (tmp_path / "indicators.toml").write_text(PLAN)
    (tmp_path / "un.csv").write_text("code_insee;valeur\n01001;5\n")
    (tmp_path / "deux.csv").write_text("code_insee\n01001\n")
    return tmp_path


def test_a_set_is_loaded_with_population_density_and_zones(a_set):
    code, said = command("load_indicators", "--folder", str(a_set), "--write")
    assert (code, "Écrit." in said) == (0, True)
    codes = [one.code for one in catalogue()]
    assert codes == ["densite_population", "deux", "population", "un"]
    assert EmploymentZone.objects.count() == 2
    before = state()
    code, said = command("load_indicators", "--folder", str(a_set), "--write")
    assert (code, said.count("déjà à jour"), state() == before) == (0, 4, True)


def test_a_set_is_all_or_nothing(a_set):
    (a_set / "deux.csv").write_text("code_insee\n99999\n")
    before = state()
    code, said = command("load_indicators", "--folder", str(a_set), "--write")
    assert (code, "deux.csv" in said, "99999" in said) == (1, True, True)
    assert state() == before
    assert not EmploymentZone.objects.exists()


def test_a_set_without_its_description_is_refused(tmp_path):
    code, said = command("load_indicators", "--folder", str(tmp_path), "--write")
    assert (code, "illisible" in said) == (1, True)
