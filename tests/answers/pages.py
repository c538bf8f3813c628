"""A page of HTML or XML as lines: one a tag, one a text, its blanks folded where none sees them."""

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "button", "cite", "code", "data", "del", "dfn", "em", "i", "img",
     "input", "ins", "kbd", "label", "mark", "output", "q", "s", "samp", "select", "small", "span",
     "strong", "sub", "sup", "textarea", "time", "u", "var"}
)  # fmt: skip
VOID = frozenset(
    {"area", "base", "br", "circle", "col", "embed", "hr", "img", "input", "link", "meta", "param",
     "path", "rect", "source", "track", "wbr"}
)  # fmt: skip
AS_IT_IS = frozenset({"pre", "textarea"})
BLANKS = re.compile(r"[ \t\r\n\f]+")  # and no other: a narrow space is seen


def folded(text: str) -> str:
    """A text whose blanks are one space each."""
    return BLANKS.sub(" ", text)


class Lines(HTMLParser):
    """Gathers the lines of a page; a text keeps a blank at its edge only beside what is inline."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tokens: list[tuple[str, str, int]] = []  # "inline", "block" or "text"
        self.script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("name") == "csrfmiddlewaretoken":
            given["value"] = "jeton"
        said = "".join(
            f" {name}" if value is None else f' {name}="{folded(value).strip()}"'
            for name, value in sorted(given.items())
        )
        self.add("inline" if tag in INLINE else "block", f"<{tag}{said}>")
        if tag not in VOID:
            self.open.append(tag)
        self.script = (given.get("type") or "") if tag == "script" else None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
            self.add("inline" if tag in INLINE else "block", f"</{tag}>")
        self.script = None

    def handle_data(self, data: str) -> None:
        if self.script is not None and ("json" in self.script or self.script == "importmap"):
            self.add("block", json.dumps(json.loads(data), ensure_ascii=False, indent=1))
        elif self.script is not None or self.open[-1:] == ["style"]:
            self.add("block", "\n".join(line.strip() for line in data.strip().splitlines()))
        elif AS_IT_IS.intersection(self.open):
            self.add("block", json.dumps(data, ensure_ascii=False))
        else:
            self.add("text", folded(data))

    def handle_decl(self, decl: str) -> None:
        self.add("block", f"<!{decl}>")

    def add(self, kind: str, text: str) -> None:
        self.tokens.append((kind, text, len(self.open)))

    def lines(self) -> list[str]:
        """One a tag or a text, set in as deep as it stands."""
        kinds = ["block", *(kind for kind, _text, _depth in self.tokens), "block"]
        found = []
        for place, (kind, text, depth) in enumerate(self.tokens, start=1):
            said = text
            if kind == "text":
                said = said.lstrip(" ") if kinds[place - 1] == "block" else said
                said = said.rstrip(" ") if kinds[place + 1] == "block" else said
                said = f"“{said}”" if said else ""
            found += [" " * depth + line for line in said.split("\n") if line]
        return found


def of_html(text: str) -> list[str]:
    """The lines of a page."""
    reader = Lines()
    reader.feed(text)
    reader.close()
    return reader.lines()


def of_xml(content: bytes) -> list[str]:
    """The lines of a feed or of a sitemap, names with their spaces."""
    found: list[str] = []

    def add(element: ET.Element, depth: int) -> None:
        given = "".join(f' {name}="{value}"' for name, value in sorted(element.attrib.items()))
        found.append(f"{' ' * depth}<{element.tag}{given}> {folded(element.text or '').strip()}")
        for child in element:
            add(child, depth + 1)

    add(ET.fromstring(content), 0)  # noqa: S314 - our own answer
    return found
