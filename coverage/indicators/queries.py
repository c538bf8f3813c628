"""What others ask of indicators: which there are, what each body or commune has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min

from coverage.indicators import builtin
from coverage.indicators.builtin import COMMUNES
from coverage.indicators.models import BodyValue, CommuneValue, EpciValue, Indicator, IndicatorFile
from coverage.indicators.vocabulary import BodySource, Kind
from geo.ground import stored_digest
from geo.models import Commune
from publishing.ceilings import whole

MOST_INDICATORS = 500
MOST_ROWS = 2_000_000
SHARE_UNIT = "part de la population"


@dataclass(frozen=True)
class Value:
    """What one place has of an indicator, with what a figure must stand beside.

    `value` is in `unit`; of classes and lists it is a share of people, 0 to 1, or None for
    classes of which none is a priority. `people_share` (0 to 1) is the share of its people on
    which the value rests. A place of which nothing is known has no `Value`: absent is not zero.
    """

    value: float | None
    text: str
    people_share: float
    communes: int
    basis: BodySource
    label: str
    unit: str
    vintage: str
    source: str


@dataclass(frozen=True)
class Entry:
    """An indicator as a reader may choose it; `stale` where codes were carried to another ground.

    `bodies` have a value, from `lowest` to `highest`.
    """

    code: str
    label: str
    unit: str
    kind: Kind
    direction: str
    priority_classes: tuple[str, ...]
    classes: dict[str, str]
    absent_is_none: bool
    source: str
    address: str
    licence: str
    vintage: str
    year: int | None
    notes: str
    built_in: bool
    levels: tuple[str, ...]
    geographies: tuple[str, ...]
    remarks: tuple[dict[str, Any], ...]
    loaded_at: datetime
    stale: bool
    bodies: int
    lowest: float | None
    highest: float | None


def unit_of(kind: str, unit: str) -> str:
    """The unit of the value of a body."""
    return SHARE_UNIT if kind in (Kind.CLASS, Kind.LIST) else unit


def indicator_by_body(codes: Collection[str] | None = None) -> dict[str, dict[str, Value]]:
    """By indicator then body, what each body has; all indicators without `codes`.

    A body is the SIREN of an EPCI or EPT, or the code of a commune that stands for itself. Two
    queries. A code that is no indicator is absent from the answer.
    """
    chosen = Indicator.objects.order_by("code")
    if codes is not None:
        chosen = chosen.filter(code__in=codes)
    about = {one.code: one for one in whole(chosen, MOST_INDICATORS)}
    found: dict[str, dict[str, Value]] = {code: {} for code in about}
    rows = BodyValue.objects.filter(indicator__in=list(about)).order_by("indicator", "body")
    columns = ("indicator_id", "body", "value", "text", "people_share", "communes", "basis")
    for code, body, value, text, share, communes, basis in whole(
        rows.values_list(*columns), MOST_ROWS
    ):
        found[code][body] = value_of(about[code], value, text, share, communes, basis)
    return found


def value_of(
    one: Indicator, value: float | None, text: str, share: float, communes: int, basis: str
) -> Value:
    """A value of a body and what it stands beside."""
    return Value(
        value=value,
        text=one.classes.get(text, text),
        people_share=share,
        communes=communes,
        basis=BodySource(basis),
        label=one.label,
        unit=unit_of(one.kind, one.unit),
        vintage=one.vintage,
        source=one.source,
    )


def of_body(body: str) -> dict[str, Value]:
    """What one body has, by indicator; one query."""
    rows = BodyValue.objects.filter(body=body).select_related("indicator").order_by("indicator")
    return {
        row.indicator_id: value_of(
            row.indicator, row.value, row.text, row.people_share, row.communes, row.basis
        )
        for row in whole(rows, MOST_INDICATORS)
    }


def of_commune(code: str) -> dict[str, tuple[Indicator, float | None, str]]:
    """What one commune has, by indicator: a number, a class (labelled) or a name; four queries.

    Where absent means none, the indicator is there with 0 and no text.
    """
    rows = CommuneValue.objects.filter(commune=code).order_by("indicator")
    values = {row.indicator_id: (row.value, row.text) for row in whole(rows, MOST_INDICATORS)}
    for built, made in COMMUNES.items():
        number = Commune.objects.filter(pk=code).values_list(made, flat=True).first()
        if number is not None:
            values[built] = (number, "")
    found: dict[str, tuple[Indicator, float | None, str]] = {}
    for one in whole(Indicator.objects.order_by("code"), MOST_INDICATORS):
        if one.code in values:
            value, text = values[one.code]
            found[one.code] = (one, value, one.classes.get(text, text))
        elif one.absent_is_none:
            found[one.code] = (one, 0.0, "")
    return found


def commune_values(code: str) -> dict[str, tuple[float | None, str]]:
    """Of one indicator, the number and text of every commune that has one; one query."""
    if code in COMMUNES:
        return {commune: (value, "") for commune, value in builtin.commune_values(code).items()}
    rows = CommuneValue.objects.filter(indicator=code, commune__obsolete=False).order_by("commune")
    return {
        c: (v, t) for c, v, t in whole(rows.values_list("commune_id", "value", "text"), MOST_ROWS)
    }


def published_for_epci(siren: str) -> dict[str, tuple[float | None, str]]:
    """What is published for an EPCI itself, by indicator (the Métropole du Grand Paris too)."""
    rows = EpciValue.objects.filter(epci=siren).order_by("indicator")
    return {
        c: (v, t)
        for c, v, t in whole(rows.values_list("indicator_id", "value", "text"), MOST_INDICATORS)
    }


def catalogue() -> list[Entry]:
    """Every indicator, by code; three queries and the digest of the ground."""
    ground = stored_digest()
    files: dict[str, list[IndicatorFile]] = {}
    for file in whole(IndicatorFile.objects.order_by("indicator", "level"), 2 * MOST_INDICATORS):
        files.setdefault(file.indicator_id, []).append(file)
    spans: dict[str, dict[str, Any]] = {
        row["indicator"]: dict(row)
        for row in whole(
            BodyValue.objects.order_by("indicator")
            .values("indicator")
            .annotate(bodies=Count("id"), lowest=Min("value"), highest=Max("value")),
            MOST_INDICATORS,
        )
    }
    nothing: dict[str, Any] = {"bodies": 0, "lowest": None, "highest": None}
    return [
        entry_of(one, files.get(one.code, []), spans.get(one.code, nothing), ground)
        for one in whole(Indicator.objects.order_by("code"), MOST_INDICATORS)
    ]


def entry_of(
    one: Indicator, files: list[IndicatorFile], span: dict[str, Any], ground: str
) -> Entry:
    """An entry of the catalogue."""
    return Entry(
        code=one.code,
        label=one.label,
        unit=unit_of(one.kind, one.unit),
        kind=Kind(one.kind),
        direction=one.direction,
        priority_classes=tuple(one.priority_classes),
        classes=one.classes,
        absent_is_none=one.absent_is_none,
        source=one.source,
        address=one.address,
        licence=one.licence,
        vintage=one.vintage,
        year=one.year,
        notes=one.notes,
        built_in=one.built_in,
        levels=tuple(file.level for file in files),
        geographies=tuple(file.geography for file in files),
        remarks=tuple(remark for file in files for remark in file.report),
        loaded_at=one.loaded_at,
        stale=any(file.ground != ground for file in files),
        bodies=span["bodies"],
        lowest=span["lowest"],
        highest=span["highest"],
    )
