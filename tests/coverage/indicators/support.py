"""Puts an indicator on the grid, derived as a load would."""

from typing import Any

from django.utils import timezone

from coverage.indicators.deriving import derive
from coverage.indicators.models import CommuneValue, EpciValue, Indicator


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
