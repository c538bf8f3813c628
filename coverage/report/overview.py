"""What the page of coverage shows at once: the whole, its parts, regions, departments."""

from dataclasses import dataclass, replace

from django.db.models import Max, Min

from coverage.indicators.models import Indicator
from coverage.indicators.queries import MOST_INDICATORS
from coverage.states.queries import CommuneAnswer, communes
from coverage.states.question import Question
from coverage.states.rollups import AreaAnswer, merged, rollup, set_beside
from directory.models import Pole
from geo import levels
from geo.levels import Level
from geo.models import Commune, Department, Region, Zone
from publishing.ceilings import whole

MOST_COMMUNES = 40_000
MOST_POLES = 50_000


@dataclass
class Overview:
    """One reading of the question, summed four ways: the four always add up."""

    whole: AreaAnswer
    zones: dict[str, AreaAnswer]
    regions: list[AreaAnswer]
    departments: list[AreaAnswer]


@dataclass(frozen=True)
class Places:
    """Departments and regions in force, and the indicators that are loaded, by code."""

    departments: dict[str, Department]
    regions: dict[str, Region]
    indicators: dict[str, Indicator]


def places() -> Places:
    """Read them, by name."""
    departments = Department.objects.current().select_related("region").order_by("code")
    found = {department.code: department for department in departments}
    regions = {d.region_id: d.region for d in found.values()}
    indicators = whole(Indicator.objects.order_by("label", "code"), MOST_INDICATORS)
    return Places(
        departments=found,
        regions=dict(sorted(regions.items(), key=lambda item: item[1].name_key)),
        indicators={one.code: one for one in indicators},
    )


def overview(question: Question, known: Places) -> Overview:
    """Sum once by department, and the rest from there."""
    seen = summed_up(question, known)
    if question.filtered:
        entire = summed_up(question.everywhere, known)
        set_beside(seen.regions, entire.regions)
    return seen


def summed_up(question: Question, known: Places) -> Overview:
    """The four sums of one question."""
    departments = [a for a in rollup(question, levels.DEPARTMENT) if a.code in known.departments]
    of_zone: dict[str, list[AreaAnswer]] = {zone: [] for zone in Zone.values}
    of_region: dict[str, list[AreaAnswer]] = {}
    for area in departments:
        place = known.departments[area.code]
        of_zone[place.zone].append(area)
        of_region.setdefault(place.region_id, []).append(area)
    return Overview(
        whole=merged(departments, "ensemble", ""),
        zones={zone: merged(areas, zone, "") for zone, areas in of_zone.items() if areas},
        regions=[
            merged(areas, code, known.regions[code].name)
            for code, areas in sorted(of_region.items())
        ],
        departments=departments,
    )


def population_years() -> tuple[int | None, int | None]:
    """The first and the last year of the populations summed."""
    years = Commune.objects.current().aggregate(
        first=Min("population_year"), last=Max("population_year")
    )
    return years["first"], years["last"]


def poles_named(slugs: set[str]) -> dict[str, Pole]:
    """Poles by slug."""
    if not slugs:
        return {}
    found = Pole.objects.filter(slug__in=slugs).only("slug", "name", "status").order_by("name")
    return {pole.slug: pole for pole in whole(found, MOST_POLES)}


def placeless() -> int:
    """How many emerging poles no table can place: neither seat nor footprint is known."""
    return Pole.objects.public().emerging().placeless().count()


def communes_asked(question: Question) -> list[CommuneAnswer]:
    """Every commune of the question."""
    return communes(question, MOST_COMMUNES)


def commune_asked(question: Question, place: Commune) -> CommuneAnswer | None:
    """The answer for one commune; None where the filter leaves it out."""
    if question.department not in ("", place.department_id):
        return None
    local = replace(question, department=place.department_id)
    return next((row for row in communes_asked(local) if row.code == place.code), None)


def area_asked(question: Question, level: Level, code: str) -> AreaAnswer | None:
    """What a question keeps of one area: no commune, where its filter leaves it out; None of none.

    What is left out has the whole of the area beside it, as what is cut has.
    """
    kept = area_kept(question, level, code)
    if kept or not question.filtered:
        return kept
    entire = area_kept(question.everywhere, level, code)
    return entire and AreaAnswer(code, entire.name, entire=entire)


def area_kept(question: Question, level: Level, code: str) -> AreaAnswer | None:
    """The row of an area among those that a question finds, read with as few others as may be."""
    if level is levels.DEPARTMENT and question.department in ("", code):
        question = replace(question, department=code)
    elif level is levels.REGION and question.region in ("", code):
        question = replace(question, region=code)
    return next((area for area in rollup(question, level) if area.code == code), None)
