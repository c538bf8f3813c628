"""Signed links: whoever holds one follows one request, as its operator or as its requester."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from programme.vocabulary import Party

SALT = "programme.requests"
LASTS = timedelta(days=365)


def path_for(pk: int, party: Party) -> str:
    """The path of the link, good for a year."""
    return reverse("suivi", args=[signing.dumps([pk, party.value], salt=SALT)])


def read(token: str) -> tuple[int, Party]:
    """The request of a link and as whom it is followed. Raises BadSignature if forged or old."""
    pk, party = signing.loads(token, salt=SALT, max_age=LASTS)
    return int(pk), Party(party)
