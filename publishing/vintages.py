"""What is loaded, and of when: read by pages, answers and files alike."""

from publishing.ceilings import whole
from publishing.models import Vintage

MOST_VINTAGES = 50


def vintages() -> list[Vintage]:
    """The vintages loaded, by name."""
    return whole(Vintage.objects.order_by("name"), MOST_VINTAGES)
