"""Bodies as lines that are compared, whatever their media type."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator

from tests.answers import pages
from tests.answers.files import READERS

WHOLE = 1500  # lines of a body that are kept; those that follow are told by their digests
BLOCK = 250


def lines_of(content: bytes, media_type: str) -> Iterable[str]:
    """The lines of a body. Rows for a file, tags for a page, values for JSON, or else a digest."""
    kind = media_type.partition(";")[0].strip()
    if not content:
        return []
    for ending, reader in READ_BY:
        if kind.endswith(ending):
            return reader(content)
    return [f"{len(content)} octets, {hashlib.sha256(content).hexdigest()}"]


def of_json(content: bytes) -> list[str]:
    """A value a line, in the order given."""
    return json.dumps(json.loads(content), ensure_ascii=False, indent=1).split("\n")


def of_text(content: bytes) -> list[str]:
    """A text as it is."""
    return content.decode().split("\n")


# By the end of the media type; the first that fits.
READ_BY: tuple[tuple[str, Callable[[bytes], Iterable[str]]], ...] = (
    *READERS.items(),
    ("html", lambda content: pages.of_html(content.decode())),
    ("json", of_json),
    ("xml", pages.of_xml),
    *((kind, of_text) for kind in ("csv", "plain", "calendar", "javascript", "openapi", "yaml")),
)


def cut(lines: Iterable[str], *, whole: bool = False) -> Iterator[str]:
    """The first lines of a body, then a digest of each block of those that follow."""
    block: list[str] = []
    for place, line in enumerate(lines):
        if whole or place < WHOLE:
            yield line
            continue
        block.append(line)
        if len(block) == BLOCK:
            yield told(place, block)
            block = []
    if block:
        yield told(WHOLE, block)


def told(last: int, block: list[str]) -> str:
    """A block in one line."""
    digest = hashlib.sha256("\n".join(block).encode()).hexdigest()[:16]
    return f"… {len(block)} lignes jusqu'à {last} : {digest}"
