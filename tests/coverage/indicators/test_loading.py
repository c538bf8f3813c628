"""Loading an indicator: dry by default, all or nothing, and loading again changes nothing."""

import io

import pytest
from django.core.management import CommandError
from django.db import connections
from django.utils import timezone
from openpyxl import Workbook

from coverage.indicators import ground
from coverage.indicators.builtin import store_built_in
from coverage.indicators.models import (
    AreaValue,
    CommuneValue,
    EpciValue,
    Indicator,
    IndicatorFile,
)
from coverage.indicators.plan import LOCK
from coverage.indicators.queries import catalogue
from coverage.indicators.sets import BuiltInPlan
from geo.models import Commune, Epci, StudyAreaCommune
from publishing.models import Stamp, Vintage
from tests.coverage.indicators.support import command, state
from tests.factories import STUDIED

pytestmark = pytest.mark.usefixtures("ground")

SAID = ("--label", "Essai", "--source", "Nous", "--vintage", "2021", "--unit", "%")


@pytest.fixture
def load(tmp_path):
    def run(content, *args, code="essai", name="f.csv", write=True):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        more = (*args, "--write") if write else args
        return command("load_indicator", str(path), "--code", code, *SAID, *more)

    return run


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


def test_a_level_that_would_give_a_commune_two_values_is_refused_unless_forced(load):
    load("code_ze2020;valeur\n0101;5\n")
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


def test_a_file_loaded_again_on_another_ground_is_written_and_told(load, client):
    Vintage.objects.create(name="cog", label="COG", loaded_at=timezone.now(), digest="un")
    load("code_insee;valeur\n01001;5\n")
    Vintage.objects.update(digest="deux")
    before = Stamp.objects.get(name="indicators").value
    code, said = load("code_insee;valeur\n01001;5\n")
    assert (code, "1 sans changement" in said, "Écrit." in said) == (0, True, True)
    assert "les communes ont changé depuis le dernier chargement" in " ".join(said.split())
    assert Stamp.objects.get(name="indicators").value != before


@pytest.mark.parametrize("args", [("--force",), ("--geography", "2024", "--force")])
def test_whatever_is_written_again_is_said_and_told(load, args):
    load("code_insee;valeur\n01001;5\n")
    before = Stamp.objects.get(name="indicators").value
    assert "Écrit." in load("code_insee;valeur\n01001;5\n", *args)[1]
    assert Stamp.objects.get(name="indicators").value != before


def test_values_of_another_level_that_force_deletes_are_said(load):
    load("siren_epci;valeur\n200000002;9\n")
    load("code_ze2020;valeur\n0101;5\n")
    assert EpciValue.objects.exists()
    code, said = load("code_insee;valeur\n01001;7\n", "--force", write=False)
    gone = set(STUDIED["zone-emploi"]["0101"])
    assert (code, f"{len(gone)} disparition" in said) == (0, True)
    assert "valeurs du niveau zone d'emploi remplacées (--force)" in " ".join(said.split())
    load("code_insee;valeur\n01001;7\n", "--force")
    assert values() == {"01001": 7.0}
    assert EpciValue.objects.get().value == 9  # published for EPCI, beside any communes


def test_values_of_epci_that_force_deletes_are_said(load):
    load("siren_epci;valeur\n200000002;9\n")
    _, said = load("code_insee\n01001\n", "--kind", "liste", "--force")
    assert "200000002" in said
    assert not EpciValue.objects.exists()


def test_the_digest_of_a_ground_is_taken_before_its_codes(monkeypatch):
    Vintage.objects.create(name="cog", label="COG", loaded_at=timezone.now(), digest="un")
    read = ground.read_codes

    def replaced():
        Vintage.objects.update(digest="deux")
        return read()

    monkeypatch.setattr(ground, "read_codes", replaced)
    carried_to = ground.CarriedTo()
    assert carried_to.codes.communes
    assert carried_to.digest == "un"


# --- Zones d'emploi ---------------------------------------------------------------------------


def test_a_rate_by_zone_is_that_of_its_communes(load):
    _, said = load("code_ze2020;valeur\n0101;7.5\n")
    assert values() == dict.fromkeys(STUDIED["zone-emploi"]["0101"], 7.5)
    assert "zones d'emploi sans valeur : 0102, 0401, 1101" in said


def test_without_zones_a_file_by_zone_is_refused_with_what_to_do(load):
    StudyAreaCommune.objects.all().delete()
    code, said = load("code_ze2020;valeur\n0101;7.5\n")
    assert (code, "load_communes --write" in said) == (1, True)


def test_what_is_known_of_communes_may_be_kept_to_epci(load):
    load("code_insee;valeur\n01001;5\n", "--epci-only")
    one = Indicator.objects.get(pk="essai")
    assert not one.aggregated
    assert set(one.area_values.values_list("level", flat=True)) == {"epci"}
    load("code_insee;valeur\n01001;5\n")
    assert one.area_values.filter(level="region").exists()


def test_what_was_derived_by_epci_alone_is_derived_at_every_level_by_the_next_load():
    store_built_in()
    AreaValue.objects.exclude(level="epci").delete()
    plan = BuiltInPlan()
    difference = plan.compare(None, hold=False, force=False)
    assert set(difference.added) == {"population", "densite_population"}
    plan.write(None, difference)
    assert plan.compare(None, hold=False, force=False).current
