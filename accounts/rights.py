"""What a person may do, and how far: the table of `accounts.roles` read for their mandates."""

from collections.abc import Collection
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Q
from django.utils import timezone

from accounts.models import Mandate
from accounts.roles import NEEDS_SECOND_FACTOR, RIGHTS, Act, Extent, Role
from geo.reach import EVERYWHERE, Place, Reach, union
from publishing.ceilings import whole

Person = AbstractBaseUser | AnonymousUser
MOST_MANDATES = 200
MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Held:
    """A role as it is held: on which ground, and whether it takes effect."""

    role: Role
    ground: Reach
    in_effect: bool


def may(person: Person, act: Act, place: Place | None = None) -> bool:
    """Whether a person may do something there; without a place, anywhere at all."""
    reach = reach_of(person, act)
    return bool(reach) if place is None else reach.holds(place)


def reach_of(person: Person, act: Act) -> Reach:
    """Where a person may do something. Records of the reach are keys of poles."""
    return reach_among(held_by(person), act)


def reach_among(held: list[Held], act: Act) -> Reach:
    """Where an act is granted by roles held; those not in effect grant nothing."""
    granted = RIGHTS[act]
    return union(
        reach_through(granted[one.role], one.ground)
        for one in held
        if one.in_effect and one.role in granted
    )


def reach_through(extent: Extent, ground: Reach) -> Reach:
    """How far one right goes on the ground of the mandate that gives it."""
    return EVERYWHERE if extent == Extent.NATION else ground


def lacks_second_factor(person: Person, act: Act) -> bool:
    """Whether only a missing second factor keeps a person from something."""
    return any(not one.in_effect and one.role in RIGHTS[act] for one in held_by(person))


def held_by(person: Person) -> list[Held]:
    """The roles a person holds today. Asked once for each instance of the person: a request's."""
    if not isinstance(person, User) or not person.is_active:
        return []
    kept: list[Held] | None = getattr(person, "_atlas_held", None)
    if kept is None:
        kept = read_held(person)
        person._atlas_held = kept  # type: ignore[attr-defined]
    return kept


def people_in(roles: Collection[Role], **ground: str) -> list[User]:
    """Who holds one of some roles today, on that ground where one is given: accounts in use."""
    today = timezone.localdate()
    held = Mandate.objects.filter(Q(until__isnull=True) | Q(until__gte=today))
    held = held.filter(role__in=roles, **ground)
    people = User.objects.filter(is_active=True, pk__in=held.values("person")).order_by("email")
    return [one for one in whole(people, MOST_PEOPLE) if any(h.in_effect for h in held_by(one))]


def people_holding(act: Act, region: str) -> list[User]:
    """Who may do something on a region by a mandate that names it."""
    return people_in([role for role in Role if role in RIGHTS[act]], region=region)


def read_held(person: User) -> list[Held]:
    """The roles of a person, from the database."""
    today = timezone.localdate()
    current = Mandate.objects.filter(person=person).filter(
        Q(until__isnull=True) | Q(until__gte=today)
    )
    found = [(Role(one.role), ground_of(one)) for one in whole(current, MOST_MANDATES)]
    asked = any(role in NEEDS_SECOND_FACTOR for role, _ground in found)
    has_factor = asked and has_second_factor(person)
    return [
        Held(role, ground, in_effect=has_factor or role not in NEEDS_SECOND_FACTOR)
        for role, ground in found
    ]


def ground_of(mandate: Mandate) -> Reach:
    """The ground that a mandate names."""
    return Reach(
        regions=frozenset(filter(None, [mandate.region_id])),
        departments=frozenset(filter(None, [mandate.department_id])),
        records=frozenset(filter(None, [mandate.pole_id])),
    )


def has_second_factor(person: User) -> bool:
    """Whether a person signs in with a code besides the password."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
