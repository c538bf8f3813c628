"""How often one address may do something, counted where every worker sees it."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.counters import count
from accounts.networks import network_of


def allow(request: HttpRequest, action: str, amount: int, seconds: int) -> bool:
    """Count one more try of an address; False once it has had `amount` of them in that time.

    What is kept is a keyed digest of the address, for no longer than the time counted.
    """
    return count(f"limits:{action}:{address_of(request)}", seconds) <= amount


def address_of(request: HttpRequest) -> str:
    """The address of a caller, or its network where a caller holds many."""
    return network_of(str(get_adapter().get_client_ip(request)))
