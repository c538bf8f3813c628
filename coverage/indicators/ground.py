"""The ground that indicators are carried to: its digest and its codes, read once per load."""

import csv
from collections import defaultdict
from functools import cached_property
from pathlib import Path

from django.conf import settings

from coverage.indicators.carrying import Codes, Former
from geo.ground import stored_digest
from geo.levels import EMPLOYMENT
from geo.models import Commune, Epci, FormerCommune, StudyAreaCommune
from publishing.ceilings import whole
from tables.problems import Refused

FOLDER = settings.BASE_DIR / "data" / "indicators"
MOST_COMMUNES, MOST_AREAS = 100_000, 5_000  # past communes with those of today
MERGED = FOLDER / "epci_fusionnes.csv"


class CarriedTo:
    """The ground of one load, the same for all its files.

    The ground may be replaced meanwhile, under another lock. Its digest is taken before its codes:
    what is carried by newer codes is then said to be carried to the older ground, and is carried
    again by the next load; never the other way round, which would stand for good.
    """

    @cached_property
    def digest(self) -> str:
        """The digest of the ground, "" where none was loaded."""
        return stored_digest()

    @cached_property
    def codes(self) -> Codes:
        """Its codes; `Refused` where there are none."""
        _taken_first = self.digest
        return read_codes()


def read_codes() -> Codes:
    """The codes of today, and those that lead to them; five queries."""
    communes: set[str] = set()
    vanished: set[str] = set()
    sirens: dict[str, str] = {}
    epcis = Epci.objects.current().order_by("siren").values_list("siren", flat=True)
    members: dict[str, list[str]] = {siren: [] for siren in whole(epcis, MOST_AREAS)}
    rows = Commune.objects.order_by("code").values_list(
        "code", "obsolete", "siren", "epci_id", "ept_id"
    )
    for code, obsolete, siren, epci, ept in whole(rows, MOST_COMMUNES):
        (vanished if obsolete else communes).add(code)
        if obsolete:
            continue
        if siren:
            sirens[siren] = code
        for area in (epci, ept):
            if area in members:
                members[area].append(code)
    if not communes:
        raise Refused("La base n'a aucune commune : lancer d'abord load_communes --write.")
    return Codes(
        communes=frozenset(communes),
        vanished=frozenset(vanished),
        former=read_former(communes),
        sirens=sirens,
        members=members,
        successors=read_successors(MERGED, members),
        zones=read_zones(),
    )


def read_former(communes: set[str]) -> dict[str, Former]:
    """Former communes and arrondissements, by code, that lead to a commune of today."""
    rows = FormerCommune.objects.order_by("code").values_list(
        "code", "commune_id", "kind", "population"
    )
    return {
        code: Former(commune, kind == FormerCommune.Kind.ARRONDISSEMENT, population)
        for code, commune, kind, population in whole(rows, MOST_COMMUNES)
        if commune in communes
    }


def read_successors(path: Path, members: dict[str, list[str]]) -> dict[str, str]:
    """The EPCI of today into which others merged, by the SIREN of those."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return {
        row["siren"]: row["successeur"]
        for row in rows
        if row["successeur"] in members and row["siren"] not in members
    }


def read_zones() -> dict[str, list[str]]:
    """The communes of each zone d'emploi."""
    zones: dict[str, list[str]] = defaultdict(list)
    pairs = StudyAreaCommune.objects.filter(level=EMPLOYMENT.name, commune__obsolete=False)
    rows = pairs.order_by("commune").values_list("area__code", "commune_id")
    for zone, commune in whole(rows, MOST_COMMUNES):
        zones[zone].append(commune)
    return dict(zones)
