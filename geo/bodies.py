"""What stands for the EPCI of a commune wherever totals are made: one key, one public name.

The EPT in Greater Paris (whose metropolis would hide them), the commune itself where it is Paris
or an island without EPCI, the EPCI everywhere else: every commune has one, and one only. It is
`Commune.body`, which `geo.loading.deriving` alone writes.
"""

from geo.models import Commune

PUBLIC_NAME = "siren_epci"
MEANING = (
    "SIREN de l'EPCI, de l'EPT dans le Grand Paris ; code Insee de Paris et des îles sans EPCI."
)


def stands_alone(key: str) -> bool:
    """Whether a key is the code of a commune that stands for its own EPCI."""
    return Commune.objects.current().filter(pk=key, body=key).exists()
