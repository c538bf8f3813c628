"""Reads a PDF in a process that has few seconds and little memory, and says one word of it.

`python -m calls.documents.reading < file` prints `pages N`, `encrypted`, `scripts`, `objects`,
`memory`, or nothing for what does not open. Pure.
"""

import io
import logging
import resource
import sys
from typing import Any

MOST_PAGES = 500
MOST_OBJECTS = 100_000
MOST_SECONDS = 4  # of processor
MOST_MEGABYTES = 512
DEEPEST = 60
# What a viewer runs, or asks the system to open, without the reader having chosen it.
ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/Rendition", "/GoToE", "/RichMediaExecute")
SCRIPT_KEYS = ("/JS", "/XFA")


def bind() -> None:
    """Limit this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    weight = MOST_MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (weight, weight))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def verdict(content: bytes) -> str:
    """One word, or `pages N`; raises whatever the library meets in a broken file."""
    from pypdf import PdfReader  # noqa: PLC0415 - within the limits
    from pypdf.generic import IndirectObject  # noqa: PLC0415

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return "encrypted"
    placed = {(number, age) for age, numbers in reader.xref.items() for number in numbers}
    placed |= {(number, 0) for number in reader.xref_objStm}
    if len(placed) > MOST_OBJECTS:
        return "objects"
    parts = (IndirectObject(number, age, reader).get_object() for number, age in sorted(placed))
    if acts(reader.trailer) or any(acts(part) for part in parts):
        return "scripts"
    return f"pages {len(reader.pages)}"


def acts(part: Any) -> bool:
    """Whether an object, or what it holds directly, is a script or starts a program."""
    level = [part]
    for _ in range(DEEPEST):
        held: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                if named(one.get("/S")) in ACTIONS or any(key in one for key in SCRIPT_KEYS):
                    return True
                # Read as it is written: a reference is an object of its own.
                held += [dict.__getitem__(one, key) for key in one]
            elif isinstance(one, list):
                held += list.__iter__(one)
        level = [one for one in held if isinstance(one, dict | list)]
        if not level:
            return False
    return True


def named(value: Any) -> Any:
    """A name, wherever it is written."""
    return value.get_object() if hasattr(value, "get_object") else value


def main() -> None:
    """Read, within the limits, and say."""
    bind()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        said = verdict(sys.stdin.buffer.read())
    except (MemoryError, RecursionError):
        said = "memory"
    sys.stdout.write(said)


if __name__ == "__main__":
    main()
