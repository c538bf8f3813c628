"""A ground that was read and then changed, loaded as a folder of files is."""

from pathlib import Path

from geo.loading.plan import Folder, GroundPlan
from geo.loading.reading import Ground
from tables.difference import Difference
from tables.engine import load


class ReadGround(GroundPlan):
    def __init__(self, ground: Ground) -> None:
        super().__init__(Path())
        self.ground = ground

    def read(self, *, force: bool) -> Folder:
        return Folder(self.ground.digest, self.ground)


def load_ground(ground: Ground, *, write: bool, force: bool = False) -> Difference:
    """Forced where it was changed after it was read: it still bears the digest of its files."""
    (difference,) = load([ReadGround(ground)], write=write, force=force)
    return difference
