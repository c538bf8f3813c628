"""Every address of the administration asked by every role, on its ground and beside it.

`KEPT` says which act of the table keeps each model, and how a record of it has a place. Whoever
registers a model says it here. What one may not see or do is not there: 404, as for what never was.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.models import Mandate, MandateEvent
from accounts.roles import Act, Role
from calls.models import Call
from directory.models import Pole
from geo.models import Commune, Department, Epci, Region, StudyArea
from programme.models import Event, News, Partner, Service
from tests.accounts.test_every_address import LETTERS, NOWHERE_HERE
from tests.accounts.test_rights import HERE
from tests.calls.applications import make_call
from tests.people import SignedIn, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refusals_unread")]


@dataclass(frozen=True)
class Kept:
    """The act behind each deed on a model; `placed` where its records are of a territory.

    « any »: whoever enters the administration; None: nobody.
    """

    view: Act | str
    add: Act | None
    change: Act | None
    delete: Act | None
    placed: bool = False


GROUND = Kept("any", None, None, None)
EDIT = Act.EDIT_PROGRAMME
PROGRAMME = Kept(EDIT, EDIT, EDIT, EDIT)
KEPT: dict[type[Model], Kept] = {
    Pole: Kept(Act.SEE_UNPUBLISHED, Act.EDIT_POLE, Act.EDIT_POLE, Act.DELETE_POLE, placed=True),
    User: Kept(Act.MANAGE_PEOPLE, None, Act.MANAGE_PEOPLE, None),
    MandateEvent: Kept(Act.SEE_MANDATES, None, None, None),
    Call: Kept(Act.MANAGE_CALLS, Act.MANAGE_CALLS, Act.MANAGE_CALLS, Act.MANAGE_CALLS),
    **dict.fromkeys((Service, Partner), Kept(EDIT, EDIT, EDIT, EDIT, placed=True)),
    **dict.fromkeys((Event, News), PROGRAMME),
    **dict.fromkeys((Region, Department, Epci, Commune, StudyArea), GROUND),
}
DEEDS = ("view", "add", "change", "delete", "history", "list", "action", "see")


def described(model: type[Model], slug: str, **fields: Any) -> Model:
    """A record of the programme."""
    return model._default_manager.create(slug=slug, sources=["https://example.org"], **fields)


def given(email: str) -> MandateEvent:
    """What the list keeps of a mandate."""
    person = make_person(email, "officer", region_id="84")
    return MandateEvent.objects.get(person_id=person.pk)


@pytest.fixture(scope="module")
def records(ground_once) -> dict[type[Model], dict[str, Model]]:
    """Of each model, a record « here » (Ain, region 84) and one « there » (Paris, region 11)."""
    texts = {"name": "X", "audience": "Tous.", "what": "X."}
    pairs: dict[type[Model], Any] = {
        Pole: (ground_once["est"], ground_once["paris"]),
        Service: tuple(
            described(Service, f"s-{r}", regions=[r], **texts) for r in ("84", "11")
        ),
        Partner: tuple(
            described(Partner, f"p-{r}", regions=[r], name="P", kind="reseau", role="R")
            for r in ("84", "11")
        ),
        Event: (described(Event, "e", title="E", date="2026"), None),
        News: (described(News, "n", title="N", date="2026", text="T"), None),
        # Not yet open: one that is stays.
        Call: (make_call(opens_at=timezone.now() + timedelta(days=1)), None),
        User: (make_person("someone@example.org"), None),
        MandateEvent: (given("held@example.org"), None),
        Region: (Region.objects.get(pk="84"), None),
        Department: (Department.objects.get(pk="01"), None),
        Epci: (Epci.objects.get(pk="200000001"), None),
        Commune: (Commune.objects.get(pk="01001"), None),
        StudyArea: (StudyArea.objects.earliest("pk"), None),
    }  # fmt: skip
    return {model: {"here": one, "there": other or one} for model, (one, other) in pairs.items()}


@pytest.fixture(scope="module")
def people(ground_once) -> dict[str, tuple[Role | None, bool, SignedIn]]:
    """Each role, and whether its ground is « here »; a lead of both poles has an officer's door."""
    found: dict[str, tuple[Role | None, bool, SignedIn]] = {
        "nobody": (None, False, SignedIn(make_person("nobody@example.org")))
    }
    for role in Role:
        grounds = [HERE.get(role, {}), NOWHERE_HERE.get(role)]
        if role is Role.LEAD:
            grounds = [{"pole": ground_once["est"]}, None]
        for here, ground in zip((True, False), grounds, strict=True):
            if ground is not None:
                name = f"{role} {'here' if here else 'there'}"
                email = f"{name.replace(' ', '-')}@example.org"
                found[name] = (role, here, SignedIn(make_person(email, role, **ground)))
    return found


def may(role: Role | None, here: bool, act: Act | str | None, kept: Kept, where: str) -> bool:
    """What the matrix of `test_rights` says of a role, an act and the place of a record."""
    if role is None or act is None or LETTERS[Act.ENTER_ADMINISTRATION, role] == "-":
        return False
    if act == "any":
        return True
    letter = LETTERS[Act(act), role]
    on_ground = kept.placed and (where == "any" or here == (where == "here"))
    return letter == "n" or (letter != "-" and on_ground)


def asked(client: Client, deed: str, base: str, one: Model) -> list[int]:
    """The statuses of an address, read and then written to."""
    page = {
        "view": f"{one.pk}/change/", "change": f"{one.pk}/change/", "add": "add/",
        "delete": f"{one.pk}/delete/", "history": f"{one.pk}/history/", "list": "", "action": "",
    }  # fmt: skip
    if deed == "see":
        kind = ContentType.objects.get_for_model(type(one))
        return [client.get(f"/gestion/r/{kind.pk}/{one.pk}/").status_code]
    if deed == "action":
        data = {"action": "delete_selected", "_selected_action": [str(one.pk)]}
        return [client.post(base, data).status_code]
    if deed == "change":
        return [client.post(base + page[deed], {"_save": "1"}).status_code]
    if deed in ("add", "delete"):
        address = base + page[deed]
        return [client.get(address).status_code, client.post(address, {"x": "1"}).status_code]
    return [client.get(base + page[deed]).status_code]


def wanted(deed: str, role: Role | None, here: bool, kept: Kept, where: str) -> bool:
    """Whether a deed is done, or nothing is there."""
    sees = may(role, here, kept.view, kept, where) or may(role, here, kept.change, kept, where)
    if deed in ("view", "history", "see"):
        return sees
    if deed == "list":
        return may(role, here, kept.view, kept, "any")
    if deed == "add":
        return may(role, here, kept.add, kept, "any")
    if deed == "action":  # what may not be deleted is refused in words, on the list
        return sees and (where == "any" or may(role, here, kept.change, kept, where))
    return may(role, here, kept.change if deed == "change" else kept.delete, kept, where)


def test_the_table_names_every_model_of_the_administration():
    assert set(admin.site._registry) == set(KEPT)


def test_no_list_of_the_administration_is_written_in_place():
    """Were one to be, `ByRights` checks it as a page: see `save_model` and `save_related`."""
    assert not [model for model, kept in admin.site._registry.items() if kept.list_editable]


@pytest.mark.parametrize("where", ["here", "there"])
@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("model", list(KEPT), ids=lambda model: model.__name__)
def test_each_role_does_on_each_ground_what_the_table_says_and_finds_nothing_else(
    records, people, model, deed, where
):
    kept, one = KEPT[model], records[model][where]
    if deed == "see" and not hasattr(one, "get_absolute_url"):
        kept = Kept("any", None, None, None)
    base = f"/gestion/{model._meta.app_label}/{model._meta.model_name}/"
    differing = {}
    for name, (role, here, person) in people.items():
        with transaction.atomic():
            said = asked(person.browser(), deed, base, one)
            transaction.set_rollback(True)
        expected = wanted(deed, role, here, kept, where)
        if deed == "see" and not hasattr(one, "get_absolute_url"):
            expected = False
        if deed == "action" and kept.change is None:
            expected = expected and False  # no action is offered: the list comes back
            said = [404 if status in (200, 302, 404) else status for status in said]
        if any((status != 404) is not expected or status in (403, 500) for status in said):
            differing[name] = (said, expected)
    assert not differing


@pytest.mark.parametrize("rest", ["", "directory/pole/", "directory/pole/1/change/", "r/1/1/"])
def test_a_visitor_signs_in_whatever_the_address_is(client, rest):
    answer = client.get(f"/gestion/{rest}", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/compte/connexion/?next=/gestion/")


def test_a_number_of_another_s_record_does_not_tell_its_address(client, ground_once):
    ground = ground_once
    Pole.objects.filter(pk=ground["paris"].pk).update(published=False)
    client.force_login(make_person("officer@example.org", "officer", department_id="01"))
    for model, key in ((Pole, ground["paris"].pk), (Mandate, 1), (Pole, 999_999)):
        kind = ContentType.objects.get_for_model(model)
        assert client.get(f"/gestion/r/{kind.pk}/{key}/").status_code == 404
    kind = ContentType.objects.get_for_model(Pole)
    answer = client.get(f"/gestion/r/{kind.pk}/{ground['est'].pk}/")
    assert answer["Location"] == "/poles/est/"
