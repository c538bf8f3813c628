"""How people are named on the screens that name them."""

from django.contrib.auth.models import User


def display(person: User) -> str:
    """Their name if they gave it, else their address."""
    return person.get_full_name() or person.email
