"""What indicators do when the ground changes."""

from typing import Any

from django.dispatch import receiver

from coverage.indicators.builtin import store_built_in
from coverage.indicators.deriving import derive
from coverage.indicators.models import Indicator
from geo.signals import ground_loaded
from publishing.ceilings import whole
from publishing.stamps import touch


@receiver(ground_loaded, dispatch_uid="coverage.indicators")
def derive_again(**_kwargs: Any) -> None:
    """Population and density, then the bodies of every indicator, inside the loading transaction.

    Codes are carried when a file is loaded: what was carried to another ground stays as it is,
    and `catalogue` says that it is to be loaded again.
    """
    store_built_in()
    for indicator in whole(Indicator.objects.filter(built_in=False).order_by("code"), 500):
        derive(indicator)
    touch("indicators")
