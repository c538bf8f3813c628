"""The locked requirements: complete, hashed, the same for both uses, and free of addresses."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.bin.support import ROOT

FILES = sorted((ROOT / "requirements").glob("*.txt"))


def pins(name: str) -> dict[str, set[str]]:
    """The pinned versions of each package of a file, comments and hashes left out."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / name).read_text().splitlines():
        if match := re.match(r"([a-z0-9-]+)==(\S+)", line):
            found.setdefault(match[1], set()).add(match[2])
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_package_is_pinned_with_its_hashes_and_no_index_is_named(path) -> None:
    text = path.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=", ""), re.MULTILINE)
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_tests_run_on_the_very_versions_that_serve() -> None:
    base, dev = pins("base.txt"), pins("dev.txt")
    assert base.items() <= dev.items()


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {
        "base.txt": project["project"]["dependencies"],
        "dev.txt": project["dependency-groups"]["dev"],
        "node.txt": project["dependency-groups"]["node"],
    }
    for name, requirements in wanted.items():
        locked = pins(name)
        for requirement in map(Requirement, requirements):
            versions = locked.get(requirement.name.lower(), set())
            assert versions, f"{requirement.name} is missing from {name}: run bin/lock"
            assert all(requirement.specifier.contains(version) for version in versions)
