"""What is told of calls is made again when one changes; an account that goes leaves its trace."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from calls.erasing import account_goes
from calls.models import Call
from publishing.stamps import touch


@receiver([post_save, post_delete], sender=Call, dispatch_uid="calls.stamp")
def stamp(**_kwargs: Any) -> None:
    """In the transaction that writes."""
    touch("calls")


@receiver(pre_delete, sender=User, dispatch_uid="calls.account")
def forgotten(instance: User, **_kwargs: Any) -> None:
    """In the transaction that deletes, before anything is emptied."""
    account_goes(instance)
