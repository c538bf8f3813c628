"""Personal data: who keeps what, why, how long; given to whom it is about, and forgotten.

Each app that keeps some registers a `Holder` when it is ready. Nothing else in this project may
keep a name or an address of a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

Records = list[dict[str, Any]]


@dataclass(frozen=True)
class Holder:
    """One family of personal data. People are known by their e-mail, with an account or without.

    `export` gives what is kept of an e-mail, in values that JSON knows. `forget` erases it and
    returns how many records changed; `expire` does it for all that is past its time.
    """

    name: str
    title: str
    purpose: str
    until: str
    export: Callable[[str], Records]
    forget: Callable[[str], int]
    expire: Callable[[datetime], int]


HOLDERS: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """Make a family known; the name of one family is used once."""
    if holder.name in HOLDERS:
        raise ValueError(f"personal data already registered under « {holder.name} »")
    HOLDERS[holder.name] = holder


def export(email: str) -> dict[str, Records]:
    """All that is kept of a person, by family."""
    return {name: holder.export(email) for name, holder in sorted(HOLDERS.items())}


@transaction.atomic
def forget(email: str, *, write: bool) -> dict[str, int]:
    """Erase all that is kept of a person; returns how many records each family changed.

    Without `write`, nothing is changed: the counts say what would be. The account goes last,
    since the others find what is theirs by it.
    """
    counts = {holder.name: holder.forget(email) for holder in in_order()}
    if not write:
        transaction.set_rollback(True)
    return counts


@transaction.atomic
def expire(now: datetime, *, write: bool) -> dict[str, int]:
    """Erase what is past its time, in every family."""
    counts = {holder.name: holder.expire(now) for holder in in_order()}
    if not write:
        transaction.set_rollback(True)
    return counts


def in_order() -> list[Holder]:
    """Every family, the accounts last."""
    return sorted(HOLDERS.values(), key=lambda holder: (holder.name == "compte", holder.name))
