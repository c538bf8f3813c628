"""Drawn shapes of a form: what they take, told before anything is saved, and what is decided.

A decision is held by the line itself, in the properties of its GeoJSON: `croisements` for a repair
that is accepted, `effleurees` for the communes that are dropped. Boxes of the page change lines.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from directory.record.lines import LineError, drawn_in, drawn_line, shape_and_name
from directory.record.pieces import Record
from directory.vocabulary import TerritoryLevel
from geo.shapes import words
from geo.shapes.apart import read_file
from geo.shapes.brought import Brought, decided, judged, of_surfaces
from geo.shapes.geojson import Surfaces, surfaces_of
from geo.shapes.refusals import Crossing, Refusal
from geo.shapes.weighing import Part, Weighed, weigh, without_brushed

MOST_LISTED = 200  # communes of one sort, in the page
UNNAMED = "Périmètre dessiné"
GROUPS = (
    ("whole", "Prises entières (la moitié au moins de leur surface)"),
    ("part", "Prises en partie"),
    ("brushed", "Seulement effleurées (moins de 5 % de la commune et du périmètre)"),
    ("left", "Laissées (moins de 1 % de la commune)"),
)


@dataclass(frozen=True)
class Said:
    """A drawn shape as its line says it, not yet judged."""

    place: int  # among the lines
    key: str  # names the shape, whatever was decided of it
    label: str
    surfaces: Surfaces


@dataclass(frozen=True)
class Drawn:
    """A drawn shape of a line: what it can be, and why it is no territory as it stands."""

    said: Said
    shape: Brought | None
    crossing: Crossing | None  # the fault that a repair mends, accepted or not
    refused: str = ""  # any other

    @property
    def key(self) -> str:
        """What names the shape."""
        return self.said.key

    @property
    def repair(self) -> bool:
        """Whether its repair is accepted."""
        return self.said.surfaces.repair

    @property
    def name(self) -> str:
        """What it is called."""
        return self.said.label or UNNAMED

    @property
    def told(self) -> tuple[str, ...]:
        """What was left aside or united, in sentences."""
        return self.shape.told if self.shape else ()

    @property
    def ground(self) -> list[Any]:
        """The coordinates that would be declared, repaired where that can be; [] for none."""
        if self.shape:
            return self.shape.coordinates
        return (self.crossing.repaired or []) if self.crossing else []

    @property
    def repaired(self) -> str:
        """What the repair makes of a contour that crosses itself, as GeoJSON; "" for none."""
        made = self.crossing.repaired if self.crossing else None
        return json.dumps({"type": "MultiPolygon", "coordinates": made}) if made else ""

    @property
    def parts(self) -> int:
        """Of how many parts the repair is made."""
        return len(self.crossing.repaired or []) if self.crossing else 0


def said_among(lines: list[str]) -> list[Said]:
    """The drawn shapes of lines; a line that holds no GeoJSON at all is left to its own fault."""
    found = []
    for place, line in enumerate(lines):
        text = drawn_in(line)
        if text is None:
            continue
        try:
            value, label = shape_and_name(text)
            surfaces = surfaces_of(value)
        except (LineError, Refusal):
            continue
        found.append(Said(place, key_of(surfaces.polygons), label, surfaces))
    return found


def judged_alone(said: Said) -> Drawn:
    """A shape that can be a territory, or the fault that a repair mends, or any other fault."""
    try:
        return Drawn(said, of_surfaces(said.surfaces, repair=False), None)
    except Crossing as crossing:
        accepted = said.surfaces.repair and crossing.repaired
        shape = of_surfaces(said.surfaces, repair=True) if accepted else None
        return Drawn(said, shape, crossing)
    except Refusal as refused:
        return Drawn(said, None, None, str(refused))


def key_of(polygons: list[Any]) -> str:
    """A short name of polygons: the same only for the same."""
    return hashlib.sha256(json.dumps(polygons).encode()).hexdigest()[:16]


def with_decisions(
    lines: list[str], *, shown: Collection[str], repaired: Collection[str], drop: bool
) -> list[str]:
    """Lines as the boxes of the page leave them; shapes that the page did not show are as typed.

    `shown` and `repaired` are keys of shapes: those with boxes, those whose repair is accepted.
    """
    changed = list(lines)
    for one in said_among(lines):
        wanted = (one.key in repaired, drop)
        if one.key in shown and wanted != (one.surfaces.repair, one.surfaces.drop):
            shape = decided(one.surfaces.polygons, repair=wanted[0], drop=drop)
            changed[one.place] = drawn_line(shape, one.label)
    return changed


def line_of_file(name: str, content: bytes, layer: str) -> tuple[str, list[str]]:
    """The line of the shape that a file holds, and what was read or left aside, in sentences.

    A contour that crosses itself is a line too: its repair is proposed with it. Raises `Refusal`,
    or `Several`.
    """
    held = read_file(name, content, layer)
    told, polygons = held.told, held.polygons
    try:
        kept = judged(polygons, told, repair=held.repair, drop=held.drop)
        polygons, told = kept.coordinates, list(kept.told)
    except Crossing as crossing:
        if not crossing.repaired:
            raise
    return drawn_line(decided(polygons, repair=False, drop=held.drop), held.label), told


def declared(lines: list[str], pieces: list[Record]) -> list[Record]:
    """Pieces read from lines, in their order, once dropped communes are cut from what is drawn.

    Raises `Refusal` where what is drawn touches no commune, or only brushes some.
    """
    drop = [one.surfaces.drop for one in said_among(lines)]  # every line was read already
    places = [place for place, one in enumerate(pieces) if one["level"] == TerritoryLevel.DRAWN]
    shapes = [pieces[place]["drawn"] for place in places]
    if not shapes:
        return pieces
    if not (found := weigh({0: shapes})[0]).counted:
        raise Refusal(words.NOTHING)
    if not (found.brushed or found.left) or not any(drop):
        return pieces
    kept = list(pieces)
    for place, dropped, cut in zip(places, drop, without_brushed(shapes), strict=True):
        if dropped:
            coordinates = judged(cut, [], repair=True, drop=True).coordinates
            kept[place] = pieces[place] | {"drawn": coordinates}
    return kept


@dataclass
class Preview:
    """What the page shows of the drawn shapes of a form, before they are saved."""

    drawn: list[Drawn]
    found: Weighed | None
    refused: str = ""
    drop: bool = False
    # Name and title of each sort of communes, the first of them in words, how many more there are.
    groups: list[tuple[str, str, list[str], int]] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """What is taken, with what was dropped left out."""
        return words.counted(self.taken) if self.taken else ""

    @property
    def taken(self) -> Weighed | None:
        """What is held, less what is dropped."""
        if self.found is None or not self.drop:
            return self.found
        gone = [*self.found.brushed, *self.found.left]
        km2 = self.found.km2 - sum(one.km2 for one in gone)
        return Weighed(km2, self.found.whole, self.found.part)

    @property
    def outside(self) -> str:
        """What is on no commune."""
        return words.outside(self.found) if self.found else ""


def said_of(parts: list[Part]) -> list[str]:
    """Communes by name and code, each with the share of its ground."""
    return [f"{one.name} ({one.code}), {words.shared(one)}" for one in parts]


def preview(lines: list[str]) -> Preview | None:
    """What the drawn shapes of lines take together; `None` where nothing is drawn."""
    drawn = [judged_alone(one) for one in said_among(lines)]
    if not drawn:
        return None
    drop = any(one.said.surfaces.drop for one in drawn)
    grounds = [one.ground for one in drawn if one.ground]
    if not grounds:
        return Preview(drawn, None)
    try:
        found = weigh({0: grounds})[0]
    except Refusal as refused:
        return Preview(drawn, None, str(refused))
    if not found.counted:
        return Preview(drawn, None, words.NOTHING)
    groups = [
        (name, title, said_of(parts[:MOST_LISTED]), max(0, len(parts) - MOST_LISTED))
        for name, title in GROUPS
        if (parts := getattr(found, name))
    ]
    return Preview(drawn, found, "", drop, groups)
