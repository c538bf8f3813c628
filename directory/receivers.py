"""What the directory does when the ground changes under it."""

from typing import Any

from django.dispatch import receiver

from directory.writing import poles_changed
from geo.signals import ground_loaded


@receiver(ground_loaded, dispatch_uid="directory.derive_again")
def derive_again(**_kwargs: Any) -> None:
    """Derive every footprint again, inside the transaction that loads the ground."""
    poles_changed()
