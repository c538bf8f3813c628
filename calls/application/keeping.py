"""What applications keep of people: the account that applied, the person to reach, their files."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.keeping import accounts_of
from accounts.personal import Holder
from calls.application.drafts import erase
from calls.documents.storing import drop_on_commit
from calls.erasing import OWNER, REASON, leave_trace
from calls.models import Application, EventReason
from calls.moving import OF_THE_OWNER
from calls.states import State
from publishing.ceilings import whole

# A draft that nobody touches, and the contact of an application that is over.
DRAFT_KEPT = timedelta(days=365)
CONTACT_KEPT = timedelta(days=3 * 365)
OVER = (State.INELIGIBLE, State.LAUREATE, State.RESERVE, State.REFUSED, State.WITHDRAWN)
MOST = 1000
NO_CONTACT = {"contact_name": "", "contact_email": "", "contact_phone": ""}


def owned_by(email: str) -> "QuerySet[Application, Application]":
    """The applications that an account made."""
    return Application.objects.filter(owner__in=accounts_of(email))


def reasons_of(email: str) -> "QuerySet[EventReason, EventReason]":
    """The free words in which a person said why they withdrew an application, for one."""
    said = EventReason.objects.filter(event__person__in=accounts_of(email))
    return said.filter(event__role=OF_THE_OWNER).exclude(text="")


def reached_at(email: str) -> "QuerySet[Application, Application]":
    """The applications that name an address to reach."""
    return Application.objects.filter(contact_email__iexact=email)


def export(email: str) -> list[dict[str, Any]]:
    """What is kept of someone, application by application."""
    return [
        {
            "appel": one.call.title,
            "numero": one.number,
            "etat": one.state,
            "projet": one.project_name,
            "structure": one.lead_name,
            "contact_nom": one.contact_name,
            "contact_courriel": one.contact_email,
            "contact_telephone": one.contact_phone,
            "deposee_le": one.submitted_at.isoformat() if one.submitted_at else None,
            "motifs": [
                said.text
                for said in whole(
                    reasons_of(email).filter(event__application=one).order_by("pk"), MOST
                )
            ],
            "documents": whole(one.documents.order_by("id").values_list("name", flat=True), MOST),
        }
        for one in whole(
            (owned_by(email) | reached_at(email)).select_related("call").order_by("id"), MOST
        )
    ]


def forget(email: str) -> int:
    """Erase drafts; of what was submitted, take away who applied and who is to be reached."""
    drafts = whole(owned_by(email).filter(state=State.DRAFT.value).order_by("id"), MOST)
    for one in drafts:
        drop_on_commit(erase(one))
    contacts = reached_at(email).update(**NO_CONTACT)
    leave_trace({REASON: reasons_of(email), OWNER: owned_by(email)})
    said = reasons_of(email).update(text="", salt="")
    return len(drafts) + contacts + said + owned_by(email).update(owner=None)


def expire(now: datetime) -> int:
    """Erase drafts left for a year; three years after its end, the contact of an application."""
    drafts = Application.objects.filter(state=State.DRAFT.value, updated_at__lt=now - DRAFT_KEPT)
    old = whole(drafts.order_by("id"), MOST)
    for one in old:
        drop_on_commit(erase(one))
    over = Application.objects.filter(
        state__in=[state.value for state in OVER], updated_at__lt=now - CONTACT_KEPT
    ).exclude(owner=None, **NO_CONTACT)
    leave_trace({OWNER: over.exclude(owner=None)})
    return len(old) + over.update(owner=None, **NO_CONTACT)


APPLICATIONS = Holder(
    name="candidatures",
    title="Candidatures",
    purpose=(
        "Recevoir et instruire une candidature : le compte qui la dépose, le nom, l'adresse et le "
        "téléphone de la personne à joindre, les documents déposés. Le dossier est lu par les "
        "agents et les cellules régionales du territoire et par la cellule nationale ; la "
        "personne à joindre, par les cellules seulement."
    ),
    until=(
        "Un brouillon laissé un an est effacé. Trois ans après la décision, le compte et la "
        "personne à joindre sont effacés ; le dossier figé, qui ne les contient pas, et ses pièces "
        "restent : ils sont ceux de la structure."
    ),
    export=export,
    forget=forget,
    expire=expire,
)
