"""Registers: tables written line by line, whose lines nobody changes or erases.

A model is one by bearing `APPEND_ONLY` among its triggers, or `STAYS` where commands may erase a
line whole (with a demonstration, or with a person). The account of the database that serves
pages may add a line and read, and nothing else (`accounts/custody.py`).
"""

import pgtrigger
from django.apps import apps
from django.db import models

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
STAYS = pgtrigger.Protect(name="stays", operation=pgtrigger.Update)


def stamped(table: str, number: str = "id", hour: str = "at") -> pgtrigger.Trigger:
    """The number and the hour of a line are the database's, whatever whoever writes it says."""
    return pgtrigger.Trigger(
        name="stamped",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
    NEW.{number} := nextval(pg_get_serial_sequence('public.{table}', '{number}'));
    NEW.{hour} := clock_timestamp();
    RETURN NEW;
    """,
    )


def written_by_history(table: str) -> pgtrigger.Trigger:
    """The same for a register that pghistory fills."""
    return stamped(table, "pgh_id", "pgh_created_at")


def registers() -> list[type[models.Model]]:
    """Every register, by the name of its table."""
    found = [one for one in apps.get_models() if is_register(one)]
    return sorted(found, key=lambda one: one._meta.db_table)


def is_register(model: type[models.Model]) -> bool:
    """Whether lines are only added to it."""
    return bool(protections(model))


def protections(model: type[models.Model]) -> list[str]:
    """The names under which pgtrigger knows what keeps a register."""
    held = [one for one in getattr(model._meta, "triggers", ()) if one in (APPEND_ONLY, STAYS)]
    return [f"{model._meta.label}:{one.name}" for one in held]


def protection(model: type[models.Model]) -> str:
    """The one of a register."""
    (name,) = protections(model)
    return name
