"""Names who gives the opinion of a region that has nobody left to give it."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction

from calls.commitments import commitment, new_salt, reason_content
from calls.instruction.writing import WRITING, free
from calls.models import Application, Substitute
from calls.moving import Actor, note
from calls.states import STATE_LABELS, OutOfOrder
from calls.vocabulary import OpinionState
from publishing.ceilings import whole

NAMED = "name-substitute"
MOST_PEOPLE = 100_000


def left_to_speak(application: Application, cell: Collection[int]) -> frozenset[int]:
    """Who of a cell may still give its opinion: neither recused, nor the applicant. Keys."""
    recused = application.opinions.filter(state=OpinionState.RECUSED)
    aside = set(whole(recused.values_list("author_id", flat=True), MOST_PEOPLE))
    return frozenset(cell) - aside - {application.owner_id}


@transaction.atomic
def name_substitute(
    application_id: int, region: str, person: User, actor: Actor, reason: str, cell: Collection[int]
) -> Substitute:
    """Name someone for a region whose `cell` (keys of people) has nobody left, for a reason.

    The reason is read by the cells and the national cell. It stays out of the journal, which is
    never erased. Raises `OutOfOrder` where the region can speak for itself, or the person cannot.
    """
    application = free(application_id, actor)
    if region not in application.regions:
        raise OutOfOrder("Le territoire de la candidature n'est pas dans cette région.")
    if application.stands not in WRITING:
        raise OutOfOrder(
            f"On désigne un suppléant pendant l'instruction : la candidature est "
            f"{STATE_LABELS[application.stands]}."
        )
    if application.opinions.filter(region=region, state=OpinionState.GIVEN).exists():
        raise OutOfOrder("L'avis de la région est déjà rendu.")
    if left_to_speak(application, cell):
        raise OutOfOrder("Quelqu'un de la cellule de cette région peut encore rendre l'avis.")
    if not left_to_speak(application, {person.pk}):
        raise OutOfOrder("Cette personne a déposé la candidature ou s'est déportée.")
    if not reason.strip():
        raise OutOfOrder("Une suppléance a un motif : dites pourquoi cette personne.")
    named, new = Substitute.objects.get_or_create(
        application=application,
        region_id=region,
        person=person,
        defaults={"named_by": actor.person, "reason": reason.strip(), "salt": new_salt()},
    )
    if not new:
        raise OutOfOrder("Cette personne est déjà suppléante de cette région.")
    kept = commitment(named.salt, reason_content(named.reason))
    told = {"region": region, "person": person.pk, "commitment": kept}
    note(application, NAMED, actor, data=told)
    return named
