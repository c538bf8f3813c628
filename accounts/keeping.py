"""What an account keeps of a person: the e-mail, the name, the mandates, the signs-in."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from accounts.counters import purge
from accounts.models import Mandate, MandateEvent
from accounts.personal import Holder
from publishing.ceilings import whole

# Without a sign-in for that long, an account that holds no mandate is forgotten.
IDLE = timedelta(days=3 * 365)
MOST = 1000


def accounts_of(email: str) -> QuerySet[User]:
    """The accounts known by an e-mail, confirmed or not."""
    by_address = EmailAddress.objects.filter(email__iexact=email).values("user")
    return User.objects.filter(email__iexact=email) | User.objects.filter(pk__in=by_address)


def export(email: str) -> list[dict[str, Any]]:
    """What each account of an e-mail keeps."""
    return [
        {
            "courriels": whole(
                EmailAddress.objects.filter(user=person).order_by("email").values_list(
                    "email", flat=True
                ),
                MOST,
            ),
            "prenom": person.first_name,
            "nom": person.last_name,
            "inscription": person.date_joined.isoformat(),
            "derniere_connexion": person.last_login.isoformat() if person.last_login else None,
            "mandats": [
                str(mandate) for mandate in whole(Mandate.objects.filter(person=person), MOST)
            ],
            "actes_sur_les_mandats": [
                f"{event.pgh_created_at:%Y-%m-%d} {event}"
                for event in whole(MandateEvent.objects.filter(person_id=person.pk), MOST)
            ],
            "second_facteur": Authenticator.objects.filter(user=person).exists(),
            "seconds_facteurs_enleves": [
                {"le": one.at.isoformat(), "motif": one.reason}
                for one in whole(person.second_factor_resets.order_by("pk"), MOST)
            ],
            "identites": whole(SocialAccount.objects.filter(user=person).order_by("pk").values(
                    "provider", "uid", "extra_data"
                ), MOST),
        }
        for person in whole(accounts_of(email).distinct().order_by("pk"), MOST)
    ]  # fmt: skip


def forget(email: str) -> int:
    """Delete the accounts of an e-mail, with all that is only theirs."""
    found = whole(accounts_of(email).distinct().order_by("pk"), MOST)
    for person in found:
        person.delete()
    return len(found)


def expire(now: datetime) -> int:
    """Delete the accounts without mandate that nobody has signed in to for three years."""
    idle = (
        User.objects.filter(mandates__isnull=True)
        .annotate(seen=Coalesce("last_login", "date_joined"))
        .filter(seen__lt=now - IDLE)
    )
    found = whole(idle.order_by("pk"), MOST)
    for person in found:
        person.delete()
    return len(found)


ACCOUNTS = Holder(
    name="compte",
    title="Comptes",
    purpose=(
        "Vous reconnaître, vous écrire et savoir sur quel territoire vous agissez : adresse "
        "électronique, nom si vous le donnez, mandats, date de dernière connexion, second facteur."
    ),
    until=(
        "Tant que le compte sert. Sans mandat et sans connexion pendant trois ans, il est effacé."
    ),
    export=export,
    forget=forget,
    expire=expire,
)


def nothing(_email: str) -> list[dict[str, Any]]:
    """No counter can be told to be of a person."""
    return []


def none(_email: str) -> int:
    """Nor can it be forgotten for one: it is, at its hour."""
    return 0


def expire_tries(_now: datetime) -> int:
    """Erase the counters past their time, by the clock of the database."""
    erased = 0
    while found := purge(MOST):
        erased += found
    return erased


TRIES = Holder(
    name="essais",
    title="Essais comptés",
    purpose=(
        "Limiter les essais répétés (connexions, signalements, demandes, dépôts) : une empreinte à "
        "clé de l'adresse IP ou du compte, dont on ne peut tirer ni l'une ni l'autre."
    ),
    until="Le temps compté par chaque limite, une journée au plus.",
    export=nothing,
    forget=none,
    expire=expire_tries,
)
