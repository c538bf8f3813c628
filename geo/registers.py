"""Registers: tables written line by line, whose lines nobody changes or erases.

A model is one by bearing `APPEND_ONLY` among its triggers. The account of the database that serves
pages may add a line and read, and nothing else (`accounts/custody.py`).
"""

import pgtrigger
from django.apps import apps
from django.db import models

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def registers() -> list[type[models.Model]]:
    """Every register, by the name of its table."""
    found = [one for one in apps.get_models() if is_register(one)]
    return sorted(found, key=lambda one: one._meta.db_table)


def is_register(model: type[models.Model]) -> bool:
    """Whether lines are only added to it."""
    return any(trigger is APPEND_ONLY for trigger in getattr(model._meta, "triggers", ()))


def protection(model: type[models.Model]) -> str:
    """The name under which pgtrigger knows what keeps a register."""
    return f"{model._meta.label}:{APPEND_ONLY.name}"
