"""The packages of the project, read from its folders: a new one is looked at by every test."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
BESIDE = {"benchmarks", "docs", "tests"}  # what serves the project, and is none of its rooms
ROOMS = sorted(
    path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in BESIDE
)
