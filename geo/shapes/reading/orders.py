"""What the process is asked and what it answers: JSON on a line, then bytes. Pure."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO


@dataclass(frozen=True)
class Order:
    """Which file is read, and which of its layers (by default the only one)."""

    name: str
    layer: str = ""


@dataclass
class Answer:
    """The polygons of a file in degrees, or why there are none."""

    polygons: list[Any] = field(default_factory=list)
    label: str = ""  # the name that the one object bears
    told: list[str] = field(default_factory=list)  # sentences: what was read, and left aside
    refused: str = ""
    layers: list[str] = field(default_factory=list)  # of which one is to be chosen
    repair: bool = False  # what a GeoJSON says was decided
    drop: bool = False


def packed(order: Order, content: bytes) -> bytes:
    """An order and its file, as they go down the pipe."""
    return json.dumps(asdict(order)).encode() + b"\n" + content


def received(stream: BinaryIO) -> tuple[Order, bytes]:
    """The inverse of `packed`."""
    return Order(**json.loads(stream.readline())), stream.read()


def answered(text: bytes) -> Answer:
    """What the process has answered; `ValueError` or `TypeError` where it is no answer."""
    return Answer(**json.loads(text))
