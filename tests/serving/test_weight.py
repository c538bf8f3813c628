"""What a server keeps in memory for good is what it serves with, and not what it computes with."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

HEAVY = ("scipy", "pyproj", "pandas", "geopandas", "pyarrow", "pyogrio", "openpyxl", "PIL")
IMPORTED = """
import sys
import config.server
from config.wsgi import application
config.server.first_segments()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
COMPUTED = (
    "/priorites/?candidats=epci&k=2",
    "/api/sites/?candidats=epci&k=2",
    "/api/sites/?candidats=epci&k=2&methode=exacte",
    "/api/scenarios/?scenario=meilleurs:epci:2",
    "/api/lacunes/",
    "/api/exports/sites.gpkg?candidats=epci&k=2",
    "/api/exports/lacunes.parquet",
    "/api/exports/couverture-epci.xlsx",
)


def test_no_library_of_computation_is_imported_by_a_server_at_rest():
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", IMPORTED],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not {*done.stdout.split()} & {*HEAVY}


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what is mapped")
def test_no_library_of_computation_is_mapped_by_a_server_that_has_computed(server, line):
    for address in COMPUTED:
        assert line.get(address).status == 200, address
    mapped = Path(f"/proc/{server.process.pid}/maps").read_text()
    assert not [name for name in HEAVY if f"/site-packages/{name}/" in mapped]
    assert "/site-packages/numpy/" in mapped  # or nothing would be seen
