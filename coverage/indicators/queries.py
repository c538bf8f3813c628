"""What others ask of indicators: which there are, what each body or commune has."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from coverage.indicators import builtin
from coverage.indicators.builtin import COMMUNES
from coverage.indicators.grouping import GROUPED
from coverage.indicators.models import AreaValue, CommuneValue, Indicator, IndicatorFile
from coverage.indicators.vocabulary import AreaSource, Kind
from geo.ground import stored_digest
from geo.levels import EPCI, OUTSIDE
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


def commune_values(code: str) -> dict[str, tuple[float | None, str]]:
    """Of one indicator, the number and text of every commune that has one; one query."""
    if code in COMMUNES:
        return {commune: (value, "") for commune, value in builtin.commune_values(code).items()}
    rows = CommuneValue.objects.filter(indicator=code, commune__obsolete=False).order_by("commune")
    return {
        c: (v, t) for c, v, t in whole(rows.values_list("commune_id", "value", "text"), MOST_ROWS)
    }


def catalogue() -> list[Entry]:
    """Every indicator, by code; three queries and the digest of the ground."""
    past = IndicatorFile.objects.exclude(ground=stored_digest()).order_by("indicator", "level")
    stale = set(whole(past.values_list("indicator_id", flat=True), 2 * MOST_INDICATORS))
    spans: dict[str, dict[str, Span]] = {}
    rows = (
        AreaValue.objects.exclude(code=OUTSIDE)  # no territory
        .order_by("indicator", "level")
        .values_list("indicator", "level")
        .annotate(count=Count("id"), lowest=Min("value"), highest=Max("value"))
    )
    for code, level, *span in whole(rows, MOST_INDICATORS * len(GROUPED)):
        spans.setdefault(code, {})[level] = Span(*span)
    return [
        Entry(one, one.code in stale, spans.get(one.code, {}))
        for one in whole(Indicator.objects.order_by("code"), MOST_INDICATORS)
    ]
