"""Why a shape is no territory: what is expected, then what was found and its likely cause. Pure.

Each message may follow « attendu, », and has no full stop of its own.
"""

from typing import Any


class Refusal(ValueError):  # noqa: N818 - an answer, not an accident
    """A shape, or a file, that cannot be a territory; the message says why, in French."""


class Crossing(Refusal):
    """A contour that is wrong in itself, and what it becomes once repaired."""

    def __init__(self, said: str, repaired: list[Any] | None) -> None:
        """`repaired`: coordinates of a MultiPolygon in degrees; `None` where none can be made."""
        super().__init__(said)
        self.repaired = repaired


class Several(Refusal):
    """A file of which one layer must be chosen."""

    def __init__(self, said: str, layers: tuple[str, ...]) -> None:
        super().__init__(said)
        self.layers = layers
