"""The pages of the directory that one's space opens."""

from django.contrib.auth.models import User

from accounts import spaces
from accounts.rights import reach_of
from accounts.roles import Act
from directory.contributions.queries import waiting_in

spaces.register(
    spaces.Space(
        address="annuaire-complet",
        title="Fiches non publiées",
        purpose="Les fiches de votre territoire que le public ne voit pas, et tout l'annuaire.",
        act=Act.SEE_UNPUBLISHED,
    )
)


def waiting(person: User) -> int:
    """How many contributions wait for a person."""
    return waiting_in(reach_of(person, Act.REVIEW))


spaces.register(
    spaces.Space(
        address="contributions",
        title="Signalements et propositions",
        purpose=(
            "Ce que le public et les porteurs disent des fiches de votre territoire, et les pôles "
            "qui y manquent d'après eux."
        ),
        act=Act.REVIEW,
        waiting=waiting,
    )
)
spaces.register(
    spaces.Space(
        address="contributions",
        title="Vos propositions",
        purpose="Les modifications que vous avez proposées pour votre pôle, et leur suite.",
        act=Act.PROPOSE,
    )
)
