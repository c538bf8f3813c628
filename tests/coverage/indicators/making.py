"""An indicator written by hand, its bodies derived."""

from django.utils import timezone

from coverage.indicator_models import CommuneValue, EpciValue, Indicator
from coverage.indicators.deriving import derive


def make(kind="nombre", communes=None, epcis=None, **fields):
    """An indicator with values, derived."""
    one = Indicator.objects.create(
        code=fields.pop("code", "essai"), label=fields.pop("label", "Essai"),
        unit=fields.pop("unit", "%"), kind=kind, source="Nous",
        vintage="2021", absent_is_none=fields.pop("absent_is_none", kind == "liste"),
        loaded_at=timezone.now(),
        **fields,
    )  # fmt: skip
    for code, value in (communes or {}).items():
        CommuneValue.objects.create(
            indicator=one, commune_id=code, level="commune", **stored(value)
        )
    for code, value in (epcis or {}).items():
        EpciValue.objects.create(indicator=one, epci_id=code, **stored(value))
    derive(one)
    return one


def stored(value):
    return {"text": value} if isinstance(value, str) else {"value": value}
