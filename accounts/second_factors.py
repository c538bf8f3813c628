"""What seals second factors: today's key, the former ones that still open; and taking one away."""

import base64
import hashlib

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import SecondFactorReset
from web.mail import send

SEALED = ("secret", "seed")  # the keys of an authenticator's data that are sealed
BATCH = 500


class SealedOtherwiseError(ValidationError):
    """A second factor that none of the keys of this installation opens."""

    def __init__(self) -> None:
        super().__init__(
            "Le second facteur de ce compte ne peut pas être lu : la clé du site a changé. "
            "Aucun code ne serait accepté ; l'exploitant du site peut y remédier, écrivez-lui."
        )


def fernet_of(key: str) -> Fernet:
    """The cipher that a key of the deployment gives."""
    digest = hashlib.sha256(b"atlas.second-factor:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def ciphers() -> MultiFernet:
    """Seals with SECRET_KEY, opens with it or with one of SECRET_KEY_FALLBACKS."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([fernet_of(key) for key in keys])


def seal(text: str) -> str:
    """A secret, unreadable in a copy of the database."""
    return ciphers().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret; `SealedOtherwiseError` where it was sealed with a key that is not given."""
    try:
        return ciphers().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealedOtherwiseError from error


def seal_again(*, write: bool) -> tuple[int, int]:
    """Seal every second factor with SECRET_KEY, so that former keys may be forgotten.

    Returns how many are sealed anew (or would be), and how many no key opens, left as they are.
    """
    done = lost = 0
    today = fernet_of(settings.SECRET_KEY)
    with transaction.atomic():
        for one in Authenticator.objects.select_for_update().order_by("pk").iterator(BATCH):
            try:
                fresh = {
                    name: renewed(one.data[name], today) for name in SEALED if name in one.data
                }
            except SealedOtherwiseError:
                lost += 1
                continue
            if any(fresh.values()):
                done += 1
                if write:
                    one.data = {**one.data, **{k: v for k, v in fresh.items() if v}}
                    one.save(update_fields=["data"])
    return done, lost


def renewed(sealed: str, today: Fernet) -> str:
    """A secret sealed with today's key; empty if it was already."""
    try:
        today.decrypt(sealed.encode())
    except InvalidToken:
        return seal(unseal(sealed))
    return ""


@transaction.atomic
def take_away(person: User, reason: str) -> int:
    """Take someone's second factor and recovery codes away; kept with its reason, told by mail.

    Returns how many were taken. Roles that ask for a second factor wait for a new one.
    """
    found = Authenticator.objects.filter(user=person).select_for_update()
    count = len(found)
    found.delete()
    reset = SecondFactorReset.objects.create(person=person, reason=reason)
    subject = f"{settings.SITE_NAME} : second facteur enlevé"
    send("accounts/courriels/second-facteur.txt", person.email, subject, reset=reset)
    return count
