"""What the pages of an applicant share: finding what is theirs, the trail above."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from calls.models import Application
from calls.moving import Actor
from calls.states import State
from web.page import Crumb

MOST_APPLICATIONS = 5000


def person_of(request: HttpRequest) -> User:
    """Who has signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - the door asked for it
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    """The applicant, as the journal knows them."""
    return Actor(person_of(request))


def mine(request: HttpRequest, key: UUID) -> Application:
    """An application of one's own; 404 for any other."""
    found: Application = get_object_or_404(
        Application.objects.owned_by(person_of(request)).select_related("call", "owner", "pole"),
        key=key,
    )
    return found


def waiting(person: User) -> int:
    """How many of one's applications wait for one's answer."""
    return Application.objects.owned_by(person).filter(state=State.ASKED.value).count()


def list_step() -> Crumb:
    """One's applications, above one of them."""
    return Crumb("Mes candidatures", reverse("candidatures"))


def step_url(application: Application, slug: str) -> str:
    """The address of a step."""
    return reverse("candidature-etape", args=[application.key, slug])


def is_script(request: HttpRequest) -> bool:
    """Whether the page's own script asks, rather than a form that is sent."""
    return request.headers.get("X-Enregistrement") == "auto"


Context = dict[str, Any]
