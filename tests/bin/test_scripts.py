"""What the scripts say and how they leave."""

import os
import re
import socket
from pathlib import Path

import pytest

from tests.bin.support import ROOT, Runner

SCRIPTS = sorted(path.name for path in (ROOT / "bin").iterdir() if path.is_file())


@pytest.mark.parametrize("script", [name for name in SCRIPTS if name not in ("lock", "psql")])
def test_each_script_says_what_it_does_without_doing_it(run: Runner, script: str) -> None:
    result = run(f"bin/{script}", "--help")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"bin/{script} : ")


@pytest.mark.parametrize("script", ["setup", "run", "clean", "lock"])
def test_an_unknown_option_is_refused_and_named(run: Runner, script: str) -> None:
    result = run(f"bin/{script}", "--nimporte")
    assert result.returncode == 1
    assert "--nimporte" in result.stderr


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "80 80", "99999999999999999999"])
def test_a_port_that_is_none_is_refused_before_any_work(run: Runner, port: str) -> None:
    result = run("bin/run", PORT=port)
    assert result.returncode == 1
    assert f"« {port} »" in result.stderr
    assert "1 à 65535" in result.stderr
    assert result.stdout == ""


def test_a_taken_port_is_told_and_another_proposed(run: Runner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("bin/run", PORT=str(port))
    assert result.returncode == 1
    assert f"le port {port} est déjà utilisé" in result.stderr


def test_scripts_may_be_called_from_any_folder(run: Runner) -> None:
    result = run("bash", "-c", f"cd / && '{ROOT}/bin/setup' --help")
    assert result.returncode == 0


def test_make_alone_lists_every_target(run: Runner) -> None:
    recipe = re.search(r"^help:.*\n\t@(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert recipe
    # Where make is missing, what it would run.
    line = recipe[1].replace("$(firstword $(MAKEFILE_LIST))", "Makefile").replace("$$", "$")
    result = run("bash", "-c", f"make --no-print-directory 2>/dev/null || {line}")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {"run", "test", "setup", "check", "psql", "clean", "bench"} <= set(targets)
    for target in targets:
        assert f"make {target} " in result.stdout


def test_each_target_of_make_is_a_line_over_a_script() -> None:
    lines = re.findall(r"^([a-z-]+):.*\n\t@(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(lines) >= 9
    for target, line in lines:
        script = target if target in SCRIPTS else target.replace("-", " --")
        assert target == "help" or line == f"bin/{script}"


# Each leaves before its input ends, which kills whoever writes: under pipefail, a found word is a
# failure from time to time.
LEAVES_EARLY = re.compile(
    r"\|\s*(grep\s+(-\w+\s+)*-\w*[qm]|head\b|sed\b[^|\n]*\bq\b|awk\b[^|\n]*\bexit\b)"
)


@pytest.mark.parametrize(
    "path",
    [*(ROOT / "bin").iterdir(), *(ROOT / "bin" / "lib").glob("*.sh"), ROOT / ".ci" / "run"],
    ids=str,
)
def test_no_script_pipes_into_a_reader_that_leaves_early(path: Path) -> None:
    if path.is_file():
        assert LEAVES_EARLY.findall(path.read_text()) == []


@pytest.mark.parametrize(
    ("last", "told"), [("libatomic.so.1", "found"), ("libother.so.1", "absent")]
)
def test_a_library_is_found_in_a_list_longer_than_a_pipe_holds(
    run: Runner, tmp_path: Path, last: str, told: str
) -> None:
    ldconfig = tmp_path / "ldconfig"
    ldconfig.write_text(
        f"#!/bin/bash\necho '  {last} (libc6) => /lib/{last}'\nyes padding | head -n 100000\n"
    )
    ldconfig.chmod(0o755)
    found = r"prints 'libatomic\.so\.1' ldconfig -p && echo found || echo absent"
    result = run(
        "bash", "-c", f"source bin/lib/common.sh; {found}", PATH=f"{tmp_path}:{os.environ['PATH']}"
    )
    assert result.stdout.split() == [told], result.stderr
