"""What instructing an application writes: moves, questions, opinions.

Each function is a transaction that locks the application, and says `OutOfOrder` before it writes
anything. Whether the person may act there is asked by the doors; what concerns the application
itself (its own applicant, someone with an interest) is refused here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from calls import replaying
from calls.commitments import (
    commitment,
    new_salt,
    opinion_content,
    question_content,
)
from calls.letters import tell_applicant
from calls.models import Application, FormerOpinion, Opinion, Question, Score
from calls.moving import Actor, advance, locked, note
from calls.states import STATE_LABELS, Move, OutOfOrder, State
from calls.vocabulary import Advice, OpinionState
from publishing.ceilings import whole

# While an opinion may be written.
WRITING = replaying.WRITING
PLAIN_MOVES = frozenset(
    {Move.ACCEPT, Move.REJECT, Move.REINSTATE, Move.START, Move.CLOSE, Move.REOPEN}
)
TOLD = {
    Move.REJECT: "calls/courriels/non_recevable.txt",
    Move.REINSTATE: "calls/courriels/reprise.txt",
}
GIVEN, TAKEN_BACK = replaying.GIVEN, replaying.TAKEN_BACK
MOST_REGIONS = 100


@dataclass(frozen=True)
class Written:
    """What a person writes in an opinion; scores by the key of their criterion."""

    advice: str = ""
    text: str = ""
    scores: Mapping[int, int] = field(default_factory=dict)
    remarks: Mapping[int, str] = field(default_factory=dict)


def free(application_id: int, actor: Actor) -> Application:
    """The application, locked, for someone who has no interest in it."""
    application = locked(application_id)
    if application.owner_id == actor.person.pk:
        raise OutOfOrder("Cette candidature est la vôtre : d'autres que vous l'instruisent.")
    if application.opinions.filter(author=actor.person, state=OpinionState.RECUSED).exists():
        raise OutOfOrder("Vous vous êtes déporté : un collègue instruit cette candidature.")
    return application


@transaction.atomic
def move(application_id: int, what: Move, actor: Actor, reason: str = "") -> State:
    """Make one of `PLAIN_MOVES`; the applicant is told of what stops or resumes their file."""
    if what not in PLAIN_MOVES:
        raise ValueError(f"{what} is written by a function of its own")
    application = free(application_id, actor)
    reached = advance(application, what, actor, reason)
    if what in TOLD:
        tell_applicant(
            application,
            f"Candidature {application.number} : recevabilité",
            TOLD[what],
            reason=reason,
        )
    return reached


@transaction.atomic
def ask(application_id: int, actor: Actor, text: str, due: date | None = None) -> Question:
    """Ask the applicant for something more, by a letter too."""
    application = free(application_id, actor)
    if not text.strip():
        raise OutOfOrder("Une demande de complément dit ce qui est demandé.")
    asked = Question(
        application=application, asked_by=actor.person, text=text.strip(), due=due, salt=new_salt()
    )
    words = commitment(asked.salt, question_content(asked.text, due))
    told = {"due": due.isoformat() if due else None, "words": words}
    advance(application, Move.ASK, actor, data=told)
    asked.save()
    tell_applicant(
        application,
        f"Candidature {application.number} : un complément vous est demandé",
        "calls/courriels/question.txt",
        question=asked,
    )
    return asked


@transaction.atomic
def resume(application_id: int, actor: Actor, reason: str) -> State:
    """Go on without the answer: the question is closed."""
    application = free(application_id, actor)
    waiting = application.questions.filter(answered_at__isnull=True, closed_at__isnull=True)
    asked = waiting.values_list("pk", flat=True).first()  # one at most is open
    reached = advance(application, Move.RESUME, actor, reason, data={"question": asked})
    waiting.update(closed_at=timezone.now())
    return reached


@transaction.atomic
def save_opinion(
    application_id: int, region: str, actor: Actor, written: Written, seen: int | None = None
) -> Opinion:
    """Keep one's draft. `seen` is the version one started from: another one is not written over."""
    application = free(application_id, actor)
    return kept(application, region, actor, written, seen)


def kept(
    application: Application, region: str, actor: Actor, written: Written, seen: int | None
) -> Opinion:
    """The draft of a person for a region, with what they wrote."""
    if region not in application.regions:
        raise OutOfOrder("Le territoire de la candidature n'est pas dans cette région.")
    if application.stands not in WRITING:
        raise OutOfOrder(
            f"On donne un avis pendant l'instruction : la candidature est "
            f"{STATE_LABELS[application.stands]}."
        )
    if application.opinions.filter(region=region, state=OpinionState.GIVEN).exists():
        raise OutOfOrder("L'avis de la région est déjà rendu.")
    opinion, new = Opinion.objects.get_or_create(
        application=application, region_id=region, author=actor.person
    )
    if not new and seen is not None and seen != opinion.version:
        raise OutOfOrder(
            "Cet avis a été enregistré entre-temps, dans une autre fenêtre : rechargez la page."
        )
    opinion.advice, opinion.text = written.advice, written.text.strip()
    opinion.version += not new
    opinion.save()
    replace_scores(opinion, written)
    return opinion


def replace_scores(opinion: Opinion, written: Written) -> None:
    """The scores of an opinion become these, each within its criterion."""
    highest = dict(opinion.application.call.criteria.values_list("pk", "highest"))
    for key, value in written.scores.items():
        if key not in highest:
            raise OutOfOrder("Ce critère n'est pas de cet appel.")
        if not 0 <= value <= highest[key]:
            raise OutOfOrder(f"Une note va de 0 à {highest[key]}.")
    opinion.scores.all().delete()
    Score.objects.bulk_create(
        Score(opinion=opinion, criterion_id=key, value=value, comment=written.remarks.get(key, ""))
        for key, value in sorted(written.scores.items())
    )


@transaction.atomic
def give_opinion(
    application_id: int, region: str, actor: Actor, written: Written, seen: int | None = None
) -> Opinion:
    """Give the opinion of a region, once: whole, with every criterion scored."""
    application = free(application_id, actor)
    opinion = kept(application, region, actor, written, seen)
    if written.advice not in Advice.values:
        raise OutOfOrder("Un avis rendu est favorable, réservé ou défavorable.")
    if not opinion.text:
        raise OutOfOrder("Un avis rendu est motivé : écrivez pourquoi.")
    criteria = set(application.call.criteria.values_list("pk", flat=True))
    if criteria - set(written.scores):
        raise OutOfOrder("Chaque critère de la grille attend sa note.")
    opinion.state, opinion.given_at = OpinionState.GIVEN, timezone.now()
    opinion.salt = new_salt()
    opinion.save()
    content = opinion_content(opinion.advice, opinion.text, scores_of(opinion), remarks_of(opinion))
    note(
        application,
        GIVEN,
        actor,
        data={
            "region": region,
            "advice": written.advice,
            "commitment": commitment(opinion.salt, content),
        },
    )
    return opinion


def scores_of(opinion: Opinion) -> list[list[int]]:
    """[key of the criterion, score], in the order of the grid."""
    return [[one.criterion_id, one.value] for one in in_grid_order(opinion)]


def remarks_of(opinion: Opinion) -> list[list[Any]]:
    """[key of the criterion, text], in the order of the grid, those that say something."""
    return [[one.criterion_id, one.comment] for one in in_grid_order(opinion) if one.comment]


def in_grid_order(opinion: Opinion) -> list[Score]:
    """The scores of an opinion, read once."""
    prefetch_related_objects([opinion], "scores__criterion")
    return sorted(opinion.scores.all(), key=lambda one: (one.criterion.position, one.criterion_id))


@transaction.atomic
def take_back_opinion(application_id: int, region: str, actor: Actor) -> Opinion:
    """One's given opinion becomes a draft again, while the application is instructed."""
    application = free(application_id, actor)
    opinion = application.opinions.filter(
        region=region, author=actor.person, state=OpinionState.GIVEN
    ).first()
    if opinion is None:
        raise OutOfOrder("Vous n'avez pas rendu d'avis pour cette région.")
    if application.stands not in WRITING:
        raise OutOfOrder(
            f"On reprend un avis pendant l'instruction : la candidature est "
            f"{STATE_LABELS[application.stands]}."
        )
    draft_again(opinion, actor)
    return opinion


def draft_again(opinion: Opinion, actor: Actor) -> None:
    """A given opinion is in force no more: kept as it was given, and a draft from now on."""
    assert opinion.given_at is not None  # noqa: S101 - the database holds to it
    remember(opinion, opinion.given_at)
    opinion.state, opinion.given_at, opinion.salt = OpinionState.DRAFT, None, ""
    opinion.version += 1
    opinion.save()
    note(opinion.application, TAKEN_BACK, actor, data={"region": opinion.region_id})


def remember(opinion: Opinion, given_at: datetime) -> None:
    """Keep an opinion as it was given, and whose opinions its author could read by then."""
    others = opinion.application.opinions.filter(state=OpinionState.GIVEN).exclude(pk=opinion.pk)
    FormerOpinion.objects.create(
        opinion=opinion,
        advice=opinion.advice,
        text=opinion.text,
        scores=scores_of(opinion),
        remarks=remarks_of(opinion),
        salt=opinion.salt,
        given_at=given_at,
        after_reading=sorted(whole(others.values_list("region_id", flat=True), MOST_REGIONS)),
    )
