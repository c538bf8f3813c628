"""Name the web addresses that are kept and would not be accepted today; change nothing."""

import sys
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.management.base import BaseCommand
from django.db.models import Field, Model
from rich.markup import escape

from directory.models import Proposal
from directory.record.fields import WEB
from tables.addresses import WebField, fault_of
from tables.console import console_on
from tables.problems import shown

FOUND = 1
Fault = tuple[str, str, str]  # where, what is kept, what is accepted


def web_fields(model: type[Model]) -> "list[Field[Any, Any]]":
    """The fields of a model that hold addresses, one or several."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field.base_field if isinstance(field, ArrayField) else field, WebField)
    ]


def addresses(value: object) -> list[str]:
    """The addresses of a field, of a list or of a proposal."""
    kept = value if isinstance(value, list) else [value]
    return [one for one in kept if isinstance(one, str) and one]


def of_records() -> Iterator[Fault]:
    """What records keep; their history, which nobody corrects, is left aside."""
    for model in apps.get_models():
        fields = [] if hasattr(model, "pgh_tracked_model") else web_fields(model)
        if not fields:
            continue
        rows = model._default_manager.order_by("pk")
        for record in rows.only("pk", *(field.name for field in fields)).iterator():
            for field in fields:
                where = f"{model._meta.verbose_name} {record.pk}, {field.verbose_name}"
                yield from faults(where, getattr(record, field.attname))


def of_proposals() -> Iterator[Fault]:
    """What proposals that wait would write if they were accepted."""
    for proposal in Proposal.objects.filter(state=Proposal.State.OPEN).order_by("pk").iterator():
        for name in WEB:
            yield from faults(f"proposition {proposal.pk}, {name}", proposal.fields.get(name))


def faults(where: str, value: object) -> Iterator[Fault]:
    """The addresses of a value that would be refused."""
    for one in addresses(value):
        if accepted := fault_of(one):
            yield where, one, accepted


class Command(BaseCommand):
    help = "Nomme les adresses web gardées qui ne seraient plus acceptées (code 1 s'il y en a)."

    def handle(self, *args: Any, **options: Any) -> None:
        console = console_on(self.stdout)
        found = [*of_records(), *of_proposals()]
        for where, value, accepted in found:
            console.print(escape(f"{where} : {shown(value)} ; attendu : {accepted}."))
        if found:
            console.print(f"{len(found)} à revoir.")
            sys.exit(FOUND)
        console.print("Toutes les adresses conviennent.")
