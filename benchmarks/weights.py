"""The heaviest ground tile of every zoom, before compression."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

import geo.layers  # noqa: F401  (registers the ground)
from publishing.layer import FIRST_ZOOM, LAST_ZOOM
from publishing.registry import tile_set
from publishing.tiles import tile

EVERY_TILE_UP_TO = 8
DENSEST = 40  # tiles weighed at each deeper zoom, those with the most points first
# Where names and borders crowd, whatever the points say: longitude, latitude.
CROWDED = {
    "Paris": (2.352, 48.857),
    "Lyon": (4.835, 45.758),
    "Lille": (3.057, 50.629),
    "Marseille": (5.370, 43.296),
    "Arras": (2.777, 50.291),
    "Strasbourg": (7.752, 48.573),
    "Ajaccio": (8.738, 41.919),
    "Pointe-à-Pitre": (-61.533, 16.241),
    "Fort-de-France": (-61.068, 14.603),
    "Cayenne": (-52.330, 4.938),
    "Saint-Denis de La Réunion": (55.448, -20.879),
    "Mamoudzou": (45.228, -12.780),
}

# Every point of the contours that tiles draw at their finest, counted on the grid of zoom 14.
POINTS = """
CREATE TEMPORARY TABLE bench_points AS
SELECT floor((ST_X(p.geom) + %(half)s) / %(side)s)::int AS x,
       floor((%(half)s - ST_Y(p.geom)) / %(side)s)::int AS y, count(*) AS points
FROM geo_communeshape, LATERAL ST_DumpPoints(tile_fine) p GROUP BY 1, 2
"""
DENSE_TILES = """
SELECT x >> %(up)s, y >> %(up)s FROM bench_points
GROUP BY 1, 2 ORDER BY sum(points) DESC, 1, 2 LIMIT %(most)s
"""
PLACE = """
SELECT floor((ST_X(p) + %(half)s) / %(side)s)::int, floor((%(half)s - ST_Y(p)) / %(side)s)::int
FROM ST_Transform(ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326), 3857) p
"""
HALF_WORLD = 20_037_508.342789244


@dataclass(frozen=True, order=True)
class Tile:
    """A ground tile and its bytes before compression."""

    weight: int
    zoom: int
    column: int
    row: int

    @property
    def path(self) -> str:
        """Its address."""
        return f"/tuiles/sol/{self.zoom}/{self.column}/{self.row}.mvt"


def draw(zoom: int, column: int, row: int) -> bytes:
    """The ground of a tile."""
    return tile(tile_set("sol"), zoom, column, row)


def weighed() -> Iterator[list[Tile]]:
    """For every zoom, the tiles weighed there, heaviest first."""
    side = 2 * HALF_WORLD / 2**LAST_ZOOM
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_points")
        cursor.execute(POINTS, {"half": HALF_WORLD, "side": side})
        crowded = []
        for lon, lat in CROWDED.values():
            cursor.execute(PLACE, {"half": HALF_WORLD, "side": side, "lon": lon, "lat": lat})
            crowded.append(cursor.fetchone())
        for zoom in range(FIRST_ZOOM, LAST_ZOOM + 1):
            up = LAST_ZOOM - zoom
            most = None if zoom <= EVERY_TILE_UP_TO else DENSEST
            cursor.execute(DENSE_TILES, {"up": up, "most": most})
            places = set(cursor.fetchall()) | {(x >> up, y >> up) for x, y in crowded}
            yield weigh(zoom, places)


def weigh(zoom: int, places: Iterable[tuple[int, int]]) -> list[Tile]:
    """Tiles at some places, heaviest first."""
    tiles = (Tile(len(draw(zoom, x, y)), zoom, x, y) for x, y in places)
    return sorted(tiles, reverse=True)


def spaced(tiles: Sequence[Tile], count: int) -> list[Tile]:
    """Some of the tiles, from the heaviest to the lightest, evenly."""
    if len(tiles) <= count:
        return list(tiles)
    return [tiles[round(n * (len(tiles) - 1) / (count - 1))] for n in range(count)]
