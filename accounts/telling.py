"""Whoever holds a mandate, and the national cell, are told of all that becomes of it, by e-mail."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Mandate, MandateEvent
from accounts.naming import display
from accounts.roles import Role
from publishing.ceilings import whole
from web.mail import send

MOST_TOLD = 5000
SUBJECTS = {
    MandateEvent.Label.GIVEN: "Mandat donné",
    MandateEvent.Label.CHANGED: "Mandat modifié",
    MandateEvent.Label.WITHDRAWN: "Mandat retiré",
    MandateEvent.Label.SUSPENDED: "Mandat suspendu",
    MandateEvent.Label.RESTORED: "Mandat rétabli",
}


def tell(mandate_id: int, person: User) -> None:
    """Write to the holder and to the national cell what the list has just kept of a mandate.

    Messages leave once the transaction is kept; nothing is sent where the list keeps nothing.
    """
    event = MandateEvent.objects.filter(pgh_obj_id=mandate_id).order_by("-pgh_id").first()
    if event is None or event.pgh_label not in SUBJECTS:
        return
    context = {"event": event, "holder": display(person), "by": signature(event)}
    subject = f"{SUBJECTS[MandateEvent.Label(event.pgh_label)]} : {event.said}"
    if person.email:
        send("accounts/courriels/mandat.txt", person.email, subject, mine=True, **context)
    for other in whole(watchers(timezone.localdate()).exclude(pk=person.pk), MOST_TOLD):
        send("accounts/courriels/mandat.txt", other.email, subject, mine=False, **context)


OF_A_MANDATE = (
    "id", "person_id", "role", "region_id", "department_id", "pole_id", "until", "granted_by_id",
)  # fmt: skip


def tell_of_account(person: User, facts: dict[str, Any]) -> None:
    """Keep in the list, and tell, that an account put out of use or back takes its roles with it.

    `facts` is who did it, in which roles, and why, as for what the database writes itself.
    """
    label = MandateEvent.Label.RESTORED if person.is_active else MandateEvent.Label.SUSPENDED
    held = Mandate.objects.filter(person=person).order_by("pk").values(*OF_A_MANDATE)
    for mandate in whole(held, MOST_TOLD):
        MandateEvent.objects.create(
            pgh_obj_id=mandate["id"], pgh_label=label, pgh_context=facts, **mandate
        )
        tell(mandate["id"], person)


def watchers(today: date) -> QuerySet[User]:
    """The national cell; the administrators where nobody holds its mandate."""
    current = Q(mandates__until__isnull=True) | Q(mandates__until__gte=today)
    people = User.objects.filter(is_active=True).exclude(email="").order_by("pk").distinct()
    cell = people.filter(current, mandates__role=Role.NATIONAL_CELL)
    if cell.exists():
        return cell
    return people.filter(current, mandates__role=Role.ADMINISTRATOR)


def signature(event: MandateEvent) -> str:
    """Who did it: their name, or the server's command."""
    facts: dict[str, Any] = event.facts
    key = facts.get("person")
    person = User.objects.filter(pk=key).first() if key else None
    if person is not None:
        return display(person)
    if key:
        return "une personne dont le compte est effacé"
    return "l'exploitant du site, par commande"


@receiver(post_delete, sender=Mandate)
def withdrawn(instance: Mandate, **_more: Any) -> None:
    """A mandate that goes is told, whether alone, with its pole or with its holder."""
    tell(instance.pk, instance.person)
