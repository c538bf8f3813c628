"""What a set of indicators rests on: zones d'emploi, population and density."""

from pathlib import Path

from coverage.indicators.builtin import BUILT_IN, store_built_in
from coverage.indicators.models import Indicator
from coverage.indicators.zones import COMMUNES, load_zones


def prepare_set(folder: Path) -> None:
    """Write the zones of a folder, and what the ground gives where it is not there yet.

    Call inside a transaction.
    """
    if (folder / COMMUNES).exists():
        load_zones(folder)
    if Indicator.objects.filter(code__in=BUILT_IN).count() < len(BUILT_IN):
        store_built_in()
