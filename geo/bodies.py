"""What stands for the EPCI of a commune wherever totals are made: one key, one public name.

The EPT in Greater Paris (whose metropolis would hide them), the commune itself where it is Paris
or an island without EPCI, the EPCI everywhere else: every commune has one, and one only.
"""

from typing import Any

from django.db.models import Case, F, Q, When

from geo.models import Commune

PUBLIC_NAME = "siren_epci"
MEANING = (
    "SIREN de l'EPCI, de l'EPT dans le Grand Paris ; code Insee de Paris et des îles sans EPCI."
)

# In SQL, for statements whose `geo_commune` is `c`: METROPOLIS stands in their WITH.
METROPOLIS = """metropolis AS MATERIALIZED (
  SELECT DISTINCT epci_id AS siren FROM geo_commune WHERE ept_id IS NOT NULL
)"""
BODY = """CASE WHEN c.ept_id IS NOT NULL THEN c.ept_id
            WHEN c.epci_id IS NULL OR c.epci_id IN (SELECT m.siren FROM metropolis m) THEN c.code
            ELSE c.epci_id END"""


def stands_alone(key: str) -> bool:
    """Whether a key is the code of a commune that stands for its own EPCI."""
    return Commune.objects.current().annotate(key=body()).filter(pk=key, key=key).exists()


def body() -> Any:
    """The same of a queryset of communes."""
    metropolis = Commune.objects.filter(ept__isnull=False).order_by().values("epci").distinct()
    return Case(
        When(ept__isnull=False, then=F("ept_id")),
        When(Q(epci__isnull=True) | Q(epci__in=metropolis), then=F("code")),
        default=F("epci_id"),
    )
