"""The pages of the directory that one's space opens."""

from django.utils.translation import gettext_lazy as _

from accounts import spaces
from accounts.roles import Act

spaces.register(
    spaces.Space(
        address="annuaire-complet",
        title=_("Fiches non publiées"),
        purpose=_("Les fiches de votre territoire que le public ne voit pas, et tout l'annuaire."),
        act=Act.SEE_UNPUBLISHED,
    )
)
