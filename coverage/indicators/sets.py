"""What a set of indicators holds beside its files: what the ground gives, what it has no more."""

from collections.abc import Iterable

from coverage.indicators.builtin import BUILT_IN, store_built_in
from coverage.indicators.describing import SET, Planned
from coverage.indicators.models import AreaValue, IndicatorFile
from coverage.indicators.plan import IndicatorPlan
from coverage.indicators.queries import MOST_INDICATORS
from coverage.indicators.vocabulary import FileLevel
from coverage.vocabulary import WHOLE
from geo.levels import FRANCE
from publishing.ceilings import whole
from publishing.stamps import touch
from tables.difference import Difference
from tables.engine import Plan

MOST_FILES = 2 * MOST_INDICATORS


class BuiltInPlan(Plan[None]):
    """What the ground itself gives, where no load of it has given it yet, at every level."""

    lock = IndicatorPlan.lock
    busy = IndicatorPlan.busy
    name = "Population et densité"

    def read(self, *, force: bool) -> None:
        """No file: the communes are there."""

    def compare(self, read: None, *, hold: bool, force: bool) -> Difference:
        whole_of = AreaValue.objects.filter(indicator__in=BUILT_IN, level=FRANCE.name, code=WHOLE)
        stored = whole_of.order_by("indicator").values_list("indicator_id", flat=True)
        missing = dict.fromkeys(sorted(BUILT_IN.keys() - set(stored)))
        return Difference(self.name, added=missing, current=not missing)

    def write(self, read: None, difference: Difference) -> None:
        store_built_in()

    def after(self, difference: Difference) -> None:
        touch("indicators")


class DescribedSet(Plan[None]):
    """What was loaded and that the set describes no more: it is kept, and said."""

    lock = IndicatorPlan.lock
    busy = IndicatorPlan.busy
    name = SET

    def __init__(self, described: Iterable[Planned]) -> None:
        self.described = {(one.description.code, str(one.level)) for one in described}

    def read(self, *, force: bool) -> None:
        """Read already: the files come from it."""

    def compare(self, read: None, *, hold: bool, force: bool) -> Difference:
        rows = IndicatorFile.objects.order_by("indicator", "level")
        loaded = whole(rows.values_list("indicator_id", "level"), MOST_FILES)
        absent = [
            f"{code} ({FileLevel(level).label})"
            for code, level in loaded
            if (code, level) not in self.described
        ]
        return Difference(
            self.name, absent=absent, same=len(loaded) - len(absent), current=not absent
        )
