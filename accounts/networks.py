"""Whose an Internet address is: in IPv6, one subscriber holds a whole network of them."""

import ipaddress

# One subscriber holds at least that much of the IPv6 space.
IPV6_PREFIX = 64


def network_of(address: str) -> str:
    """An address as it is usually written, or its network where a caller holds many."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{parsed}/{IPV6_PREFIX}", strict=False).network_address)
    return str(parsed)
