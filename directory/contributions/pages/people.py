"""What the pages of contributions share: whose pole, who signed, what a person may there."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.rights import reach_of
from accounts.roles import Act, Role
from directory.models import Pole
from directory.record.fields import FIELDS, NAMES
from directory.record.history import Moment
from directory.record.words import differences
from directory.steps import directory_step
from geo.reach import Reach
from web.page import Crumb, Page


def pole_within(reach: Reach, slug: str) -> Pole:
    """A pole that a reach holds; 404 for any other."""
    return get_object_or_404(
        Pole.objects.within_reach(reach).select_related("region", "seat"), slug=slug
    )


def may_on(person: Any, act: Act, pole: Pole) -> bool:
    """Whether a person may do something to a pole."""
    return Pole.objects.within_reach(reach_of(person, act)).filter(pk=pole.pk).exists()


def shown_to(request: HttpRequest, pole: Pole) -> list[str]:
    """The fields of a record that a person may see, today or in the past."""
    editor = may_on(request.user, Act.EDIT_POLE, pole)
    return [field.name for field in FIELDS if editor or not field.reserved]


def own_page(name: str, title: str, pole: Pole | None, path: str) -> Page:
    """The identity of a page about a pole that no search engine keeps."""
    above = [directory_step()]
    if pole and pole.published:
        above.append(Crumb(pole.name, pole.get_absolute_url()))
    return Page.under(*above, name=name, title=title, path=path, indexed=False)


def told(
    moments: Iterable[Moment], with_names: bool, shown: Iterable[str] = NAMES
) -> list[dict[str, Any]]:
    """Each change, who signed it, and what differs among the fields shown.

    Of a record that came or went, nothing is told field by field.
    """
    changes = list(moments)
    signed = signatures([(one.person, one.roles) for one in changes], with_names)
    return [
        {
            "moment": one,
            "who": who,
            "differences": differences(one.before, one.after, shown)
            if one.before and one.after
            else [],
        }
        for one, who in zip(changes, signed, strict=True)
    ]


def signatures(signed: Iterable[tuple[int | None, Iterable[str]]], with_names: bool) -> list[str]:
    """Who signed each change: the roles; the name too, for those who may know it."""
    pairs = [(person, list(roles)) for person, roles in signed]
    wanted = {person for person, _roles in pairs if person and with_names}
    people = User.objects.in_bulk(wanted) if wanted else {}
    return [said(person, roles, people) for person, roles in pairs]


def said(person: int | None, roles: list[str], people: dict[int, User]) -> str:
    """One signature."""
    if person is None:
        return "l'exploitant du site, par commande ou avant l'historique"
    known = [str(Role(role).label) for role in roles if role in Role.values]
    role = ", ".join(known) or "personne sans rôle"
    found = people.get(person)
    return f"{name_of(found)} ({role})" if found else role


def name_of(person: User | AnonymousUser) -> str:
    """The name of a person, or the address where no name is given."""
    return (person.get_full_name() or person.email) if isinstance(person, User) else ""


def key_of(request: HttpRequest) -> int:
    """The key of whoever has signed in."""
    return request.user.pk or 0
