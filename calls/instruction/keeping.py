"""What instruction keeps of those who instruct: their opinions, why they stood aside."""

from datetime import datetime
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from accounts.keeping import accounts_of
from accounts.personal import Holder
from calls.application.keeping import CONTACT_KEPT, OVER
from calls.erasing import AUTHOR, NAMING, PERSON, RECUSAL, leave_trace
from calls.models import Opinion, Substitute
from calls.vocabulary import ERASED, OpinionState
from publishing.ceilings import whole

MOST = 1000


def written_by(email: str) -> "QuerySet[Opinion, Opinion]":
    """The opinions and recusals of an account."""
    return Opinion.objects.filter(author__in=accounts_of(email))


def stood_in(email: str) -> "QuerySet[Substitute, Substitute]":
    """The regions for which an account was named substitute."""
    return Substitute.objects.filter(person__in=accounts_of(email))


def export(email: str) -> list[dict[str, Any]]:
    """What someone wrote of applications, and the regions that they stood in for."""
    named = stood_in(email).select_related("application", "region").order_by("id")
    return written(email) + [
        {
            "numero": one.application.number,
            "region": one.region.name,
            "suppleance": one.named_at.isoformat(),
            "motif_de_la_suppleance": one.reason,
        }
        for one in whole(named, MOST)
    ]


def written(email: str) -> list[dict[str, Any]]:
    """What someone wrote of applications."""
    found = written_by(email).select_related("application", "region").order_by("id")
    return [
        {
            "numero": one.application.number,
            "region": one.region.name,
            "etat": str(one.get_state_display()),
            "avis": one.advice,
            "texte": one.text,
            "motif_du_deport": one.reason,
            "rendu_le": one.given_at.isoformat() if one.given_at else None,
        }
        for one in whole(found, MOST)
    ]


def forget(email: str) -> int:
    """Erase drafts and reasons of recusals; opinions given are those of their regions, unsigned.

    One that was given and taken back stays, as what it was before.
    """
    mine = written_by(email)
    drafts, _kinds = mine.filter(state=OpinionState.DRAFT, former__isnull=True).delete()
    aside = mine.filter(state=OpinionState.RECUSED)
    leave_trace({RECUSAL: aside.exclude(reason=ERASED), AUTHOR: mine, PERSON: stood_in(email)})
    aside.update(salt="")
    return drafts + mine.update(reason=erased(), author=None) + stood_in(email).update(person=None)


def erased() -> Any:
    """A reason erased where there was one: a recusal has one, an opinion has none."""
    return Case(When(state=OpinionState.RECUSED, then=Value(ERASED)), default=Value(""))


def expire(now: datetime) -> int:
    """Three years after the end of an application, the reasons why some stood aside."""
    old = Opinion.objects.filter(
        state=OpinionState.RECUSED,
        application__state__in=[state.value for state in OVER],
        application__updated_at__lt=now - CONTACT_KEPT,
    ).exclude(reason=ERASED)
    named = Substitute.objects.filter(
        application__state__in=[state.value for state in OVER],
        application__updated_at__lt=now - CONTACT_KEPT,
    ).exclude(reason=ERASED)
    leave_trace({RECUSAL: old, NAMING: named})
    return old.update(reason=ERASED, salt="") + named.update(reason=ERASED, salt="")


OPINIONS = Holder(
    name="avis",
    title="Avis et déports",
    purpose=(
        "Instruire une candidature : qui a donné l'avis d'une région, qui s'est déporté ou supplée "
        "une autre région, et pourquoi."
    ),
    until=(
        "Trois ans après la décision, les motifs de déport et de suppléance sont effacés. Un avis "
        "rendu reste celui de sa région ; il n'est plus signé une fois le compte effacé."
    ),
    export=export,
    forget=forget,
    expire=expire,
)
