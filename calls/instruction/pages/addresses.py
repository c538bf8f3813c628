"""The address that letters give, which only the doors know."""

from calls.models import Application
from web.page import absolute


def address_of(application: Application) -> str:
    """An application in its applicant's space."""
    return absolute(application.get_absolute_url())
