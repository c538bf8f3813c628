"""Steps of the trail that pages of poles share."""

from django.urls import reverse
from django.utils.translation import gettext as _

from web.page import Crumb


def directory_step() -> Crumb:
    """The directory, above poles."""
    return Crumb(_("Annuaire"), reverse("annuaire"))
