"""The doors that one's space opens: each app registers its own, shown to whom may pass."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse

from accounts.rights import may
from accounts.roles import Act


@dataclass(frozen=True)
class Space:
    """A page of one's own: its address's name, what it is for, the act that opens it.

    Without an act, it opens to whoever has an account. `waiting` counts what is to be done there.
    """

    address: str
    title: str
    purpose: str
    act: Act | None = None
    waiting: Callable[[User], int] | None = None


@dataclass(frozen=True)
class Shown:
    """A space as a person sees it."""

    space: Space
    url: str
    count: int | None


SPACES: list[Space] = []
ADMINISTRATION = Space(
    address="admin:index",
    title="Gestion",
    purpose="Les fiches, les appels, le programme et les personnes, selon vos droits.",
    act=Act.ENTER_ADMINISTRATION,
)


def register(space: Space) -> None:
    """Make a page known to the space of people."""
    SPACES.append(space)


def spaces_of(person: User) -> list[Shown]:
    """The pages a person may open, with what waits there."""
    return [
        Shown(space, reverse(space.address), space.waiting(person) if space.waiting else None)
        for space in SPACES
        if space.act is None or may(person, space.act)
    ]
