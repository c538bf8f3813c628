"""Puts an indicator on the grid, derived as a load would; loads files, and tells what there is."""

import io
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from coverage.indicators.deriving import derive
from coverage.indicators.models import (
    AreaValue,
    CommuneValue,
    EpciValue,
    Indicator,
    IndicatorFile,
)
from publishing.models import Stamp

ALL = (Indicator, IndicatorFile, CommuneValue, EpciValue, AreaValue, Stamp)


def make_indicator(
    kind: str = "nombre",
    communes: dict[str, Any] | None = None,
    epcis: dict[str, Any] | None = None,
    **fields: Any,
) -> Indicator:
    """An indicator named `essai` with values: numbers, or texts where it is of classes."""
    described = {
        "code": "essai",
        "label": "Essai",
        "unit": "%",
        "source": "Nous",
        "vintage": "2021",
        "absent_is_none": kind == "liste",
        "loaded_at": timezone.now(),
    }
    one = Indicator.objects.create(kind=kind, **described | fields)
    for code, value in (communes or {}).items():
        CommuneValue.objects.create(
            indicator=one, commune_id=code, level="commune", **stored(value)
        )
    for code, value in (epcis or {}).items():
        EpciValue.objects.create(indicator=one, epci_id=code, **stored(value))
    derive(one)
    return one


def stored(value: Any) -> dict[str, Any]:
    """A value as a row holds it."""
    return {"text": value} if isinstance(value, str) else {"value": value}


def command(*args: str) -> tuple[Any, str]:
    """The exit code and everything that was said."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*args, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def state() -> list[list[dict[str, Any]]]:
    """All that loads of indicators write."""
    return [list[Any](model._default_manager.order_by("pk").values()) for model in ALL]
