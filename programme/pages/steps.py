"""What the pages of the programme share: the step above them, and how much they list."""

from django.urls import reverse

from web.page import Crumb

MOST = 5000


def programme_step() -> Crumb:
    """The programme, above what it holds."""
    return Crumb("Programme", reverse("programme"))
