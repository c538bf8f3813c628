"""People of the tests, each with the mandates and the second factor that their roles ask for."""

from http.cookies import SimpleCookie
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.test import Client

from accounts.models import Mandate
from accounts.roles import NEEDS_SECOND_FACTOR, Role

PASSWORD = "laine-et-velo-2026"  # noqa: S105 - of nobody


def make_person(email: str, role: str | None = None, /, **ground: Any) -> User:
    """Someone who can sign in: `make_person("a@b.fr", "officer", region_id="84")`.

    `second_factor=False` leaves out the code that a role asks for.
    """
    second_factor = ground.pop("second_factor", role in NEEDS_SECOND_FACTOR)
    person = User.objects.create_user(username=email.partition("@")[0], email=email)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if role:
        Mandate.objects.create(person=person, role=Role(role), **ground)
    if second_factor:
        add_second_factor(person)
    return person


def add_second_factor(person: User) -> str:
    """Give someone a second factor; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    assert Authenticator.objects.filter(user=person).exists()
    return secret


class SignedIn:
    """Someone who signs in once, for all that they ask; a visitor where there is nobody."""

    def __init__(self, person: User | None) -> None:
        self.person = person
        self.cookies: dict[str, str] = {}
        if person:
            client = Client()
            client.force_login(person)
            self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def browser(self) -> Client:
        """A browser with what signing in gave, and nothing else."""
        client = Client()
        client.cookies = SimpleCookie(self.cookies)
        return client
