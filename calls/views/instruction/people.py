"""Who reads and who acts, from the table of rights: the one place that asks it for instruction."""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest

from accounts.models import Mandate
from accounts.rights import held_by, may, reach_of, reach_through
from accounts.roles import RIGHTS, Act, Role
from calls.instruction.reading import Reader
from calls.models import Application
from calls.states import RULES, Move
from calls.writing.moving import Actor
from directory.models import Pole
from geo.models import Department
from geo.reach import Place, Reach


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
        national=may(person, Act.DECIDE),
    )


def regions_around(reach: Reach) -> frozenset[str]:
    """The regions of the departments of a reach."""
    if not reach.departments:
        return frozenset()
    found = Department.objects.filter(code__in=reach.departments).order_by("region")
    return frozenset(found.values_list("region", flat=True)[:200])


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
    for one in held_by(person):
        if not one.in_effect or one.role not in granted:
            continue
        if reach_through(granted[one.role], one.ground).holds(place):
            return Actor(person, one.role.value)
    raise Http404


def leads(application: Application) -> bool:
    """Whether whoever applied is the known lead of the pole that the application names."""
    return Mandate.objects.filter(
        person=application.owner_id, role=Role.LEAD, pole=application.pole_id
    ).exists()


def make_lead(person: User, pole: Pole) -> None:
    """The owner of a laureate is lead of the pole that it became."""
    Mandate.objects.get_or_create(person=person, role=Role.LEAD, pole=pole)
