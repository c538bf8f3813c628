"""The zones d'emploi of 2020 and their communes: read from the set, written with it."""

from pathlib import Path

from coverage.indicators.ground import read_former
from coverage.indicators.models import EmploymentZone, EmploymentZoneCommune
from coverage.indicators.plan import IndicatorPlan
from geo.models import Commune
from tables.difference import Difference
from tables.engine import Plan
from tables.problems import Problem, Refused
from tables.reading.cells import as_text, named_cells
from tables.reading.content import read_content
from tables.reading.delimited import csv_lines
from tables.staging import replace_all

Pairs = tuple[dict[str, str], dict[str, str]]
COMMUNES, NAMES = "zone_emploi.csv", "zone_emploi_libelles.csv"


def read_pairs(path: Path, key: str) -> dict[str, str]:
    """A file of two columns, `key` and `valeur`; `Refused` if it is anything else."""
    columns = [key, "valeur"]
    content = read_content(path, (".csv",), "CSV (.csv)")
    rows = named_cells(
        csv_lines(content, columns),
        lambda line, header: (
            []
            if header == columns
            else [Problem(line, "(en-tête)", ";".join(header), ";".join(columns))]
        ),
    )
    return {as_text(cells[key]): as_text(cells["valeur"]) for _, cells in rows}


class ZonesPlan(Plan[Pairs]):
    """Zones and their communes, on today's ground; read before the indicators that name them.

    Communes of an older geography are carried to today's; a commune whose former ones are of
    several zones takes its own, else the first.
    """

    lock = IndicatorPlan.lock
    busy = IndicatorPlan.busy
    rehearsed = True
    name = COMMUNES

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, *, force: bool) -> Pairs:
        """The names of zones by code, and the zone of communes."""
        names = read_pairs(self.folder / NAMES, "code_ze2020")
        given = read_pairs(self.folder / COMMUNES, "code_insee")
        if unnamed := sorted(set(given.values()) - names.keys()):
            accepted = f"une zone nommée dans {NAMES}"
            problems = [Problem(0, "valeur", zone, accepted) for zone in unnamed]
            raise Refused(f"{COMMUNES} n'est pas chargé.", problems)
        return names, given

    def compare(self, read: Pairs, *, hold: bool, force: bool) -> Difference:
        names, given = read
        today = set(Commune.objects.current().values_list("code", flat=True))
        former = read_former(today)
        zones = {code: zone for code, zone in given.items() if code in today}
        for code, zone in sorted(given.items()):
            if code in former:
                zones.setdefault(former[code].commune, zone)
        pairs = EmploymentZoneCommune.objects.order_by("commune")
        named = EmploymentZone.objects.order_by("code").values_list("code", "name")
        difference = Difference("Zones d'emploi", payload=zones)
        difference.compare_rows(names, dict(named), "nom")
        difference.compare_rows(zones, dict(pairs.values_list("commune_id", "zone_id")), "zone")
        difference.current = not difference.writes
        return difference

    def write(self, read: Pairs, difference: Difference) -> None:
        EmploymentZoneCommune.objects.all().delete()
        zones = sorted(difference.payload.items())
        replace_all(EmploymentZone, ("code", "name"), sorted(read[0].items()))
        replace_all(EmploymentZoneCommune, ("commune_id", "zone_id"), zones)
