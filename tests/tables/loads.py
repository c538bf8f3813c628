"""A small file of each kind that a command loads: as it was, changed, and edited since."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from django.conf import settings

from calls.models import Call
from coverage.indicators.models import CommuneValue
from coverage.indicators.plan import IndicatorPlan
from directory.models import Pole
from directory.record.file.plan import PolesPlan
from geo.loading.plan import GroundPlan
from geo.models import Commune
from programme.contacts.plan import ContactsPlan
from programme.models import Service
from programme.models.contacts import RegionalContact
from tables.described_plan import DescribedPlan
from tables.engine import Plan
from tests import factories

SOURCES = 'sources = ["https://example.org/"]\n'
GROUND = settings.BASE_DIR / "data" / "communes"


@dataclass(frozen=True)
class Kind:
    """What a command loads. `write` makes its file say `before` or `after` of one value."""

    command: str
    plan: type[Plan[Any]]
    write: Callable[[Path, Any], None]
    model: Any
    field: str
    values: tuple[Any, Any, Any]  # of the file, of the file once changed, of an editor
    name: str = ""  # of the file in the folder, or the folder where there is none
    keeps_edits: bool = False
    on_conflict: int = 0
    forced: tuple[str, ...] = ("--force",)
    options: tuple[str, ...] = ()

    def arguments(self, folder: Path) -> list[str]:
        named = [str(folder / self.name)] if self.name else ["--folder", str(folder)]
        return [*named, *self.options]

    def held(self) -> Any:
        """What the database holds of the value; None where it holds nothing."""
        return self.model.objects.order_by("pk").values_list(self.field, flat=True).first()

    def edit(self) -> None:
        self.model.objects.update(**{self.field: self.values[2]})


def write_call(folder: Path, title: str) -> None:
    said = f'[essai]\ntitle = "{title}"\nscheme = "ami-2022"\nyear = 2022\n{SOURCES}'
    (folder / "appels.toml").write_text(said)


def write_programme(folder: Path, name: str) -> None:
    service = f'name = "{name}"\naudience = "Tous"\nwhat = "Quoi"\n'
    event = 'title = "E"\ndate = "2024-05-02"\n'
    partner = 'name = "P"\nkind = "reseau"\nrole = "R"\n'
    for file, said in (
        ("services", service), ("evenements", event),
        ("actualites", f'{event}text = "T"\n'), ("partenaires", partner),
    ):  # fmt: skip
        (folder / f"{file}.toml").write_text(f"[essai]\n{said}{SOURCES}")


def write_contact(folder: Path, city: str) -> None:
    contact = {
        "region_code": "84", "organisation": "CRESS d'essai", "kind": "cress", "city": city,
        "sources": ["https://example.org/"], "checked": "2026-11-26",
    }  # fmt: skip
    (folder / "contacts.jsonl").write_text(json.dumps(contact))


def write_indicator(folder: Path, value: float) -> None:
    said = '[essai]\nlabel = "Essai"\nsource = "Nous"\nvintage = "2021"\n'
    file = '[[essai.files]]\nfile = "essai.csv"\nlevel = "commune"\n'
    (folder / "indicators.toml").write_text(said + file)
    (folder / "essai.csv").write_text(f"code_insee;valeur\n01001;{value}\n")


@cache
def real() -> gpd.GeoDataFrame:
    """Three communes of an EPT, as the project's own file has them."""
    communes = gpd.read_parquet(GROUND / "communes.parquet")
    return communes[communes.departement == "93"].sort_values("code").head(3)


def write_ground(folder: Path, name: str) -> None:
    communes = real().copy()
    communes.loc[communes.index[0], "nom"] = name
    communes.to_parquet(folder / "communes.parquet")
    former = gpd.read_parquet(GROUND / "anciennes_communes.parquet")
    former[former.commune.isin(communes.code)].to_parquet(folder / "anciennes_communes.parquet")
    shutil.copy(GROUND / "sources.toml", folder)
    bodies = {*communes.epci.dropna(), *communes.ept.dropna()}
    for file, column, kept in (
        ("regions.csv", "code", {*communes.region}),
        ("departements.csv", "code", {*communes.departement}),
        ("epcis.csv", "siren", bodies),
        ("passage_communes.csv", "code", {*communes.code}),
        ("passage_epci.csv", "siren", bodies),
    ):
        table = pd.read_csv(GROUND / file, sep=";", dtype=str, keep_default_na=False)
        table[table[column].isin(kept)].to_csv(folder / file, sep=";", index=False)


def write_pole(folder: Path, name: str) -> None:
    (folder / "poles.jsonl").write_text(json.dumps(factories.row(name=name)))


KINDS = [
    Kind("load_poles", PolesPlan, write_pole, Pole, "name", ("A", "B", "C"), "poles.jsonl",
         keeps_edits=True, on_conflict=2),
    Kind("load_calls", DescribedPlan, write_call, Call, "title", ("A", "B", "C"), "appels.toml",
         keeps_edits=True),
    Kind("load_programme", DescribedPlan, write_programme, Service, "name", ("A", "B", "C"),
         keeps_edits=True),
    Kind("load_contacts", ContactsPlan, write_contact, RegionalContact, "city", ("A", "B", "C"),
         "contacts.jsonl", forced=()),
    Kind("load_indicators", IndicatorPlan, write_indicator, CommuneValue, "value", (5, 6, 7)),
    Kind("load_indicator", IndicatorPlan, write_indicator, CommuneValue, "value", (5, 6, 7),
         "essai.csv", options=("--code", "essai", "--label", "Essai", "--source", "Nous",
                               "--vintage", "2021")),
    Kind("load_communes", GroundPlan, write_ground, Commune, "name", ("A", "B", "C")),
]  # fmt: skip
