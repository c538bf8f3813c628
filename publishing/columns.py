"""A public column: what every format says of it. Without Django: files are written apart."""

from dataclasses import dataclass

POINT, MULTIPOLYGON = "Point", "MultiPolygon"

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Column:
    """A public column: its name, what it means, and its kind in JSON Schema."""

    name: str
    description: str
    kind: str = "string"
