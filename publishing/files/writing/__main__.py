"""The process: reads an order and its rows, writes the file."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO

from publishing.files.writing.orders import Batches, Order, receive

WRITERS = {
    "gpkg": "vectors:geopackage",
    "fgb": "vectors:flatgeobuf",
    "parquet": "vectors:geoparquet",
    "shp.zip": "shapefiles:shapefile",
    "xlsx": "workbooks:workbook",
}


def write_order(stream: IO[bytes], folder: Path) -> None:
    """Write into a folder the file that a stream orders, with the rows that follow."""
    order, batches = receive(stream)
    module, _, function = WRITERS[order.form].partition(":")
    found = import_module(f"publishing.files.writing.{module}")
    write: Callable[[Order, Batches, Path], None] = getattr(found, function)
    write(order, batches, folder)


def main() -> None:
    """Write the file; what fails says so on standard error, and by the exit code."""
    write_order(sys.stdin.buffer, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
