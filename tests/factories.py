"""A small ground on which arithmetic is exact, and poles to put on it.

Squares of a tenth of a degree. Mainland, by rows:

    38001 38002 38003 38004 38005 38006      department 38, region 84
    01001 01002 01003 01004 01005 01006      department 01, region 84
    EPCI  200000001: 01001 to 01003; EPCI 200000002: 01004, 01005, 38004, 38005
    01006 is an island without EPCI; 38006 has no contour; 38001 to 38003 are EPCI 200000003

Greater Paris (region 11): 75056 alone, 93001 and 93002 in the EPT 200057867, all in 200054781.
Overseas (region 04): 97401 and 97402, EPCI 249740077.
01999 is obsolete and leads to 01001. Every commune has 100 km² and its own population: that of
the grid is a power of two, so that a sum says which communes it holds.
"""

import datetime
from functools import cache
from typing import Any

from django.contrib.gis.gdal import CoordTransform, SpatialReference
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from directory.models import Pole, Territory
from directory.vocabulary import TerritoryLevel
from geo.models import (
    Commune,
    CommuneShape,
    Department,
    DepartmentShape,
    Epci,
    EpciShape,
    FormerCommune,
    PlaceName,
    Region,
    RegionShape,
    StudyArea,
    StudyAreaCommune,
    StudyAreaShape,
)
from geo.names import normalise
from publishing.coordinates import WEB_MERCATOR, WGS84

SIDE = 0.1
KM2 = 100.0
MAINLAND = [f"01{n:03}" for n in range(1, 7)] + [f"38{n:03}" for n in range(1, 7)]
PARIS = ["75056", "93001", "93002"]
ISLAND = ["97401", "97402"]
GRID = [*MAINLAND, *PARIS, *ISLAND]
CORNERS = (
    {f"01{n:03}": (2 + SIDE * n, 45.0) for n in range(1, 7)}
    | {f"38{n:03}": (2 + SIDE * n, 45.0 + SIDE) for n in range(1, 7)}
    | {code: (2.0 + SIDE * n, 48.8) for n, code in enumerate(PARIS)}
    | {code: (55.4 + SIDE * n, -21.2) for n, code in enumerate(ISLAND)}
)
POPULATION = {code: 2**place for place, code in enumerate(GRID)}
GREATER_PARIS = "200054781"
EPCI_OF = {
    "200000001": ["01001", "01002", "01003"],
    "200000002": ["01004", "01005", "38004", "38005"],
    "200000003": ["38001", "38002", "38003"],
    GREATER_PARIS: PARIS,
    "249740077": ISLAND,
}
EPT_OF = {"200057867": ["93001", "93002"]}
# The zones d'emploi hold every commune; the bassins de vie leave out five and all that is far.
STUDIED = {
    "zone-emploi": {
        "0101": [f"{d}{n:03}" for d in ("01", "38") for n in (1, 2, 3)],
        "0102": [f"{d}{n:03}" for d in ("01", "38") for n in (4, 5, 6)],
        "1101": PARIS,
        "0401": ISLAND,
    },
    "bassin-vie": {
        "01001": ["01001", "01002", "38001", "38002"],
        "38004": ["01003", "01004", "38003", "38004"],
    },
}
STUDIED_NAMES = {
    "0101": "Bellecombe", "0102": "Ussel", "1101": "Paris", "0401": "Le Sud",
    "01001": "Saint-Œuf", "38004": "Vaux",
}  # fmt: skip
REGIONS = {"84": "Auvergne-Rhône-Alpes", "11": "Île-de-France", "04": "La Réunion"}
DEPARTMENTS = {
    "01": ("Ain", "84"),
    "38": ("Isère", "84"),
    "75": ("Paris", "11"),
    "93": ("Seine-Saint-Denis", "11"),
    "974": ("La Réunion", "04"),
}


def department_of(code: str) -> str:
    """The department of a commune."""
    return code[:3] if code.startswith("97") else code[:2]


def communes_of(kind: str, code: str) -> set[str]:
    """The communes of an area of the grid, worked out without the database."""
    if kind == "epci":
        return set(EPCI_OF.get(code) or EPT_OF[code])
    if kind == "department":
        return {c for c in GRID if department_of(c) == code}
    if kind in STUDIED:
        return set(STUDIED[kind][code])
    if kind == "region":
        return {c for c in GRID if DEPARTMENTS[department_of(c)][1] == code}
    return {code}


def square(code: str, share: float = 1.0) -> Polygon:
    """The ground of a commune, or a strip of it from its western edge."""
    x, y = CORNERS[code]
    return Polygon.from_bbox((x, y, x + SIDE * share, y + SIDE))


def multi(geometry: Any, srid: int = WGS84) -> Any:
    """A MultiPolygon of whatever polygons are given."""
    flat = MultiPolygon(geometry) if isinstance(geometry, Polygon) else geometry
    flat.srid = WGS84
    return flat if srid == WGS84 else mercator(flat)


@cache
def to_mercator() -> CoordTransform:
    """Made once: it is slow to make."""
    return CoordTransform(SpatialReference(WGS84), SpatialReference(WEB_MERCATOR))


def mercator(geometry: Any) -> Any:
    """A geometry of the map."""
    return geometry.transform(to_mercator(), clone=True)


def add_shape(model: Any, area: Any, codes: list[str]) -> None:
    """The shape of an area: the union of its communes that have a contour."""
    squares = [square(code) for code in codes if code != "38006"]
    ground: Any = squares[0]
    for other in squares[1:]:
        ground = ground.union(other)
    tile = multi(ground, WEB_MERCATOR)
    model.objects.create(
        area=area,
        contour=multi(ground),
        general=multi(ground),
        tile_coarse=tile,
        tile_medium=tile,
        tile_fine=tile,
    )


def named(name: str, zone: str, **figures: Any) -> dict[str, Any]:
    """The fields that every area has."""
    return {"name": name, "name_key": normalise(name), "zone": zone, "population": 0, **figures}


def make_ground() -> None:
    """Write the grid."""
    for code, name in REGIONS.items():
        zone = "drom" if code == "04" else "metro"
        region = Region.objects.create(code=code, **named(name, zone))
        add_shape(RegionShape, region, sorted(communes_of("region", code)))
    for code, (name, region_code) in DEPARTMENTS.items():
        zone = "drom" if code == "974" else "metro"
        department = Department.objects.create(
            code=code, region_id=region_code, **named(name, zone)
        )
        add_shape(DepartmentShape, department, sorted(communes_of("department", code)))
    for siren, codes in (EPCI_OF | EPT_OF).items():
        zone = "drom" if codes == ISLAND else "metro"
        kind = "EPT" if siren in EPT_OF else "METRO" if codes == PARIS else "CC"
        epci = Epci.objects.create(siren=siren, kind=kind, **named(f"EPCI {siren}", zone))
        add_shape(EpciShape, epci, codes)
    for code in GRID:
        make_commune(code)
    make_commune("01999", obsolete=True)
    for level, areas in STUDIED.items():
        for code, codes in areas.items():
            make_study_area(level, code, codes)
    FormerCommune.objects.create(
        code="01999", kind="ancienne", name="Autrefois", commune_id="01001"
    )


def make_study_area(level: str, code: str, codes: list[str]) -> StudyArea:
    """A study area, with its communes and its ground."""
    department = department_of(codes[0])
    area = StudyArea.objects.create(
        key=f"{level}:{code}",
        level=level,
        code=code,
        department_id=department,
        region_id=DEPARTMENTS[department][1],
        communes_count=len(codes),
        **named(STUDIED_NAMES.get(code, code), "drom" if codes == ISLAND else "metro")
        | {"population": sum(map(POPULATION.__getitem__, codes)), "area_km2": KM2 * len(codes)}
        | {"linking": {"0102": 1, "0401": 2}.get(code, 0)},
    )
    for one in codes:
        StudyAreaCommune.objects.create(level=level, commune_id=one, area=area)
    add_shape(StudyAreaShape, area, codes)
    return area


def remove_ground() -> None:
    """Take away the grid and all that stands on it, for what loads another ground."""
    for model in (
        PlaceName, FormerCommune, StudyAreaCommune, StudyAreaShape, CommuneShape, EpciShape,
        DepartmentShape, RegionShape,
    ):  # fmt: skip
        model.objects.all().delete()
    for area in (StudyArea, Commune, Epci, Department, Region):
        area.objects.all().delete()


def make_commune(code: str, obsolete: bool = False) -> Commune:
    """One commune of the grid, with its contour."""
    department = department_of(code)
    region = DEPARTMENTS[department][1]
    x, y = CORNERS.get(code, CORNERS["01001"])
    centre: Any = Point(x + SIDE / 2, y + SIDE / 2, srid=WGS84)
    name = {"75056": "Paris", "01001": "Saint-Œuf"}.get(code, f"Commune {code}")
    epci = next((s for s, codes in EPCI_OF.items() if code in codes), None)
    ept = next((s for s, codes in EPT_OF.items() if code in codes), None)
    commune = Commune.objects.create(
        code=code,
        department_id=department,
        region_id=region,
        epci_id=epci,
        ept_id=ept,
        body=ept or (code if epci in (None, GREATER_PARIS) else epci),
        population_year=2023,
        centre=centre,
        centre_tile=mercator(centre),
        centre_kind="interieur",
        obsolete=obsolete,
        **named(name, "drom" if region == "04" else "metro")
        | {"population": POPULATION.get(code, 0), "area_km2": KM2},
    )
    if not obsolete:
        PlaceName.objects.create(
            commune=commune, key=commune.name_key, label=commune.name, kind="commune"
        )
    if not obsolete and code != "38006":
        add_shape(CommuneShape, commune, [code])
    return commune


def make_pole(slug: str = "essai", territories: list[dict] | None = None, **fields: Any) -> Pole:
    """A pole with its territories; no footprint is derived."""
    values = {
        "name": slug.title(),
        "region_id": "84",
        "sources": ["https://example.org/"],
        "checked": datetime.date(2026, 11, 23),
    }
    if fields.get("seat_id"):
        values["seat_confidence"] = "stated"
    pole = Pole.objects.create(slug=slug, **values | fields)
    for territory in territories or []:
        Territory.objects.create(pole=pole, **territory)
    return pole


def territory(kind: str, code: str, **fields: Any) -> dict[str, Any]:
    """The fields of a territory; `kind` is its level."""
    target = "commune" if kind == "part" else kind
    return {"level": TerritoryLevel(kind), f"{target}_id": code, **fields}


def drawn(*polygons: Polygon) -> dict[str, Any]:
    """The fields of a drawn territory."""
    return {"level": TerritoryLevel.DRAWN, "drawn": MultiPolygon(*polygons, srid=WGS84)}


def row(slug: str = "essai", **changes: Any) -> dict[str, Any]:
    """A valid row of a file of poles on this ground."""
    empty: dict[str, list] = {"communes": [], "epcis": [], "departments": [], "regions": []}
    footprint = {"basis": "none", **empty} | changes.pop("footprint", {})
    return {
        "slug": slug,
        "name": f"Pôle {slug}",
        "other_names": [],
        "lead_organisation": None,
        "seat_commune": None,
        "seat_insee": None,
        "seat_confidence": None,
        "departement": None,
        "region": None,
        "region_code": "84",
        "territory_text": None,
        "footprint": footprint,
        "epci": [],
        "themes": [],
        "status": "unknown",
        "status_as_of": None,
        "founded_year": None,
        "website": None,
        "description": None,
        "recognitions": [],
        "published": True,
        "sources": ["https://example.org/"],
        "note": None,
        "checked": "2026-11-23",
    } | changes
