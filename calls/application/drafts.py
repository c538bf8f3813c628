"""Write a draft, one step at a time; what was saved elsewhere meanwhile is not overwritten."""

import hashlib
import json
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model

from calls.application.ground import derive_areas, pieces_of, replace_territories
from calls.models import Application, BudgetLine, Call, Member
from calls.moving import Actor, locked
from calls.states import OutOfOrder, State
from publishing.ceilings import whole, within

ROW_FIELDS = {"members": ("name", "category", "siret"), "budget": ("side", "label", "amount_eur")}
MOST_ROWS = 1000  # members, or lines of a budget
Values = dict[str, Any]


class OvertakenError(Exception):
    """Someone saved that step since it was read; `stamp` is that of what is stored now."""

    def __init__(self, stamp: str) -> None:
        super().__init__(stamp)
        self.stamp = stamp


@transaction.atomic
def start(call: Call, actor: Actor) -> Application:
    """The draft of a person for a call: the one they have, or a new one."""
    mine = Application.objects.filter(call=call, owner=actor.person, state=State.DRAFT.value)
    if found := mine.first():
        return found
    try:
        with transaction.atomic():
            application = Application.objects.create(
                call=call, owner=actor.person, contact_email=actor.person.email,
                contact_name=actor.person.get_full_name(),
            )  # fmt: skip
    except IntegrityError:  # made in another tab at the same second
        return mine.get()
    return application


def stored(application: Application, names: tuple[str, ...]) -> Values:
    """What is stored of a step: its fields, and its rows under « members » or « budget »."""
    return {
        name: READERS[name](application) if name in READERS else getattr(application, name)
        for name in names
    }


def members_of(application: Application) -> list[Values]:
    """The members, in their order."""
    found = within(list(application.members.all()), MOST_ROWS, "membres")
    return [said_of(one, "members") for one in sorted(found, key=attrgetter("pk"))]


def budget_of(application: Application) -> list[Values]:
    """The lines of the budget, expenses first, in their order."""
    found = within(list(application.budget_lines.all()), MOST_ROWS, "lignes de budget")
    return [said_of(one, "budget") for one in sorted(found, key=attrgetter("side", "pk"))]


def said_of(row: Model, name: str) -> Values:
    """What a row of the members, or of the budget, says."""
    return {field: getattr(row, field) for field in ROW_FIELDS[name]}


READERS: dict[str, Callable[[Application], Any]] = {
    "members": members_of,
    "budget": budget_of,
    "territories": pieces_of,
}


def stamp_of(application: Application, names: tuple[str, ...]) -> str:
    """What tells one state of a step from another."""
    text = json.dumps(stored(application, names), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@transaction.atomic
def save_step(
    application_id: int, names: tuple[str, ...], values: Values, stamp: str | None
) -> tuple[Application, str]:
    """Write what is given of a step; fields of the step left out are untouched.

    `names` are the fields of the step, `stamp` what `stamp_of` said when they were read. Raises
    `OvertakenError` if the step was saved since, unless what is stored is what is given, and
    `OutOfOrder` if the application is no draft any more. Returns the application and its stamp.
    """
    application = locked(application_id)
    if application.stands is not State.DRAFT:
        raise OutOfOrder("Cette candidature est déposée : elle ne se modifie plus.")
    kept = {name: value for name, value in values.items() if name in names}
    now = stamp_of(application, names)
    before = stored(application, names)
    changed = {name for name, value in kept.items() if before[name] != value}
    if not changed:
        return application, now
    if stamp != now:
        raise OvertakenError(now)
    for name in changed:
        WRITERS.get(name, set_plain)(application, name, kept[name])
    application.version += 1
    application.save()
    return application, stamp_of(application, names)


def set_plain(application: Application, name: str, value: Any) -> None:
    """A field of the application itself."""
    setattr(application, name, value)


def set_rows(application: Application, name: str, rows: list[Values]) -> None:
    """The members, or the lines of the budget, become these."""
    model: type[Model] = Member if name == "members" else BudgetLine
    model._default_manager.filter(application=application).delete()
    model._default_manager.bulk_create(model(application=application, **row) for row in rows)


def set_territories(application: Application, _name: str, pieces: list[Values]) -> None:
    """The territory becomes these pieces; what is derived from it follows."""
    replace_territories(application, pieces)
    application.regions, application.departments = derive_areas(application.pk)


WRITERS: dict[str, Callable[[Application, str, Any], None]] = {
    "members": set_rows,
    "budget": set_rows,
    "territories": set_territories,
}


@transaction.atomic
def discard(application_id: int) -> list[str]:
    """Erase a draft whole, at its author's wish; returns the files that are left to take away."""
    application = locked(application_id)
    if application.stands is not State.DRAFT:
        raise OutOfOrder("Cette candidature est déposée : elle se retire, elle ne s'efface pas.")
    return erase(application)


def erase(application: Application) -> list[str]:
    """Erase an application that the journal says nothing of; returns its files.

    The database refuses where the journal, or what is frozen, speaks of it.
    """
    files = whole(application.documents.order_by("id").values_list("stored", flat=True), 1000)
    application.delete()
    return files
