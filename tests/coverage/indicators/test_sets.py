"""Loading a set of indicators: all of it or none, on one ground, and what it lacks is said."""

import re
import tomllib

import pytest
from django.utils import timezone

from coverage.indicators.describing import SET
from coverage.indicators.ground import FOLDER
from coverage.indicators.models import Indicator, IndicatorFile
from coverage.indicators.plan import IndicatorPlan
from coverage.indicators.queries import catalogue
from geo.levels import COMMUNE, EMPLOYMENT, EPCI, LEVELS
from publishing.models import Vintage
from tests.coverage.indicators.support import command, state

pytestmark = pytest.mark.usefixtures("ground")

PUBLISHED_AT = {COMMUNE.name, EPCI.name, EMPLOYMENT.name}  # where a file may give values
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
    (tmp_path / "indicators.toml").write_text(PLAN)
    (tmp_path / "un.csv").write_text("code_insee;valeur\n01001;5\n")
    (tmp_path / "deux.csv").write_text("code_insee\n01001\n")
    return tmp_path


def test_a_set_is_loaded_with_population_and_density(a_set):
    code, said = command("load_indicators", "--folder", str(a_set), "--write")
    assert (code, "Écrit." in said) == (0, True)
    codes = [entry.indicator.code for entry in catalogue()]
    assert codes == ["densite_population", "deux", "population", "un"]
    before = state()
    code, said = command("load_indicators", "--folder", str(a_set), "--write")
    assert (code, said.count("déjà à jour"), state() == before) == (0, 4, True)


def test_a_set_is_all_or_nothing(a_set):
    (a_set / "deux.csv").write_text("code_insee\n99999\n")
    before = state()
    code, said = command("load_indicators", "--folder", str(a_set), "--write")
    assert (code, "deux.csv" in said, "99999" in said) == (1, True, True)
    assert state() == before


def test_a_set_without_its_description_is_refused(tmp_path):
    code, said = command("load_indicators", "--folder", str(tmp_path), "--write")
    assert (code, "illisible" in said) == (1, True)


def test_an_indicator_taken_out_of_a_set_is_kept_and_listed(a_set):
    command("load_indicators", "--folder", str(a_set), "--write")
    (a_set / "indicators.toml").write_text(PLAN[: PLAN.index("[deux]")])
    code, said = command("load_indicators", "--folder", str(a_set), "--write")
    assert (code, "1 absent du fichier" in said, "deux (commune)" in said) == (0, True, True)
    assert "Rien à écrire." in said
    assert Indicator.objects.filter(pk="deux").exists()


def test_a_level_that_force_replaced_is_not_said_to_be_kept(a_set):
    command("load_indicators", "--folder", str(a_set), "--write")
    by_zone = PLAN.replace(
        'file = "un.csv"\nlevel = "commune"', 'file = "un.csv"\nlevel = "zone_emploi"'
    )
    (a_set / "indicators.toml").write_text(by_zone)
    (a_set / "un.csv").write_text("code_ze2020;valeur\n0101;5\n")
    for args in ([], ["--write"]):
        code, said = command("load_indicators", "--folder", str(a_set), "--force", *args)
        assert (code, "absent" in said, "remplacées (--force)" in said) == (0, False, True)


def test_a_ground_replaced_during_a_load_has_all_its_files_carried_again(a_set, monkeypatch):
    """The codes are read once: what they carried is never said to be of a later ground."""
    Vintage.objects.create(name="cog", label="COG", loaded_at=timezone.now(), digest="un")
    write = IndicatorPlan.write

    def replaced(self, *args):
        write(self, *args)
        Vintage.objects.update(digest="deux")

    monkeypatch.setattr(IndicatorPlan, "write", replaced)
    command("load_indicators", "--folder", str(a_set), "--write")
    assert set(IndicatorFile.objects.values_list("ground", flat=True)) == {"un"}


def test_a_note_holds_at_every_level_where_its_indicator_is_given():
    """A level that no source publishes is made as the others: a note that names some misleads."""
    made = [level.one for level in LEVELS.values() if level.name not in PUBLISHED_AT]
    for one in tomllib.loads((FOLDER / SET).read_text()).values():
        named = [word for word in made if re.search(rf"\b{word}s?\b", one.get("notes", ""))]
        assert named in ([], made), (one["label"], named)
        if one.get("kind") == "compte" and one.get("absent_is_none"):
            assert "la somme de tout territoire plus grand" in one["notes"]
