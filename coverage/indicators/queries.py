"""What others ask of indicators: which there are, what each body or commune has."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from coverage.indicators import builtin
from coverage.indicators.builtin import COMMUNES
from coverage.indicators.grouping import GROUPED
from coverage.indicators.models import AreaValue, CommuneValue, EpciValue, Indicator, IndicatorFile
from coverage.indicators.vocabulary import AreaSource, Kind
from geo.ground import stored_digest
from geo.levels import EPCI
from geo.models import Commune
from publishing.ceilings import whole

MOST_INDICATORS = 500
MOST_ROWS = 2_000_000
SHARE_UNIT = "part de la population"
BODIES = AreaValue.objects.filter(level=EPCI.name)  # what stands for an EPCI in totals


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
    basis: AreaSource
    label: str
    unit: str
    vintage: str
    source: str


@dataclass(frozen=True)
class Span:
    """How many territories of a level have a value, the lowest and the highest."""

    territories: int = 0
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Entry:
    """An indicator; whether its codes were carried to another ground; what is known of it.

    `spans` are by name of level, but for communes.
    """

    indicator: Indicator
    stale: bool
    spans: dict[str, Span]


def unit_of(kind: str, unit: str) -> str:
    """The unit of the value of an area."""
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
    rows = BODIES.filter(indicator__in=list(about)).order_by("indicator", "code")
    columns = ("indicator_id", "code", "value", "text", "people_share", "communes", "basis")
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
        basis=AreaSource(basis),
        label=one.label,
        unit=unit_of(one.kind, one.unit),
        vintage=one.vintage,
        source=one.source,
    )


def of_body(body: str) -> dict[str, Value]:
    """What one body has, by indicator; one query."""
    rows = BODIES.filter(code=body).select_related("indicator").order_by("indicator")
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
    past = IndicatorFile.objects.exclude(ground=stored_digest()).order_by("indicator", "level")
    stale = set(whole(past.values_list("indicator_id", flat=True), 2 * MOST_INDICATORS))
    spans: dict[str, dict[str, Span]] = {}
    rows = (
        AreaValue.objects.order_by("indicator", "level")
        .values_list("indicator", "level")
        .annotate(count=Count("id"), lowest=Min("value"), highest=Max("value"))
    )
    for code, level, *span in whole(rows, MOST_INDICATORS * len(GROUPED)):
        spans.setdefault(code, {})[level] = Span(*span)
    return [
        Entry(one, one.code in stale, spans.get(one.code, {}))
        for one in whole(Indicator.objects.order_by("code"), MOST_INDICATORS)
    ]
