"""From files to the database, all or nothing: lock, read, carry, compare, write if asked to."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from coverage.indicators.builtin import BUILT_IN
from coverage.indicators.carrying import Carried, Codes, Remark, Value, carry
from coverage.indicators.deriving import derive
from coverage.indicators.describing import Description, Planned
from coverage.indicators.ground import read_codes
from coverage.indicators.models import CommuneValue, EpciValue, Indicator, IndicatorFile
from coverage.indicators.reading import read_sheet
from coverage.indicators.vocabulary import Kind, Level
from geo.ground import stored_digest
from publishing.ceilings import whole
from publishing.stamps import touch
from tables.problems import Problem, Refused
from tables.staging import copy_rows
from tables.statistics import MANY, analyse

LOCK = 0x494E4449  # "INDI": one load at a time on one database
FORMAT = 1  # to be raised when the same file comes to be read otherwise
PAIRS = {frozenset({Level.COMMUNE, Level.EPCI}), frozenset({Level.ZONE, Level.EPCI})}


@dataclass
class Difference:
    """What a file would change: codes added, changed from and to, gone; and what was carried."""

    planned: Planned
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: dict[str, tuple[Value, Value]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    same: int = 0
    remarks: list[Remark] = field(default_factory=list)
    current: bool = False  # already loaded, not read again

    @property
    def writes(self) -> bool:
        """Whether anything that a reader could see changes."""
        return bool(self.fields or self.added or self.changed or self.gone)


@contextmanager
def alone(write: bool) -> Iterator[None]:
    """One transaction that no other load may share; kept only with `write`."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise Refused("Un autre chargement d'indicateurs est en cours : réessayer ensuite.")
        yield
        if not write:
            transaction.set_rollback(True)


def load(
    plan: Sequence[Planned],
    *,
    write: bool,
    force: bool = False,
    told: Callable[[Difference], None] = lambda _: None,
    prepare: Callable[[], None] = lambda: None,
) -> list[Difference]:
    """Compare files with the database and, with `write`, make the database follow.

    One transaction for all. `prepare` runs first in it; `told` hears each difference as it is
    known. A file that is as it was loaded, on the same ground, is not read again unless `force`.
    Raises `Refused` on the first file that has faults, with all of them.
    """
    differences = []
    with alone(write):
        prepare()
        codes: Codes | None = None
        ground = stored_digest()
        for planned in plan:
            difference = Difference(planned)
            digest = digest_of(planned)
            check_past(planned, force)
            if not force and is_current(planned, digest, ground):
                difference.current = True
            else:
                codes = codes or read_codes()
                load_one(planned, codes, difference, (digest, ground), force)
            told(difference)
            differences.append(difference)
        if any(difference.writes for difference in differences):
            touch("indicators")
    return differences


def digest_of(planned: Planned) -> str:
    """A fingerprint of the file and of all that is said of it."""
    said = asdict(planned.description) | {"geography": planned.geography, "format": FORMAT}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    try:
        digest.update(planned.path.read_bytes())
    except OSError as error:
        cause = error.strerror
        raise Refused(f"{planned.path.name} : fichier illisible ({cause}).") from error
    return digest.hexdigest()


def is_current(planned: Planned, digest: str, ground: str) -> bool:
    """Whether this very file was loaded on this very ground."""
    return IndicatorFile.objects.filter(
        indicator=planned.description.code, level=planned.level, digest=digest, ground=ground
    ).exists()


def check_past(planned: Planned, force: bool) -> None:
    """Refuse a file that would turn an indicator into another, or give a commune two values."""
    description = planned.description
    problems = []
    if description.code in BUILT_IN:
        accepted = "un autre code : celui-ci est calculé d'après les communes"
        problems.append(Problem(0, "code", description.code, accepted))
    past = Indicator.objects.filter(pk=description.code).first()
    if past and not force and past.kind != description.kind:
        accepted = f"{past.kind}, nature de cet indicateur en base (--force la change)"
        problems.append(Problem(0, "kind", description.kind, accepted))
    if past and not force:
        levels = {Level(f.level) for f in whole(past.files.order_by("level"), 5)} - {planned.level}
        for level in levels:
            if frozenset({level, planned.level}) not in PAIRS or description.kind == Kind.LIST:
                accepted = f"{level}, niveau de cet indicateur en base (--force le remplace)"
                problems.append(Problem(0, "level", planned.level, accepted))
    if problems:
        raise Refused(f"{planned.path.name} n'est pas chargé.", problems)


def load_one(
    planned: Planned, codes: Codes, difference: Difference, digests: tuple[str, str], force: bool
) -> None:
    """Read, carry, compare and write one file."""
    description = planned.description
    try:
        sheet = read_sheet(planned.path, description, planned.level)
        carried = carry(sheet, description.kind, codes)
    except Refused as refused:
        raise named(refused, planned.path) from refused
    if not description.absent_is_none:
        tell_unknown(planned, carried, codes)
    difference.remarks = carried.remarks
    indicator = write_description(description, difference)
    if force:
        drop_other_levels(indicator, planned.level)
    compare_and_write(indicator, planned.level, carried, difference)
    digest, ground = digests
    IndicatorFile.objects.update_or_create(
        indicator=indicator,
        level=planned.level,
        defaults={
            "name": planned.path.name,
            "geography": planned.geography,
            "rows": len(sheet.entries),
            "report": [asdict(remark) for remark in carried.remarks],
            "digest": digest,
            "ground": ground,
            "loaded_at": timezone.now(),
        },
    )
    if len(difference.added) > MANY:
        analyse(CommuneValue, EpciValue)
    derive(indicator)


def named(refused: Refused, path: Path) -> Refused:
    """The refusal, with the file it is about."""
    reason = refused.reason if path.name in refused.reason else f"{path.name} : {refused.reason}"
    return Refused(reason, refused.problems)


def tell_unknown(planned: Planned, carried: Carried, codes: Codes) -> None:
    """Say which territories of today have no value: absent is not zero."""
    if planned.level == Level.EPCI:
        carried.remark("EPCI et EPT sans valeur publiée", codes.members.keys() - carried.epcis)
    else:
        carried.remark("communes sans valeur", codes.communes - carried.communes.keys())


def write_description(description: Description, difference: Difference) -> Indicator:
    """Create or update the indicator, noting the fields that change."""
    wanted = description.stored()
    past = Indicator.objects.filter(pk=description.code).first()
    if past:
        difference.fields = {
            name: (getattr(past, name), value)
            for name, value in wanted.items()
            if getattr(past, name) != value
        }
    else:
        difference.fields = {"label": (None, description.label)}
    indicator, _ = Indicator.objects.update_or_create(
        code=description.code, defaults=wanted | {"built_in": False, "loaded_at": timezone.now()}
    )
    return indicator


def drop_other_levels(indicator: Indicator, level: Level) -> None:
    """Forget the files that cannot stand beside one of this level."""
    for file in whole(indicator.files.exclude(level=level).order_by("level"), 5):
        if frozenset({Level(file.level), level}) not in PAIRS or indicator.kind == Kind.LIST:
            indicator.commune_values.filter(level=file.level).delete()
            if file.level == Level.EPCI:
                indicator.epci_values.all().delete()
            file.delete()


def compare_and_write(
    indicator: Indicator, level: Level, carried: Carried, difference: Difference
) -> None:
    """Replace the rows that differ, and only those."""
    table = indicator.commune_values.filter(level=level).order_by("commune")
    past = {code: (v, t) for code, v, t in table.values_list("commune_id", "value", "text")}
    write_rows(CommuneValue, "commune_id", indicator, past, carried.communes, difference,
               {"level": str(level)})  # fmt: skip
    if level == Level.EPCI:
        rows = indicator.epci_values.order_by("epci")
        past = {code: (v, t) for code, v, t in rows.values_list("epci_id", "value", "text")}
        write_rows(EpciValue, "epci_id", indicator, past, carried.epcis, difference, {})
        EpciValue.objects.filter(indicator=indicator).update(carried=False)
        EpciValue.objects.filter(indicator=indicator, epci__in=carried.made).update(carried=True)


def write_rows(
    model: type[CommuneValue] | type[EpciValue],
    key: str,
    indicator: Indicator,
    past: dict[str, Value],
    wanted: dict[str, Value],
    difference: Difference,
    fixed: dict[str, str],
) -> None:
    """Delete what changed or went, COPY what changed or came."""
    added = sorted(wanted.keys() - past.keys())
    gone = sorted(past.keys() - wanted.keys())
    changed = sorted(c for c in wanted.keys() & past.keys() if wanted[c] != past[c])
    difference.added += added
    difference.gone += gone
    difference.changed |= {code: (past[code], wanted[code]) for code in changed}
    difference.same += len(wanted) - len(added) - len(changed)
    if gone or changed:
        model.objects.filter(indicator=indicator, **{f"{key}__in": gone + changed}).delete()
    columns = ["indicator_id", key, "value", "text", *fixed]
    if model is EpciValue:
        columns.append("carried")
    tail = [*fixed.values(), *([False] if model is EpciValue else [])]
    copy_rows(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        ([indicator.code, code, *wanted[code], *tail] for code in added + changed),
    )
