"""Mandates are those of the list: what was written, changed or erased without it is found."""

import io
from collections.abc import Callable

import pghistory
import pgtrigger
import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.agreeing import MOST, faults
from accounts.models import Mandate, MandateEvent
from accounts.telling import tell_of_account
from directory.models import Pole
from tests.harness.accounts import as_site
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")
LISTED = ("given_insert", "changed_update", "withdrawn_delete")
UNLISTED = [f"accounts.Mandate:{name}" for name in LISTED]


@pytest.fixture
def officer(ground):
    return make_person("agent@example.org", "officer", region_id="84")


def line(label: str, **fields: object) -> None:
    """A line of the list that no act made, as a fault of the site could add it."""
    one = Mandate.objects.get()
    kept = {name: getattr(one, name) for name in ("id", "person_id", "role", "region_id")}
    with as_site():
        MandateEvent.objects.create(pgh_obj_id=one.pk, pgh_label=label, **kept | fields)


def another() -> None:
    person = make_person("autre@example.org")
    Mandate.objects.create(person=person, role="national-cell")


DONE: dict[str, tuple[Callable[[], object], str]] = {
    "inserted": (another, "n'est pas dans la liste"),
    "shortened": (lambda: Mandate.objects.update(until="2020-01-01"), "n'est pas ce qu'en dit"),
    "raised": (
        lambda: Mandate.objects.update(role="national-cell", region=None), "n'est pas ce qu'en dit"
    ),
    "deleted": (lambda: Mandate.objects.all()._raw_delete("default"), "a été effacé sans elle"),
    "withdrawn in the list": (lambda: line("withdrawn"), "est retiré selon la liste"),
    "given twice": (lambda: line("given"), "ne peut pas suivre"),
    "changed into the same": (lambda: line("changed"), "ne peut pas suivre"),
    "suspended as another": (lambda: line("suspended", until="2020-01-01"), "ne peut pas suivre"),
}  # fmt: skip


@pytest.mark.parametrize(("act", "said"), DONE.values(), ids=DONE)
def test_a_mandate_that_the_list_does_not_say_is_found(officer, act, said):
    assert list(faults()) == []
    with pgtrigger.ignore(*UNLISTED):
        act()
    assert said in " ".join(faults())


def test_whatever_acts_do_agrees_with_the_list(officer, ground):
    make_person("porteur@example.org", "lead", pole=ground["est"])
    giver = make_person("cna@example.org", "national-cell")
    with pghistory.context(reason="essai"):
        Mandate.objects.filter(person=officer).update(granted_by=giver)
        Mandate.objects.filter(person=officer).update(until=timezone.localdate())
    for active in (False, True):
        officer.is_active = active
        officer.save()
        tell_of_account(officer, {"reason": "essai"})
    giver.delete()
    Pole.objects.all().delete()
    assert list(faults()) == []
    officer.delete()
    assert list(faults()) == []


def test_the_command_says_it_and_leaves_with_1(officer):
    call_command("verify_mandates", stdout=(said := io.StringIO()))
    assert said.getvalue() == "1 mandat ; 0 anomalie.\n"
    with pgtrigger.ignore(*UNLISTED):
        Mandate.objects.update(until="2020-01-01")
    with pytest.raises(SystemExit) as left:
        call_command("verify_mandates", stdout=(said := io.StringIO()))
    assert left.value.code == 1
    assert "agent d'un territoire (Auvergne-Rhône-Alpes), de agent@example.org," in said.getvalue()


def test_past_a_ceiling_the_rest_is_counted(officer):
    MandateEvent.objects.bulk_create(
        MandateEvent(id=n, pgh_obj_id=n, pgh_label="given", person=officer, role="analyst")
        for n in range(9000, 9000 + MOST + 3)
    )
    with pytest.raises(SystemExit):
        call_command("verify_mandates", stdout=(said := io.StringIO()))
    *_told, rest, last = said.getvalue().splitlines()
    assert (rest, last) == ("… et 3 autres.", f"1 mandat ; {MOST + 3} anomalies.")
