"""How often one address may do something, counted where every worker sees it."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.counters import count

# One subscriber holds at least that much of the IPv6 space.
IPV6_PREFIX = 64


def allow(request: HttpRequest, action: str, amount: int, seconds: int) -> bool:
    """Count one more try of an address; False once it has had `amount` of them in that time.

    What is kept is a keyed digest of the address, for no longer than the time counted.
    """
    return count(f"limits:{action}:{address_of(request)}", seconds) <= amount


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
