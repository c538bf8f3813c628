"""Heavy formats are written by a process of their own, and its end is told as it was."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from publishing.columns import POINT, Column
from publishing.files import apart, making
from publishing.files.writing.__main__ import WRITERS
from publishing.files.writing.orders import Order, send
from publishing.problems import BusyError
from tests.publishing.files.support import asked, left_in

HEAVY = sorted(WRITERS)
PLACE = bytes.fromhex("0101000000") + bytes(16)
DIES = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"


def order(form: str) -> Order:
    return Order(
        form=form, stem="essai", layer="essai", title="Essai", description="", date="",
        software="", columns=(Column("nom", "Nom."),), geometry=POINT, provenance="{}", lines=(),
    )  # fmt: skip


def rows(number: int):
    return ((["été"], PLACE) for _ in range(number))


@pytest.fixture
def started(monkeypatch) -> list[subprocess.Popen]:
    """The processes that were started, in order."""
    found = []
    start = subprocess.Popen

    def remember(*words, **more):
        found.append(start(*words, **more))
        return found[-1]

    monkeypatch.setattr(apart.subprocess, "Popen", remember)
    return found


def runs(monkeypatch, code: str) -> None:
    """Another program in the place of the one that writes."""
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", code))


def test_the_server_never_imports_what_writes_files():
    code = f"""
import sys, tempfile, django
from pathlib import Path
django.setup()
from publishing.files import apart
from publishing.columns import Column
from publishing.files.writing.orders import Order
for form in {HEAVY!r}:
    order = Order(form, "essai", "essai", "Essai", "", "", "", (Column("nom", ""),), "Point",
                  "{{}}", ())
    with tempfile.TemporaryDirectory() as folder:
        rows = ((["été"], {PLACE!r}) for _ in range(1200))
        assert apart.written(order, rows, Path(folder)).stat().st_size > 1000
print([m for m in ('geopandas', 'pandas', 'pyarrow', 'pyogrio', 'openpyxl') if m in sys.modules])
"""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=settings.BASE_DIR, env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_the_process_has_no_django():
    code = "import sys; from publishing.files.writing import __main__, shapefiles, workbooks"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{code}; print('django' in sys.modules)"],
        capture_output=True, text=True, check=True, cwd=settings.BASE_DIR,
    )  # fmt: skip
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("form", HEAVY)
def test_a_sender_that_stops_midway_gets_no_file(form, tmp_path):
    whole = tmp_path / "envoi"
    with whole.open("wb") as stream:
        send(order(form), rows(1200), stream)
    for cut in (0, 50, whole.stat().st_size - 10):
        folder = tmp_path / f"jusque-{cut}"
        folder.mkdir()
        done = subprocess.run(  # noqa: S603
            [*apart.COMMAND, str(folder)], input=whole.read_bytes()[:cut],
            capture_output=True, check=False, cwd=settings.BASE_DIR,
        )  # fmt: skip
        assert done.returncode == 1, done.stderr


@pytest.mark.parametrize("form", HEAVY)
@pytest.mark.parametrize("reads", [0, 10, 5000])
def test_a_process_that_is_killed_is_told_as_busy_and_leaves_nothing(
    poles, folder, monkeypatch, caplog, form, reads
):
    runs(monkeypatch, f"import sys; sys.stdin.buffer.read({reads}); {DIES}")
    response = asked(f"couverture-communes.{form}")
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "60"
    assert form in response.json()["detail"]
    assert "Content-Disposition" not in response
    assert not left_in(folder)
    assert "ended with -9" in caplog.text


def test_a_process_that_fails_is_a_fault_of_ours_said_in_the_journal_alone(
    poles, folder, monkeypatch, caplog
):
    runs(monkeypatch, "raise SystemExit('le secret du disque')")
    for _ in range(making.FILES.places + 1):  # each gives its place back
        response = asked("poles.gpkg")
        assert response.status_code == 500
        assert response["Content-Type"] == "application/problem+json"
        assert "geojson et csv" in response.json()["detail"]
        assert "secret" not in response.content.decode()
    assert "le secret du disque" in caplog.text
    assert not left_in(folder)


def test_a_process_that_says_it_is_done_without_a_file_is_not_believed(poles, folder, monkeypatch):
    runs(monkeypatch, "import sys; sys.stdin.buffer.read()")
    assert asked("poles.parquet").status_code == 500
    assert not left_in(folder)


def test_a_process_killed_while_it_writes_leaves_nothing(folder, started):
    closed = []

    def endless():
        try:
            for number in count():
                if number == 5_000:
                    os.kill(started[0].pid, signal.SIGKILL)
                yield ["été"], PLACE
        finally:
            closed.append(True)

    with pytest.raises(BusyError), making.own_folder() as place:
        apart.written(order("gpkg"), endless(), place)
    assert closed == [True]  # and with it the cursor
    assert not left_in(folder)


def test_a_process_that_waits_for_ever_is_stopped(folder, monkeypatch, started):
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.2)
    runs(monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(BusyError), making.own_folder() as place:
        apart.written(order("fgb"), rows(1_000_000), place)
    assert started[0].returncode == -signal.SIGKILL
    assert not [one for one in threading.enumerate() if isinstance(one, threading.Timer)]
    assert not left_in(folder)


def test_what_reading_the_rows_raises_is_raised_and_ends_the_process(folder, started):
    def broken():
        yield from rows(600)
        raise LookupError("la base s'arrête")

    with pytest.raises(LookupError, match="la base"), making.own_folder() as place:
        apart.written(order("xlsx"), broken(), place)
    assert started[0].returncode is not None
    assert not left_in(folder)


def test_a_machine_without_memory_for_a_process_is_busy(poles, folder, monkeypatch):
    monkeypatch.setattr(apart, "COMMAND", ("/nulle/part",))
    assert asked("poles.xlsx").status_code == 503
    assert not left_in(folder)


def test_a_process_writes_its_temporary_files_in_the_folder_of_its_file(folder, monkeypatch):
    code = "import tempfile, pathlib; pathlib.Path(tempfile.gettempdir(), 'essai.gpkg').touch()"
    runs(monkeypatch, code)
    with making.own_folder() as place:
        assert apart.written(order("gpkg"), rows(1), place).parent == place


def test_the_command_says_it_too_and_leaves_the_older_file(poles, tmp_path, monkeypatch):
    target = tmp_path / "poles.gpkg"
    target.write_text("ancien")
    runs(monkeypatch, DIES)
    with pytest.raises(CommandError, match="interrompue"):
        call_command("export_layer", "poles", "--output", str(target))
    assert target.read_text() == "ancien"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [target.name]


def test_two_files_at_once_do_not_hold_each_other(tmp_path, started):
    forms = ["gpkg", "parquet"]
    begun = threading.Barrier(len(forms), timeout=30)

    def waiting():
        begun.wait()  # both processes are there, each with its pipe
        yield from rows(1200)

    with ThreadPoolExecutor(len(forms)) as pool:
        done = [pool.submit(apart.written, order(f), waiting(), tmp_path) for f in forms]
    assert [one.result().name for one in done] == ["essai.gpkg", "essai.parquet"]
    assert [process.returncode for process in started] == [0, 0]
