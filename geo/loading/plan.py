"""How the folder data/communes becomes the ground: compared table by table, written at once."""

from dataclasses import dataclass
from pathlib import Path

from geo.ground import stored_digest
from geo.loading.reading import Ground, GroundError, digest_of, read_ground
from geo.loading.writing import CONTOURS, REPLACED, TABLES, write_ground
from tables.difference import Difference, Remark
from tables.engine import Plan

OTHER_FILES = "Les fichiers ne sont pas ceux du dernier chargement : tout est réécrit."
FORCED = "Tout est réécrit, même sans changement (--force)."


@dataclass
class Folder:
    """The fingerprint of the files, and what they hold unless they seemed loaded already."""

    digest: str
    ground: Ground | None


class GroundPlan(Plan[Folder]):
    """Nothing is deleted: what the folder no longer holds becomes obsolete.

    A folder loaded as it is is not read again, unless forced. A load waits for the one under way.
    """

    lock = 20_260_101
    name = "Communes"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, *, force: bool) -> Folder:
        if not self.folder.is_dir():
            raise GroundError(f"{self.folder} : ce dossier n'existe pas")
        digest = digest_of(self.folder)
        if not force and stored_digest() == digest:
            return Folder(digest, None)
        ground = self.read_files()
        return Folder(ground.digest, ground)

    def read_files(self) -> Ground:
        with self.progress.step("Lecture et vérification des fichiers"):
            return read_ground(self.folder)

    def compare(self, read: Folder, *, hold: bool, force: bool) -> Difference:
        # The load that was waited for may have changed what `read` saw.
        other = stored_digest() != read.digest
        if not other and not force:
            return Difference(self.name, current=True)
        ground = read.ground = read.ground or self.read_files()
        # Every table is written: what follows from the files is derived again, compared or not.
        said = OTHER_FILES if other else FORCED
        difference = Difference(self.name, made=True, remarks=[Remark(said)])
        with self.progress.step("Comparaison avec la base"):
            for staging, rows in (*TABLES, *REPLACED, CONTOURS):
                staging.fill(rows(ground))
                difference.parts.append(staging.compare())
        return difference

    def write(self, read: Folder, difference: Difference) -> None:
        assert read.ground is not None  # noqa: S101 - `compare` has read it where it differs
        write_ground(read.ground, self.progress.step)
