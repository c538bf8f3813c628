"""A ground that was read and then changed, loaded as a folder of files is."""

from pathlib import Path

from geo.loading.plan import GroundPlan
from geo.loading.reading import Ground
from tables.difference import Difference
from tables.engine import load


class ReadGround(GroundPlan):
    def __init__(self, ground: Ground) -> None:
        super().__init__(Path())
        self.ground = ground

    def read(self, *, force: bool) -> Ground:
        return self.ground


def load_ground(ground: Ground, *, write: bool) -> Difference:
    (difference,) = load([ReadGround(ground)], write=write)
    return difference
