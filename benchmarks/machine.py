"""Where the figures were measured, and how busy it was: they mean little without."""

import os
import platform
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

from benchmarks.figures import french


@dataclass(frozen=True)
class Machine:
    """The machine and the programs whose speed is measured."""

    cores: int
    load: float  # mean number of busy processes in the last minute
    memory_gb: float
    system: str
    python: str
    postgres: str
    postgis: str
    communes: int
    poles: int

    @property
    def busy(self) -> bool:
        """Whether others were working: times are then too long, ratios stay fair."""
        return self.load > self.cores / 2

    def sentence(self) -> str:
        """The machine in one line."""
        return (
            f"{self.cores} cœurs, {french(self.memory_gb)} Go, {self.system}, Python {self.python},"
            f" PostgreSQL {self.postgres}, PostGIS {self.postgis} ;"
            f" {french(self.communes)} communes, {self.poles} pôles"
        )

    def as_json(self) -> dict[str, Any]:
        """Every fact."""
        return asdict(self) | {"busy": self.busy}


def load() -> float:
    """The load of the last minute."""
    return round(os.getloadavg()[0], 2)


def describe() -> Machine:
    """This machine, now, and the ground that is loaded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), PostGIS_Lib_Version(),"
            " (SELECT count(*) FROM geo_commune WHERE NOT obsolete),"
            " (SELECT count(*) FROM directory_pole)"
        )
        postgres, postgis, communes, poles = cursor.fetchone()
    return Machine(
        cores=os.cpu_count() or 1,
        load=load(),
        memory_gb=round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9, 1),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        postgres=postgres.split()[0],
        postgis=postgis,
        communes=communes,
        poles=poles,
    )
