"""How often one address may do something, counted where every worker sees it."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# One subscriber holds at least that much of the IPv6 space.
IPV6_PREFIX = 64


def allow(request: HttpRequest, action: str, amount: int, seconds: int) -> bool:
    """Count one more try of an address; False once it has had `amount` of them in that time.

    What is kept is a keyed digest of the address, for no longer than the time counted.
    """
    digest = salted_hmac("accounts.limits", address_of(request)).hexdigest()
    key = f"limits:{action}:{digest}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= amount
    except ValueError:  # it has just run out
        return True


def address_of(request: HttpRequest) -> str:
    """The address of a caller, or its network where a caller holds many."""
    address = get_adapter().get_client_ip(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return str(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{parsed}/{IPV6_PREFIX}", strict=False).network_address)
    return str(parsed)
