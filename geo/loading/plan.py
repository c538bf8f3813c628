"""How the folder data/communes becomes the ground: compared table by table, written at once."""

from pathlib import Path

from geo.ground import stored_digest
from geo.loading.reading import Ground, GroundError, digest_of, read_ground
from geo.loading.writing import TABLES, write_ground
from tables.difference import Difference
from tables.engine import Plan


class GroundPlan(Plan[Ground | None]):
    """Nothing is deleted: what the folder no longer holds becomes obsolete.

    A folder loaded as it is is not read again, unless forced. A load waits for the one under way.
    """

    lock = 20_260_101
    name = "Communes"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, *, force: bool) -> Ground | None:
        if not self.folder.is_dir():
            raise GroundError(f"{self.folder} : ce dossier n'existe pas")
        if not force and stored_digest() == digest_of(self.folder):
            return None
        with self.progress.step("Lecture et vérification des fichiers"):
            return read_ground(self.folder)

    def compare(self, read: Ground | None, *, hold: bool, force: bool) -> Difference:
        if read is None:
            return Difference(self.name, current=True)
        difference = Difference(self.name)
        with self.progress.step("Comparaison avec la base"):
            for staging, rows in TABLES:
                try:
                    staging.fill(rows(read))
                except ValueError as error:  # a cell that is no number
                    raise GroundError(str(error)) from None
                difference.parts.append(staging.compare())
        return difference

    def write(self, read: Ground | None, difference: Difference) -> None:
        assert read is not None  # noqa: S101 - nothing is written where nothing was read
        write_ground(read, self.progress.step)
