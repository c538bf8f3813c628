"""Which tiles the map draws each level from, for its script."""

from typing import Any

from coverage.states.layers import COVERAGE
from geo import layers, levels
from geo.levels import OUTSIDE, Level

FIRST_ZOOM = 5  # of the map


def drawn() -> dict[str, dict[str, Any]]:
    """By level: the layer, and the address of its tiles where those of the ground hold it not."""
    return {level.name: drawn_at(level) | outside_of(level) for level in levels.GROUND}


def outside_of(level: Level) -> dict[str, str]:
    """The key of what no area of a level holds: painted beneath them, for it has no shape."""
    return {"dehors": OUTSIDE} if level.studied else {}


def drawn_at(level: Level) -> dict[str, Any]:
    """Communes come with their states; a layer that the ground shows from the first zoom is its."""
    if level is levels.COMMUNE:
        return {"couche": COVERAGE.name, "tuiles": address_of(COVERAGE.name), "pres": True}
    if any(
        one.name == level.plural and one.tiles and one.tiles.first_zoom <= FIRST_ZOOM
        for one in layers.BACKGROUND.layers
    ):
        return {"couche": level.plural}
    return {"couche": level.plural, "tuiles": address_of(level.plural)}


def address_of(name: str) -> str:
    """The TileJSON of a layer."""
    return f"/tuiles/{name}.json"
