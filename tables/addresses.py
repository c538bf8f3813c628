"""Web addresses: what one is, said once, for every field, form and file that takes one.

http or https, a host that anyone may reach, neither name nor password before it, and nothing that
no address holds or that nobody sees: what is kept is written in pages, feeds and files that others
read.
"""

import re
import unicodedata
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

ACCEPTED = "une adresse http(s) complète"
# RFC 3986 has none of them; letters with accents are let through, as browsers do.
FOREIGN = frozenset('<>"`{}|\\^')
# Blank or without shape: controls, formats (U+202E turns the text round), halves of a character,
# private use, unassigned, separators; and the four letters of Hangul that are blanks.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
# What a name holds: letters, the marks of their accents, decimal digits. Neither what looks like a
# slash (U+2044, U+2215, U+29F8) nor what looks like a dot (U+2024).
OF_NAMES = ("L", "M", "Nd")
# Names that no public register gives (RFC 6761, RFC 6762, and `internal`, kept by ICANN).
OF_ONESELF = frozenset({"localhost", "localdomain", "local", "internal"})
# A browser reads a host that ends so as an IPv4 address, however it is written.
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
complete = URLValidator(schemes=["http", "https"])


def fault_of(value: str) -> str | None:
    """What would be accepted in place of a text that is no web address; `None` if it is one."""
    if found := next((one for one in value if is_foreign(one)), ""):
        return f"{ACCEPTED}, sans {shown(found)}"
    try:
        parts = urlsplit(value)
        if "@" in parts.netloc:
            return f"{ACCEPTED}, sans nom ni mot de passe devant le site"
        _port = parts.port  # a number too high is refused here
        complete(value)
    except (ValueError, ValidationError):
        return ACCEPTED
    fault = fault_of_host(parts.hostname or "")
    return f"{ACCEPTED}, {fault}" if fault else None


def is_foreign(character: str) -> bool:
    """Whether no address holds a character, or nobody sees it."""
    return (
        character in FOREIGN
        or character in BLANK_LETTERS
        or unicodedata.category(character) in UNSEEN
    )


def fault_of_host(host: str) -> str:
    """What a host should be; empty if it is a name or a number that anyone may reach."""
    if ":" in host:
        return "" if is_public(host) else "d’un site public"
    if not all(one in "-." or of_a_name(one) for one in host):
        return "dont le site n’a que des lettres, des chiffres, des tirets et des points"
    if any(unicodedata.category(label[:1] or "-").startswith("M") for label in host.split(".")):
        return "dont aucun mot du site ne commence par un accent seul"
    try:
        # What is asked of the network, whatever letters it was written with.
        asked = host.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return "dont le site porte un nom de domaine"
    return "" if leads_outside(asked) else "d’un site public"


def leads_outside(host: str) -> bool:
    """Whether a host in ASCII is neither this machine nor a name of one's own network."""
    _first, dot, last = host.rpartition(".")
    if not dot or last in OF_ONESELF:
        return False
    return is_public(host) if NUMBER.fullmatch(last) else True


def of_a_name(character: str) -> bool:
    """Whether the name of a site may hold a character, hyphens and dots aside."""
    return unicodedata.category(character).startswith(OF_NAMES)


def is_public(number: str) -> bool:
    """Whether an IP address, as written, is one that anyone may reach."""
    try:
        address = ip_address(number)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if address.is_site_local or (within and not is_public(str(within))):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def shown(character: str) -> str:
    """A character as a sentence may name it."""
    if character == " ":
        return "espace"
    if is_foreign(character) and character not in FOREIGN:
        return f"caractère invisible (U+{ord(character):04X})"
    return f"« {character} »"


def web_address(value: str) -> None:
    """Django's validator."""
    if accepted := fault_of(value):
        raise ValidationError(
            "Attendu : %(accepted)s.",
            "web-address",
            {"accepted": accepted},
        )


class WebFormField(forms.URLField):
    """A web address typed in a form; `exemple.fr` is completed with https."""

    default_validators = [web_address]  # noqa: RUF012 - as Django declares them

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https"} | kwargs)


class WebField(models.URLField):
    """A web address of a record. In the database and in migrations, Django's own."""

    default_validators = [web_address]  # noqa: RUF012

    def deconstruct(self) -> Any:
        """As Django's: what is stored is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """The field of its forms."""
        return super().formfield(**{"form_class": WebFormField} | kwargs)
