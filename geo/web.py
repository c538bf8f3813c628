"""Web addresses: what one is, said once, for every field, form and file that takes one.

http or https, a host, neither name nor password before it, and nothing that no address holds: what
is kept is written in pages, feeds and files that others read.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

ACCEPTED = "une adresse http(s) complète"
# RFC 3986 has none of them; letters with accents are let through, as browsers do.
FOREIGN = re.compile(r"""[\x00-\x20\x7f-\xa0<>"`{}|\\^\u2028\u2029]""")
complete = URLValidator(schemes=["http", "https"])


def fault_of(value: str) -> str | None:
    """What would be accepted in place of a text that is no web address; `None` if it is one."""
    if found := FOREIGN.search(value):
        return f"{ACCEPTED}, sans {shown(found[0])}"
    try:
        parts = urlsplit(value)
        if "@" in parts.netloc:
            return f"{ACCEPTED}, sans nom ni mot de passe devant le site"
        _port = parts.port  # a number too high is refused here
        complete(value)
    except (ValueError, ValidationError):
        return ACCEPTED
    return None


def shown(character: str) -> str:
    """A character as a sentence may name it."""
    return f"« {character} »" if character.isprintable() and character != " " else "espace"


def web_address(value: str) -> None:
    """Django's validator."""
    if accepted := fault_of(value):
        raise ValidationError(
            _("Attendu : %(accepted)s."),
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
