"""What the directory does when the ground changes under it."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from directory.models import Footprint
from directory.record.writing import poles_changed
from geo.signals import ground_loaded


@receiver(ground_loaded, dispatch_uid="directory.derive_again")
def derive_again(**_kwargs: Any) -> None:
    """Derive every footprint again, inside the transaction that loads the ground."""
    poles_changed()


@receiver(post_migrate, dispatch_uid="directory.derive_what_is_new")
def derive_what_is_new(sender: Any, **_kwargs: Any) -> None:
    """Derive every footprint again once a migration has added what was not derived yet."""
    if sender.name != "directory":
        return
    if Footprint.objects.filter(inside=None, contour__isnull=False).exists():
        with transaction.atomic():
            poles_changed()
