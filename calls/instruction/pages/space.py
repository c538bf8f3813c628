"""The doors to instruction and to figures in one's own space."""

from django.contrib.auth.models import User

from accounts import spaces
from accounts.roles import Act
from accounts.spaces import Space
from calls.instruction.pages.people import reader_of
from calls.instruction.reading import waiting_count


def waiting(person: User) -> int:
    """What waits for someone: files to check, opinions to give, decisions to take."""
    return waiting_count(reader_of(person))


def register_spaces() -> None:
    """Make it known to the space of people."""
    spaces.register(
        Space(
            address="instruction",
            title="Instruction des candidatures",
            purpose="Les candidatures de votre territoire : vérifier, donner un avis, décider.",
            act=Act.SEE_APPLICATION,
            waiting=waiting,
        )
    )
    spaces.register(
        Space(
            address="statistiques-appels",
            title="Statistiques des appels",
            purpose="Ce que chaque appel a reçu et couvert, sans donnée personnelle.",
            act=Act.SEE_STATISTICS,
        )
    )
