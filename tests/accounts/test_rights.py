"""The table of rights, as the whole matrix role × territory × act, written a second time here."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Mandate
from accounts.rights import may, reach_of
from accounts.roles import ACT_LABELS, NEEDS_SECOND_FACTOR, RIGHTS, Act, Role
from directory.models import Pole
from geo.reach import EVERYWHERE, NOWHERE, Place, Reach, union
from tests.people import add_second_factor, make_person

# One letter a role: lead, officer, regional cell, national cell, analyst, administrator.
# p: their pole; t: their territory; n: the nation; -: no.
MATRIX = """
see-unpublished       p t t n n n
propose               p - - - - -
edit-pole             - t t n - n
delete-pole           - - - - - n
review                - t t n - n
see-history           p t t n n n
restore               - t t n - n
see-contacts          - t t n - n
see-application       - t t n - -
instruct              - - t n - -
give-opinion          - - t - - -
ask-applicant         - - t n - -
decide                - - - n - -
manage-calls          - - - n - n
see-statistics        - - - n n n
edit-programme        - - t n - n
follow-requests       - - t n - n
enter-administration  - t t n - n
manage-people         - - - - - n
see-mandates          - - - n - n
"""
ROLES = list(Role)
CELLS = [
    (Act(line.split()[0]), role, extent)
    for line in MATRIX.strip().splitlines()
    for role, extent in zip(ROLES, line.split()[1:], strict=True)
]
HERE = {
    Role.LEAD: {},
    Role.OFFICER: {"department_id": "01"},
    Role.REGIONAL_CELL: {"region_id": "84"},
}


def holder(role: Role, poles: dict[str, Pole]) -> User:
    """Someone of a role whose ground is the pole « est »."""
    ground = {"pole": poles["est"]} if role is Role.LEAD else HERE.get(role, {})
    return make_person(f"{role}@example.org", role, **ground)


def test_the_matrix_knows_every_act_and_every_role():
    assert {(act, role) for act, role, _extent in CELLS} == {(a, r) for a in Act for r in Role}
    assert set(ACT_LABELS) == set(Act) == set(RIGHTS)


@pytest.mark.parametrize(("act", "role", "extent"), CELLS)
def test_each_act_is_granted_as_far_as_the_table_says_and_no_further(ground, act, role, extent):
    person = holder(role, ground)
    reached = set(Pole.objects.within_reach(reach_of(person, act)).values_list("slug", flat=True))
    # A pole astride two departments and regions belongs to both.
    wanted = {"p": {"est"}, "t": {"est", "astride"}, "n": set(ground), "-": set()}
    assert reached == wanted[extent]
    assert may(person, act) is (extent != "-")


@pytest.mark.parametrize("act", list(Act))
def test_a_visitor_and_a_person_without_mandate_may_nothing(ground, act):
    assert not reach_of(AnonymousUser(), act)
    assert not reach_of(make_person("nobody@example.org"), act)


def test_several_mandates_add_up(ground):
    person = make_person("both@example.org", "officer", region_id="11")
    Mandate.objects.create(person=person, role="lead", pole=ground["est"])
    reach = reach_of(person, Act.SEE_UNPUBLISHED)
    assert reach == Reach(regions=frozenset({"11"}), records=frozenset({ground["est"].pk}))
    assert Pole.objects.within_reach(reach).count() == 3
    assert reach_of(person, Act.EDIT_POLE) == Reach(regions=frozenset({"11"}))


def test_a_mandate_ends_with_its_last_day(ground):
    today = timezone.localdate()
    person = make_person("ended@example.org", "officer", region_id="84", until=today)
    assert may(person, Act.REVIEW)
    Mandate.objects.update(until=today - datetime.timedelta(days=1))
    assert not may(User.objects.get(pk=person.pk), Act.REVIEW)


def test_an_account_that_is_closed_may_nothing(ground):
    person = make_person("closed@example.org", "officer", region_id="84")
    person.is_active = False
    assert not may(person, Act.REVIEW)


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
def test_a_role_over_the_nation_holds_nothing_before_its_second_factor(ground, role):
    person = make_person("bare@example.org", role, second_factor=False)
    assert not any(may(person, act) for act in Act)
    add_second_factor(person)
    person = User.objects.get(pk=person.pk)
    assert may(person, Act.ENTER_ADMINISTRATION)


def test_a_superuser_of_django_holds_no_role(ground):
    person = make_person("root@example.org", second_factor=True)
    person.is_superuser = person.is_staff = True
    assert not any(may(person, act) for act in Act)


@pytest.mark.parametrize(
    ("role", "wrong"),
    [
        ("lead", {"region_id": "84"}),
        ("lead", {}),
        ("officer", {}),
        ("officer", {"region_id": "84", "department_id": "01"}),
        ("regional-cell", {"department_id": "01"}),
        ("national-cell", {"region_id": "84"}),
        ("analyst", {"region_id": "84"}),
        ("unknown", {}),
    ],
)
def test_a_mandate_on_the_wrong_kind_of_ground_is_refused_twice(ground, role, wrong):
    mandate = Mandate(person=make_person("x@example.org"), role=role, **wrong)
    with pytest.raises(ValidationError):
        mandate.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        mandate.save()


codes = st.frozensets(st.sampled_from(["01", "11", "38", "84"]))
reaches = st.builds(
    Reach, st.booleans(), codes, codes, st.frozensets(st.integers(min_value=1, max_value=4))
)
places = st.builds(Place, codes, codes, st.frozensets(st.integers(min_value=1, max_value=4)))


@given(reaches, reaches, places)
def test_two_reaches_together_hold_what_either_holds(one, other, place):
    assert (one | other).holds(place) == (one.holds(place) or other.holds(place))
    assert bool(one | other) == (bool(one) or bool(other))


@given(reaches, places)
def test_nowhere_adds_nothing_and_everywhere_adds_all(reach, place):
    assert union([reach, NOWHERE]) == reach
    assert union([reach, EVERYWHERE]).holds(place)
    assert not NOWHERE.holds(place)
