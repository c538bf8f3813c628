"""The zones d'emploi of 2020 and their communes: read from the set, written with it."""

from pathlib import Path

from coverage.indicators.ground import read_former
from coverage.indicators.models import EmploymentZone, EmploymentZoneCommune
from geo.models import Commune
from tables.problems import Problem, Refused
from tables.reading.cells import as_text, named_cells
from tables.reading.content import read_content
from tables.reading.delimited import csv_lines
from tables.staging import replace_all

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


def load_zones(folder: Path) -> bool:
    """Write zones and their communes if they differ; returns whether they did.

    Communes of an older geography are carried to today's; a commune whose former ones are of
    several zones takes its own, else the first. Call inside a transaction.
    """
    names = read_pairs(folder / NAMES, "code_ze2020")
    given = read_pairs(folder / COMMUNES, "code_insee")
    unnamed = sorted(set(given.values()) - names.keys())
    if unnamed:
        accepted = f"une zone nommée dans {NAMES}"
        problems = [Problem(0, "valeur", zone, accepted) for zone in unnamed]
        raise Refused(f"{COMMUNES} n'est pas chargé.", problems)
    today = set(Commune.objects.current().values_list("code", flat=True))
    former = read_former(today)
    zones = {code: zone for code, zone in given.items() if code in today}
    for code, zone in sorted(given.items()):
        if code in former:
            zones.setdefault(former[code].commune, zone)
    stored = dict(
        EmploymentZoneCommune.objects.order_by("commune").values_list("commune_id", "zone_id")
    )
    named = dict(EmploymentZone.objects.order_by("code").values_list("code", "name"))
    if stored == zones and named == names:
        return False
    EmploymentZoneCommune.objects.all().delete()
    replace_all(EmploymentZone, ("code", "name"), sorted(names.items()))
    replace_all(EmploymentZoneCommune, ("commune_id", "zone_id"), sorted(zones.items()))
    return True
