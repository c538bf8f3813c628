"""The demonstration is made by the functions of everybody, told to nobody, and removed whole."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from calls.models import Application, ApplicationEvent, Call, Opinion
from calls.states import Move, State
from directory.models import Pole, Recognition
from tests import factories
from tests.calls.applications import make_call, make_submitted
from tests.calls.journals import replay
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def demo(*arguments):
    said = io.StringIO()
    call_command("demo_call", *arguments, stdout=said)
    return said.getvalue()


def test_without_write_nothing_is_made():
    assert "seraient créées" in demo()
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("stage", "states"),
    [("ouvert", {"submitted"}), ("decision", {"instructed"}), ("instruction", None)],
)
def test_applications_are_brought_to_their_stage_and_their_journal_holds(stage, states, mailoutbox):
    demo("--write", "--etape", stage)
    call = Call.objects.get()
    applications = list(call.applications.all())
    assert call.title.startswith("Démonstration")
    assert len(applications) >= 4
    if states:
        assert {one.state for one in applications} == states
    for one in applications:
        lines = one.events.filter(move__in=list(Move)).order_by("id")
        journal = [(Move(e.move), State(e.from_state), State(e.to_state)) for e in lines]
        assert replay(journal) is one.stands
    assert mailoutbox == []


def test_it_is_removed_whole_with_write_alone_and_nothing_else_is():
    factories.make_pole("laine")
    real = make_submitted(make_call(), make_person("porteur@example.org"))
    before = (User.objects.count(), ApplicationEvent.objects.count())
    demo("--write", "--etape", "decision")
    with pytest.raises(CommandError, match="déjà là"):
        demo("--write")
    assert Opinion.objects.exists()
    counts = (Application.objects.count(), User.objects.count(), ApplicationEvent.objects.count())
    people = User.objects.count() - before[0]
    told = demo("--remove")
    assert f"1 appel, {counts[0] - 1} candidatures et {people} comptes" in told
    assert "--write" in told
    assert Call.objects.filter(demonstration=True).exists()
    assert counts == (
        Application.objects.count(), User.objects.count(), ApplicationEvent.objects.count()
    )  # fmt: skip
    assert "enlevée" in demo("--remove", "--write")
    assert Application.objects.get() == real
    assert (User.objects.count(), ApplicationEvent.objects.count()) == before
    assert (Pole.objects.count(), Recognition.objects.count()) == (1, 0)
    assert "0 appel, 0 candidature et 0 compte" in demo("--remove")
    assert "enlevée : 0 candidature." in demo("--remove", "--write")
