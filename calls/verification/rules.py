"""The call as an applicant was promised it: rules, grid, amounts, files and hours."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from calls.application.freezing import hours_of, rules_of
from calls.models import Application, Call, HoursChange
from calls.verification.acts import MOST
from publishing.ceilings import whole


@dataclass(frozen=True)
class Promise:
    """What a call says today, and how its closing was moved: read once for all its applications."""

    call: Call
    rules: dict[str, Any]
    hours: dict[str, Any]
    changes: list[HoursChange]


def promise_of(call: Call) -> Promise:
    """What an application to this call would be promised now."""
    rules: dict[str, Any] = json.loads(json.dumps(rules_of(call)))
    return Promise(call, rules, hours_of(call), whole(call.hours_changes.order_by("id"), MOST))


def of_rules(application: Application, promise: Promise) -> Iterator[str]:
    """The call is the one that the applicant was promised, its hours moved by acts alone."""
    frozen, now = application.frozen, promise.rules
    promised = frozen.get("rules", {})
    if any(
        now.get(name) != value for name, value in promised.items() if name not in ("grid", "files")
    ) or not same_grid(promised.get("grid", now["grid"]), now["grid"]):
        yield "les règles, la grille ou les montants de l'appel ne sont plus ceux du dépôt."
    if any(one not in now["files"] for one in promised.get("files", [])):
        yield "un fichier public de l'appel n'est plus celui qui était là au dépôt."
    came = application.submitted_at
    if "hours" not in frozen or came is None:
        return
    later = next((one for one in promise.changes if one.at > came), None)
    if frozen["hours"] != (hours_before(promise.call, later) if later else promise.hours):
        yield "la clôture de l'appel a changé depuis le dépôt sans acte qui le dise."


def same_grid(promised: list[list[Any]], now: list[list[Any]]) -> bool:
    """Whether the lines of a grid are the same, as far as the dossier says them."""
    pairs: Any = zip_longest(promised, now, fillvalue=[])
    return all(line == today[: len(line) or None] for line, today in pairs)


def hours_before(call: Call, change: HoursChange) -> dict[str, Any]:
    """The hours of a call until one change of them."""
    before = Call(opens_at=call.opens_at)
    before.closes_at, before.permanent = change.closes_before, change.permanent_before
    return hours_of(before)
