"""Stand aside from an application in which one has an interest, whatever region one spoke for."""

from collections.abc import Collection

from django.db import transaction

from calls import replaying
from calls.commitments import commitment, new_salt, reason_content
from calls.instruction.writing import MOST_REGIONS, WRITING, draft_again, free
from calls.models import Opinion, Score
from calls.moving import Actor, note
from calls.states import STATE_LABELS, OutOfOrder, State
from calls.vocabulary import OpinionState
from publishing.ceilings import within

ASIDE = replaying.ASIDE
# While someone may still stand aside.
BEFORE_DECISION = frozenset({State.SUBMITTED, State.COMPLETE, *WRITING, State.INSTRUCTED})


@transaction.atomic
def stand_aside(
    application_id: int, regions: Collection[str], actor: Actor, reason: str
) -> list[Opinion]:
    """Someone with an interest leaves the application to colleagues, whatever their regions.

    `regions` are those that they speak for now. An opinion that they gave, for one of these or for
    one that they speak for no more, is kept as a former one; their drafts go. The reason stays,
    out of the journal, which is never erased.
    """
    application = free(application_id, actor)
    held = sorted(set(regions) & set(application.regions))
    if not held:
        raise OutOfOrder("Le territoire de la candidature n'est pas dans votre région.")
    if not reason.strip():
        raise OutOfOrder("Un déport a un motif : dites quel lien vous avez avec le candidat.")
    if application.stands not in BEFORE_DECISION:
        raise OutOfOrder(
            f"On se déporte avant la décision : la candidature est "
            f"{STATE_LABELS[application.stands]}."
        )
    mine = application.opinions.filter(author=actor.person).order_by("region_id", "id")
    written = {one.region_id: one for one in within(list(mine), MOST_REGIONS, "avis")}
    given = [one for one in written.values() if one.state == OpinionState.GIVEN]
    if application.stands is State.INSTRUCTED and given:
        raise OutOfOrder(
            "Votre avis compte déjà : l'instruction doit être rouverte avant un déport."
        )
    for one in given:
        draft_again(one, actor)
    Score.objects.filter(opinion__application=application, opinion__author=actor.person).delete()
    aside = []
    for region in sorted({*held, *written}):
        opinion, _new = Opinion.objects.get_or_create(
            application=application, region_id=region, author=actor.person
        )
        opinion.state, opinion.reason = OpinionState.RECUSED, reason.strip()
        opinion.advice, opinion.text, opinion.given_at = "", "", None
        opinion.version, opinion.salt = opinion.version + 1, new_salt()
        opinion.save()
        aside.append(opinion)
        kept = commitment(opinion.salt, reason_content(opinion.reason))
        note(application, ASIDE, actor, data={"region": region, "commitment": kept})
    return aside
