"""What coverage does when poles or the ground change."""

from typing import Any

from django.dispatch import receiver

from coverage.states.refreshing import refresh
from directory.signals import footprints_derived


@receiver(footprints_derived, dispatch_uid="coverage.refresh")
def refresh_again(pole_ids: list[int] | None = None, **_kwargs: Any) -> None:
    """Derive coverage again, inside the transaction that changed the poles or the ground."""
    refresh(pole_ids)
