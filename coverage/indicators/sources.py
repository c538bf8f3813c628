"""Where the values of indicators come from, each as it was loaded."""

from collections.abc import Collection, Iterable

from coverage.indicators.models import Indicator
from coverage.indicators.queries import MOST_INDICATORS
from publishing.ceilings import whole
from publishing.sources import Source

UNTOLD = "licence que la copie lue ne dit pas"


def sources_of(indicators: Iterable[Indicator]) -> tuple[Source, ...]:
    """Whom to cite for some indicators."""
    return tuple(
        Source(
            (f"{one.source} ({one.vintage})" if one.vintage else one.source,),
            f"{one.label} : {one.licence or UNTOLD}.",
        )
        for one in indicators
    )


def sources_named(codes: Collection[str]) -> tuple[Source, ...]:
    """The same of those that have some codes; one query. A code of none is passed over."""
    chosen = Indicator.objects.filter(code__in=codes).order_by("code")
    return sources_of(whole(chosen, MOST_INDICATORS))
