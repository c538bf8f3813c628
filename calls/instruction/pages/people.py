"""Who reads and who acts, from the table of rights: the one place that asks it for instruction."""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest

from accounts.granting import grant
from accounts.models import Mandate
from accounts.rights import (
    held_by,
    may,
    people_holding,
    people_in,
    reach_of,
    reach_through,
)
from accounts.roles import RIGHTS, Act, Role
from calls.instruction.reading import Reader, standing_in, within
from calls.instruction.substituting import left_to_speak
from calls.models import Application
from calls.moving import Actor
from calls.querysets import ApplicationQuerySet
from calls.states import RULES, Move
from directory.models import Pole
from geo.models import Department
from geo.reach import Place, Reach
from publishing.ceilings import whole

# Whoever knows how an application is instructed may be named for another region.
SUBSTITUTES = (Role.REGIONAL_CELL, Role.NATIONAL_CELL)


def person_of(request: HttpRequest) -> User:
    """Who asks; the doors let nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101 - signed in
    return request.user


def reader_of(person: User) -> Reader:
    """What the table of rights lets someone read, and in which quality."""
    reach = reach_of(person, Act.SEE_APPLICATION)
    opining = reach_of(person, Act.GIVE_OPINION)
    return Reader(
        person=person,
        reach=reach,
        regions=reach.regions | regions_around(reach),
        opining=opining.regions,
        standing=standing_of(person),
        national=may(person, Act.DECIDE),
    )


def read_by(person: User) -> ApplicationQuerySet:
    """The applications received that someone may read."""
    return within(reader_of(person))


def standing_of(person: User) -> frozenset[tuple[int, str]]:
    """What someone was named substitute for, as long as they are of a cell."""
    return standing_in(person) if holds_a_cell(person) else frozenset()


def regions_around(reach: Reach) -> frozenset[str]:
    """The regions of the departments of a reach."""
    if not reach.departments:
        return frozenset()
    found = Department.objects.filter(code__in=reach.departments).order_by("region")
    return frozenset(whole(found.values_list("region", flat=True), 5000))


def place_of(application: Application) -> Place:
    """Where an application is."""
    return Place(frozenset(application.regions), frozenset(application.departments))


def can(person: User, act: Act, application: Application) -> bool:
    """Whether someone may do something to an application."""
    return may(person, act, place_of(application))


def act_of(move: Move) -> Act:
    """The act of the table of rights that stands behind a move of the state machine."""
    return Act(RULES[move].act)


def actor_for(person: User, act: Act, application: Application) -> Actor:
    """Someone in the role that lets them act there; 404 for who has none."""
    place = place_of(application)
    granted = RIGHTS[act]
    held = [one for one in held_by(person) if one.in_effect]
    for one in held:
        if one.role in granted and reach_through(granted[one.role], one.ground).holds(place):
            return Actor(person, one.role.value)
    if act is Act.GIVE_OPINION and any(key == application.pk for key, _ in standing_of(person)):
        return Actor(person, next(one.role.value for one in held if one.role in SUBSTITUTES))
    raise Http404


def cell_of(region: str) -> list[User]:
    """Who speaks for a region: the people of its cell, with a mandate in force."""
    return people_holding(Act.GIVE_OPINION, region)


def possible_substitutes(application: Application, person: User) -> list[User]:
    """Who may be named for a region that has nobody: any cell's people, the national one's too."""
    found = people_in(SUBSTITUTES)
    able = left_to_speak(application, {one.pk for one in found})
    return sorted((one for one in found if one.pk in able), key=lambda one: one != person)


def holds_a_cell(person: User) -> bool:
    """Whether someone is of a cell today, in a role that acts: they may be named for another."""
    return any(one.in_effect and one.role in SUBSTITUTES for one in held_by(person))


def leads(application: Application) -> bool:
    """Whether whoever applied is the known lead of the pole that the application names."""
    return Mandate.objects.filter(
        person=application.owner_id, role=Role.LEAD, pole=application.pole_id
    ).exists()


def make_lead(person: User, pole: Pole, by: User, reason: str) -> None:
    """The owner of a laureate is lead of the pole that it became; `by` announced it.

    They are told of it, and the national cell too, as of any role that is given.
    """
    grant(person, Role.LEAD, by=by, reason=reason, pole=pole)
