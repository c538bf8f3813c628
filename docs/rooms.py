"""Draws the rooms of the project from its imports: `python docs/rooms.py` writes maison.svg.

Each application is a band that imports those under it only; a number says how many modules it
imports of another. Order and roles are read where they are said: the contract of
import-linter in pyproject.toml, the table of the README.
"""

import re
import sys
import tomllib
from collections import Counter
from html import escape
from math import log10
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PICTURE = Path(__file__).parent / "images" / "maison.svg"
CONTRACT = "Apps depend one way"
HIDDEN = {"migrations", "management", "templatetags"}
MARGIN, HEAD, BAND, GAP, LEFT, COLUMN = 16, 110, 64, 8, 680, 46
INK, LINE, FILL, CHIP = "#17324d", "#0b4f5a", "#eef4f5", "#ffffff"


def order() -> list[list[str]]:
    """The applications, layer by layer, the highest first."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = said["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["name"] == CONTRACT)
    return [[name.strip() for name in layer.split("|")] for layer in layers]


def roles() -> dict[str, str]:
    """What each application is for, in the words of the README, up to the first semicolon."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)/` \| (.+) \|$", text, re.MULTILINE)
    return {name: re.sub(r"[`()]", "", role).split(" ; ")[0].split(" : ")[0] for name, role in rows}


def rooms(app: str) -> list[str]:
    """The packages of an application."""
    found = {path.parent.name for path in (ROOT / app).glob("*/__init__.py")}
    return sorted(found - HIDDEN)


def imports(apps: list[str]) -> Counter[tuple[str, str]]:
    """How many modules of an application another imports: (from, to) → modules, each once."""
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph(*apps, include_external_packages=False, cache_dir=None)
    used: set[tuple[str, str]] = set()
    for module in graph.modules:
        here = module.partition(".")[0]
        for other in graph.find_modules_directly_imported_by(module):
            if other.partition(".")[0] != here:
                used.add((here, other))
    return Counter((here, other.partition(".")[0]) for here, other in used)


def text(x: float, y: float, words: str, size: int = 13, **more: str) -> str:
    """A line of text."""
    said = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}"{said}>{escape(words)}</text>'


def band(app: str, role: str, y: float) -> list[str]:
    """An application: its name, what it is for, its rooms."""
    width = LEFT - MARGIN
    parts = [
        f'<rect x="{MARGIN}" y="{y:g}" width="{width}" height="{BAND}" rx="6" '
        f'fill="{FILL}" stroke="{LINE}"/>',
        text(MARGIN + 12, y + 22, f"{app}/", 15, font_weight="700"),
        text(MARGIN + 124, y + 22, role if len(role) < 78 else f"{role[:76]}…", 12),
    ]
    x = MARGIN + 12.0
    for room in rooms(app):
        size = 7.2 * len(room) + 14
        if x + size > LEFT - 12:
            parts.append(text(x, y + 51, "…", 12))
            break
        parts.append(
            f'<rect x="{x:g}" y="{y + 34:g}" width="{size:g}" height="22" rx="11" '
            f'fill="{CHIP}" stroke="{LINE}" stroke-opacity="0.4"/>'
        )
        parts.append(text(x + 7, y + 49, room, 12))
        x += size + 6
    return parts


def cell(x: float, y: float, count: int) -> list[str]:
    """How many imports, the darker the more."""
    shade = min(0.85, 0.12 + log10(count) / 2.6)
    ink = "#ffffff" if shade > 0.5 else INK
    return [
        f'<rect x="{x:g}" y="{y:g}" width="{COLUMN - 4}" height="{BAND}" rx="4" fill="{LINE}" '
        f'fill-opacity="{shade:.2f}"/>',
        text(x + COLUMN / 2 - 2, y + BAND / 2 + 5, str(count), 13, fill=ink, text_anchor="middle"),
    ]


def drawn() -> str:
    """The picture, as SVG."""
    layers, said = order(), roles()
    apps = [app for layer in layers for app in layer]
    tops = {app: HEAD + place * (BAND + GAP) for place, app in enumerate(apps)}
    columns = {app: LEFT + 12 + place * COLUMN for place, app in enumerate(apps[1:])}
    height = HEAD + len(apps) * (BAND + GAP) + MARGIN
    width = LEFT + 12 + len(columns) * COLUMN + MARGIN
    parts = [text(MARGIN, 30, "Les pièces du projet", 17, font_weight="700")]
    parts.append(
        text(MARGIN, 52, "À droite : combien de modules une application importe de chaque autre.")
    )
    for app, x in columns.items():
        middle = x + COLUMN / 2 + 2
        turned = f"rotate(-60 {middle:g} {HEAD - 8})"
        parts.append(text(middle, HEAD - 8, app, 12, transform=turned))
    for (first, second), count in sorted(imports(apps).items()):
        parts += cell(columns[second], tops[first], count)
    for app in apps:
        parts += band(app, said.get(app, ""), tops[app])
    label = "Les pièces du projet : chaque application n'importe que celles qui sont sous elle"
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{label}" font-family="system-ui, sans-serif" fill="{INK}">\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
