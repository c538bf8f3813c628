"""Steps of the trail that pages of poles share."""

from django.urls import reverse

from web.page import Crumb


def directory_step() -> Crumb:
    """The directory, above poles."""
    return Crumb("Annuaire", reverse("annuaire"))
