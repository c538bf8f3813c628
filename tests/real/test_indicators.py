"""The indicators of data/indicators on the whole ground: counts that the producers publish."""

import io

import pytest
from django.core.management import call_command

from coverage.indicators.models import CommuneValue, EpciValue, IndicatorFile
from coverage.indicators.queries import catalogue, commune_values, indicator_by_body
from geo.models import Commune, Epci
from tests.harness.grounds import COMMUNES
from tests.real.indicator_levels import (
    a_rate_known_of_large_communes_alone_makes_no_region,
    a_zone_has_the_rate_of_its_file,
    every_level_is_what_its_communes_make,
)

MGP, EPT_ODDS = "200054781", "200057974"
MAYOTTE, GUYANE, GUADELOUPE = "976", "973", "971"


@pytest.fixture
def indicators(france):
    out = io.StringIO()
    call_command("load_indicators", "--write", stdout=out)
    return out.getvalue()


def communes(code, **conditions):
    return CommuneValue.objects.filter(indicator=code, **conditions)


def numbers(values):
    """The numbers of bodies that have one."""
    return {body: one.value for body, one in values.items() if one.value is not None}


def carried(code, level, words):
    """How many codes the remark that has these words is about."""
    report = IndicatorFile.objects.get(indicator=code, level=level).report
    return sum(remark["count"] for remark in report if words in remark["what"])


def test_the_whole_set_is_carried_to_today_s_ground(indicators):
    assert indicators.count(") : déjà à jour") == 0
    figures_of_communes()
    figures_of_bodies()
    nothing_is_made_of_nothing()
    every_level_is_what_its_communes_make()
    a_zone_has_the_rate_of_its_file()
    a_rate_known_of_large_communes_alone_makes_no_region()
    loading_again_reads_no_file()


def figures_of_communes():
    """As data/indicators/README.md and the producers count them."""
    zoning = communes("frr", text__in=["FRR socle", "FRR+", "Classée FRR partiellement"])
    assert zoning.count() == 17_789
    assert communes("densite").count() == 34_875 - 4
    assert carried("densite", "commune", "reportées") == 68
    assert carried("qpv", "commune", "collectivités") == 10
    assert communes("revenu_median").count() == 34_875 - 3_664
    assert carried("revenu_median", "commune", "leur commune a sa valeur") == 45
    assert communes("pauvrete").count() == 34_875 - 30_524
    assert communes("chomage").count() == 34_875 - 39
    assert communes("petites_villes_de_demain").count() == 1_646
    assert communes("action_coeur_de_ville").count() == 245
    assert carried("territoires_industrie", "epci", "communes seules") == 12
    assert communes("revenu_median", commune="75056").get().value == 29_730


def figures_of_bodies():
    """Bodies add up to the nation; what the INSEE publishes for an EPCI is kept."""
    values = indicator_by_body()
    people = numbers(values["population"])
    divided = {MGP}
    bodies = set(Epci.objects.exclude(pk__in=divided).values_list("pk", flat=True))
    lone = {body for body in people if len(body) == 5}
    assert set(people) == bodies | lone
    assert len(lone) == 5  # Paris and the four islands
    assert sum(value.communes for value in values["population"].values()) == 34_875
    rural = sum(people[body] * share for body, share in numbers(values["densite"]).items())
    assert rural / sum(people.values()) == pytest.approx(1 / 3, abs=0.02)  # INSEE: a third
    assert EpciValue.objects.filter(indicator="revenu_median", epci=MGP).exists()
    assert MGP not in values["revenu_median"]
    assert values["revenu_median"][EPT_ODDS].basis == "publie"
    assert values["revenu_median"]["992367730"].basis == "reporte"
    assert all(0 <= share <= 1 for share in numbers(values["frr"]).values())


def nothing_is_made_of_nothing():
    """Overseas, where incomes are not known, has no value and no zero."""
    values = indicator_by_body(["revenu_median", "pauvrete", "chomage", "frr"])
    for department in (MAYOTTE, GUYANE, GUADELOUPE):
        bodies = set(
            Commune.objects.current().filter(department=department).values_list("epci", flat=True)
        )
        assert not bodies & values["revenu_median"].keys()
        assert not bodies & values["pauvrete"].keys()
        assert bodies <= values["frr"].keys()  # a list: absent says no
    assert "97611" not in commune_values("revenu_median")
    assert min(numbers(values["revenu_median"]).values()) > 10_000


def loading_again_reads_no_file():
    """A second load changes nothing, and nothing is stale."""
    out = io.StringIO()
    call_command("load_indicators", "--write", stdout=out)
    assert out.getvalue().count(") : déjà à jour") == IndicatorFile.objects.count()
    assert not any(entry.stale for entry in catalogue())
    assert all(entry.indicator.source and entry.indicator.vintage for entry in catalogue())


def test_every_code_of_the_files_is_one_line_of_the_readme():
    folder = COMMUNES.parent / "indicators"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in folder.glob("*.csv") if f"`{path.name}`" not in readme] == []
