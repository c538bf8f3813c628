"""What a set of indicators rests on, beside its files: population and density."""

from coverage.indicators.builtin import BUILT_IN, store_built_in
from coverage.indicators.models import Indicator
from coverage.indicators.plan import IndicatorPlan
from publishing.stamps import touch
from tables.difference import Difference
from tables.engine import Plan


class BuiltInPlan(Plan[None]):
    """What the ground itself gives, where no load of the ground has given it yet."""

    lock = IndicatorPlan.lock
    busy = IndicatorPlan.busy
    name = "Population et densité"

    def read(self, *, force: bool) -> None:
        """No file: the communes are there."""

    def compare(self, read: None, *, hold: bool, force: bool) -> Difference:
        stored = Indicator.objects.filter(code__in=BUILT_IN).values_list("code", flat=True)
        missing = dict.fromkeys(sorted(BUILT_IN.keys() - set(stored)))
        return Difference(self.name, added=missing, current=not missing)

    def write(self, read: None, difference: Difference) -> None:
        store_built_in()

    def after(self, difference: Difference) -> None:
        touch("indicators")
