"""From files to the database: read, carried to today's ground, compared, written."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from psycopg import sql

from coverage.indicators.builtin import BUILT_IN
from coverage.indicators.carrying import Carried, Codes, Value, carry
from coverage.indicators.deriving import derive
from coverage.indicators.describing import Planned
from coverage.indicators.ground import CarriedTo
from coverage.indicators.models import CommuneValue, EpciValue, Indicator, IndicatorFile
from coverage.indicators.reading import read_sheet
from coverage.indicators.vocabulary import FileLevel, Kind
from publishing.ceilings import whole
from publishing.stamps import touch
from tables.difference import Change, Difference, Remark
from tables.engine import Plan
from tables.problems import Problem, Refused, shown
from tables.staging import copy_rows
from tables.statistics import MANY, analyse

LOCK = 0x494E4449  # "INDI": one load at a time on one database
MOST_VALUES = 100_000  # of one indicator
FORMAT = 2  # to be raised when the same file comes to give something else
PAIRS = {
    frozenset({FileLevel.COMMUNE, FileLevel.EPCI}),
    frozenset({FileLevel.ZONE, FileLevel.EPCI}),
}
Model = type[CommuneValue] | type[EpciValue]


@dataclass(frozen=True)
class Payload:
    """What is compared: values by codes of today, by table, and where they come from."""

    carried: Carried
    tables: list[tuple[Model, dict[str, Value], Difference]]
    file: dict[str, Any]  # what is kept of the file itself
    replaced: list[IndicatorFile]  # by force, with all that they gave


class IndicatorPlan(Plan[str]):
    """A file of one indicator; loaded as it is, on the same ground, it is not read again.

    What it gives is written before the next is compared: an indicator may have two files.
    """

    lock = LOCK
    busy = "Un autre chargement d'indicateurs est en cours : réessayer ensuite."
    rehearsed = True
    most_changes = 20

    def __init__(self, planned: Planned, ground: CarriedTo) -> None:
        """`ground` is the same for every file of a load."""
        self.planned, self.ground, self.name = planned, ground, planned.path.name

    def read(self, *, force: bool) -> str:
        """A fingerprint of the file and of all that is said of it: that alone is read at first."""
        planned = self.planned
        said = asdict(planned.description) | {"geography": planned.geography, "format": FORMAT}
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
        try:
            digest.update(planned.path.read_bytes())
        except OSError as error:
            raise Refused(f"{self.name} : fichier illisible ({error.strerror}).") from error
        return digest.hexdigest()

    def compare(self, read: str, *, hold: bool, force: bool) -> Difference:
        planned, description = self.planned, self.planned.description
        past = Indicator.objects.filter(pk=description.code).first()
        check_past(planned, past, force)
        difference = Difference(f"{description.code} ({self.name}, {planned.level.label})")
        here = {"digest": read, "ground": self.ground.digest}
        if not force and past and past.files.filter(level=planned.level, **here).exists():
            difference.current = True
            return difference
        kept = past.files.filter(level=planned.level).first() if past else None
        carried, rows = read_and_carry(planned, self.ground.codes)
        difference.remarks = carried.remarks
        difference.made = True  # of another day at least, which its readers are told
        if kept and kept.ground != here["ground"]:
            said = "les communes ont changé depuis le dernier chargement : codes reportés à nouveau"
            difference.remarks = [*difference.remarks, Remark(said)]
        difference.changes = [
            Change(description.code, name, getattr(past, name), value)
            for name, value in description.stored().items()
            if past and getattr(past, name) != value
        ]
        tables = []
        for model, values in tables_of(planned.level, carried):
            compared = Difference(self.name)
            compared.compare_rows(values, stored_values(model, planned))
            difference.include(compared)
            tables.append((model, values, compared))
        replaced = other_files(past, planned) if past and force else []
        for other in replaced:
            gone = sorted(given_by(other))
            difference.gone += [code for code in gone if code not in difference.gone]
            said = f"valeurs du niveau {FileLevel(other.level).label} remplacées (--force)"
            difference.remarks = [*difference.remarks, Remark(said, len(gone))]
        file = here | {"rows": rows, "report": [asdict(remark) for remark in carried.remarks]}
        difference.payload = Payload(carried, tables, file, replaced)
        return difference

    def write(self, read: str, difference: Difference) -> None:
        planned, payload = self.planned, difference.payload
        now = timezone.now()
        indicator, _ = Indicator.objects.update_or_create(
            code=planned.description.code,
            defaults=planned.description.stored() | {"built_in": False, "loaded_at": now},
        )
        for other in payload.replaced:
            drop(other)
        for model, values, compared in payload.tables:
            write_rows(model, indicator, planned.level, values, compared)
        carried = EpciValue.objects.filter(indicator=indicator, epci__in=payload.carried.made)
        if planned.level == FileLevel.EPCI:
            indicator.epci_values.update(carried=False)
            carried.update(carried=True)
        IndicatorFile.objects.update_or_create(
            indicator=indicator,
            level=planned.level,
            defaults=payload.file
            | {"name": self.name, "geography": planned.geography, "loaded_at": now},
        )
        if len(difference.added) > MANY:
            analyse(CommuneValue, EpciValue)
        derive(indicator)

    def after(self, difference: Difference) -> None:
        touch("indicators")

    def cells(self, before: Any, after: Any) -> tuple[str, str]:
        return text(before), text(after)


def check_past(planned: Planned, past: Indicator | None, force: bool) -> None:
    """Refuse a file that would turn an indicator into another, or give a commune two values."""
    description = planned.description
    problems = []
    if description.code in BUILT_IN:
        accepted = "un autre code : celui-ci est calculé d'après les communes"
        problems.append(Problem(0, "code", description.code, accepted))
    if past and not force and past.kind != description.kind:
        accepted = f"{past.kind}, nature de cet indicateur en base (--force la change)"
        problems.append(Problem(0, "kind", description.kind, accepted))
    if past and not force:
        for other in other_files(past, planned):
            accepted = f"{other.level}, niveau de cet indicateur en base (--force le remplace)"
            problems.append(Problem(0, "level", planned.level, accepted))
    if problems:
        raise Refused(f"{planned.path.name} n'est pas chargé.", problems)


def read_and_carry(planned: Planned, codes: Codes) -> tuple[Carried, int]:
    """The values of a file on today's ground, and how many rows gave them."""
    description = planned.description
    try:
        sheet = read_sheet(planned.path, description, planned.level)
        carried = carry(sheet, description.kind, codes)
        carried.remarks[:0] = sheet.remarks
    except Refused as refused:
        name, said = planned.path.name, refused.reason
        raise Refused(said if name in said else f"{name} : {said}", refused.problems) from refused
    if not description.absent_is_none:  # absent is not zero, and is said
        if planned.level == FileLevel.EPCI:
            absent = codes.members.keys() - carried.epcis
            carried.remark("EPCI et EPT sans valeur publiée", absent)
        else:
            carried.remark("communes sans valeur", codes.communes - carried.communes.keys())
    return carried, len(sheet.entries)


def tables_of(level: FileLevel, carried: Carried) -> list[tuple[Model, dict[str, Value]]]:
    """The tables that a file of a level fills, and their values."""
    epcis: list[tuple[Model, dict[str, Value]]] = [(EpciValue, carried.epcis)]
    return [(CommuneValue, carried.communes), *(epcis if level == FileLevel.EPCI else [])]


def stored_values(model: Model, planned: Planned) -> dict[str, Value]:
    """What a table holds of an indicator at the level of a file, by code."""
    key = "epci_id" if model is EpciValue else "commune_id"
    level = {} if model is EpciValue else {"level": planned.level}
    rows = model.objects.filter(indicator=planned.description.code, **level).order_by(key)
    found = whole(rows.values_list(key, "value", "text"), MOST_VALUES)
    return {code: (value, name) for code, value, name in found}


def can_stand_beside(level: FileLevel, planned: Planned) -> bool:
    """Whether an indicator may have a file of a level and this one: no place has two values."""
    return planned.description.kind != Kind.LIST and frozenset({level, planned.level}) in PAIRS


def other_files(past: Indicator, planned: Planned) -> list[IndicatorFile]:
    """The files of an indicator, at other levels, that cannot stand beside one."""
    others = whole(past.files.exclude(level=planned.level).order_by("level"), 5)
    return [one for one in others if not can_stand_beside(FileLevel(one.level), planned)]


def given_by(file: IndicatorFile) -> set[str]:
    """The codes of the communes and of the EPCI to which a file gave a value."""
    one = file.indicator
    rows = one.commune_values.filter(level=file.level).order_by("commune")
    codes = set(whole(rows.values_list("commune_id", flat=True), MOST_VALUES))
    if file.level == FileLevel.EPCI:
        epcis = one.epci_values.order_by("epci").values_list("epci_id", flat=True)
        codes |= set(whole(epcis, MOST_VALUES))
    return codes


def drop(file: IndicatorFile) -> None:
    """Forget a file, and all that it gave."""
    file.indicator.commune_values.filter(level=file.level).delete()
    if file.level == FileLevel.EPCI:
        file.indicator.epci_values.all().delete()
    file.delete()


def write_rows(
    model: Model,
    indicator: Indicator,
    level: FileLevel,
    values: dict[str, Value],
    compared: Difference,
) -> None:
    """Delete what changed or went, COPY what changed or came."""
    key, last, said = (
        ("epci_id", "carried", False) if model is EpciValue else ("commune_id", "level", str(level))
    )
    if past := compared.gone + compared.changed:
        model.objects.filter(indicator=indicator, **{f"{key}__in": past}).delete()
    copy_rows(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, ("indicator_id", key, "value", "text", last))),
        (
            [indicator.code, code, *values[code], said]
            for code in [*compared.added, *compared.changed]
        ),
    )


def text(value: Any) -> str:
    """A class, a name, a number or a field of the description, as a table shows it."""
    if isinstance(value, tuple) and len(value) == 2:
        number, name = value
        value = name or number
    return f"{value:.10g}".replace(".", ",") if isinstance(value, float) else shown(value)
