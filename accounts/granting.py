"""Gives someone a role, where it is not theirs yet: kept in the list, and told by e-mail."""

from typing import Any

import pghistory
from django.contrib.auth.models import User
from django.db import transaction

from accounts.models import Mandate
from accounts.roles import Role
from accounts.telling import tell


@transaction.atomic
def grant(
    person: User, role: Role, *, by: User | None = None, reason: str = "", **ground: Any
) -> Mandate:
    """The mandate of a person, given by another, or by the server's command where `by` is None.

    `ground` is its region, department or pole. The holder and the national cell are told of one
    that is new. The database refuses what someone gives themselves.
    """
    where = {"region": None, "department": None, "pole": None} | ground
    with pghistory.context(reason=reason):
        mandate, new = Mandate.objects.get_or_create(
            person=person, role=role, **where, defaults={"granted_by": by}
        )
    if new:
        tell(mandate.pk, person)
    return mandate
