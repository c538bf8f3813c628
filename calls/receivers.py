"""What is told of calls is made again when one of them changes."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from calls.models import Call
from publishing.stamps import touch


@receiver([post_save, post_delete], sender=Call, dispatch_uid="calls.stamp")
def stamp(**_kwargs: Any) -> None:
    """In the transaction that writes."""
    touch("calls")
