"""Decisions: taken on instructed files alone, announced together, laureates seen as poles."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import NamedTuple

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Mandate, MandateEvent
from calls.decision import writing as decisions
from calls.decision.writing import Choice, NotReady
from calls.gains.queries import main_place
from calls.instruction.pages.people import make_lead
from calls.models import Application, ApplicationEvent, Call, Decision
from calls.moving import Actor
from calls.states import Move, Outcome, OutOfOrder, State
from coverage.models import CommuneState
from directory.models import Pole, Recognition
from tests import factories
from tests.calls import support
from tests.people import make_person
from web.page import absolute

pytestmark = pytest.mark.django_db


class World(NamedTuple):
    call: Call
    owners: list
    ain: Actor
    national: Actor
    applications: list[Application]


@pytest.fixture
def world(ground) -> World:
    call = support.make_call()
    owners = [make_person(f"porteur{n}@exemple.fr") for n in range(3)]
    ain = Actor(make_person("ain@exemple.fr", "regional-cell", region_id="84"), "cell")
    national = Actor(make_person("cna@exemple.fr", "national-cell"), "national-cell")
    applications = [support.make_application(call, owner) for owner in owners]
    for one in applications:
        support.instruct(one, ("84", ain))
    return World(call, owners, ain, national, applications)


def choices(world: World) -> list[Choice]:
    """One laureate, one in reserve, one refused."""
    first, second, third = (one.pk for one in world.applications)
    return [
        Choice(first, Outcome.LAUREATE, 80_000, 1, "Coopération ancienne."),
        Choice(second, Outcome.RESERVE, None, 2, "Enveloppe épuisée."),
        Choice(third, Outcome.REFUSED, None, 3, "Modèle économique fragile."),
    ]


def states(world: World) -> list[str]:
    return list(world.call.applications.order_by("pk").values_list("state", flat=True))


def test_decisions_are_taken_all_or_none(world):
    bad = [*choices(world)[:2], Choice(world.applications[2].pk, Outcome.REFUSED)]
    with pytest.raises(OutOfOrder, match="motif"):
        decisions.decide(bad, world.national)
    assert states(world) == ["instructed"] * 3
    assert decisions.decide(choices(world), world.national) == 3
    assert states(world) == ["decided"] * 3


def test_deciding_again_the_same_writes_nothing_and_another_sees_the_change(world):
    decisions.decide(choices(world), world.national)
    first = Decision.objects.get(application=world.applications[0])
    again = Choice(
        first.application_id, Outcome.LAUREATE, 80_000, 1, first.reason, seen=first.decided_at
    )
    assert decisions.decide([again], world.national) == 0
    with pytest.raises(OutOfOrder, match="changé entre-temps"):
        decisions.decide(choices(world)[:1], world.national)


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        (None, "reçoit un montant"),
        (100_001, "100\u202f000\u00a0€ au plus"),
        (29_999, "30\u202f000\u00a0€ au moins"),
    ],
)
def test_a_grant_is_what_the_call_allows(world, grant, said):
    with pytest.raises(OutOfOrder, match=said):
        decisions.decide(
            [Choice(world.applications[0].pk, Outcome.LAUREATE, grant)], world.national
        )


def test_no_decision_on_a_file_that_is_not_instructed(world):
    late = support.make_application(world.call)
    with pytest.raises(OutOfOrder, match="déposée"):
        decisions.decide([Choice(late.pk, Outcome.RESERVE)], world.national)
    assert not Decision.objects.exists()


def test_an_announcement_lists_what_is_missing_and_writes_nothing(world):
    decisions.decide(choices(world)[:2], world.national)
    support.amend(world.call, closes_at=timezone.now() + datetime.timedelta(hours=1))
    with pytest.raises(NotReady) as refused:
        decisions.announce(world.call.pk, world.national, make_lead)
    assert refused.value.missing == [
        "L'appel reçoit encore des candidatures.",
        "AMI-2027-0003 (Filière 3) : instruite.",
    ]
    assert "2 points" in str(refused.value)
    assert states(world) == ["decided", "decided", "instructed"]
    assert not Pole.objects.exists()


def test_decisions_are_announced_together_each_to_its_own_applicant(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    decisions.decide(choices(world), world.national)
    assert mailoutbox == []
    with django_capture_on_commit_callbacks(execute=True):
        decisions.announce(world.call.pk, world.national, make_lead)
    assert states(world) == ["laureate", "reserve", "refused"]
    assert Call.objects.get(pk=world.call.pk).announced_at is not None
    outcomes = [mail for mail in mailoutbox if "Candidature" in mail.subject]
    told = {mail.to[0]: mail.body for mail in outcomes if "porteur" in mail.to[0]}
    assert [len(mail.to) for mail in outcomes] == [1] * 6
    assert "est lauréate" in told["porteur0@exemple.fr"]
    assert "80\u202f000 €" in told["porteur0@exemple.fr"]
    assert "porteur" in told["porteur0@exemple.fr"]
    assert "Motif : Modèle économique fragile." in told["porteur2@exemple.fr"]
    for place, name in enumerate(sorted(told), 1):
        others = {1, 2, 3} - {place}
        assert not any(f"AMI-2027-000{other}" in told[name] for other in others)


def test_a_laureate_becomes_an_emerging_pole_without_anything_personal(world):
    decisions.decide(choices(world), world.national)
    decisions.announce(world.call.pk, world.national, make_lead)
    pole = Pole.objects.get()
    assert (pole.name, pole.status, pole.published) == ("Filière 1", "emerging", True)
    assert (pole.region_id, pole.department_id) == ("84", "01")
    assert (pole.seat_id, pole.seat_confidence) == ("01003", "inferred")
    assert pole.lead_organisation == "Structure 1"
    assert pole.sources == [absolute(world.call.get_absolute_url())]
    assert pole.footprint.communes_count == 3
    assert CommuneState.objects.get(commune="01001", status="emerging").poles == [pole.pk]
    found = Recognition.objects.get()
    assert (found.scheme, found.label, found.amount_eur) == ("ami", "AMI ami-2027", 80_000)
    assert found.year == timezone.localdate().year
    written = " ".join(str(value) for value in vars(pole).values())
    for personal in ("Camille", "contact1@", "porteur0", "0601020304"):
        assert personal not in written
    lead = Mandate.objects.get(pole=pole)
    assert lead.person == world.owners[0]


def test_a_pole_of_the_directory_keeps_what_its_sources_say(world):
    pole = factories.make_pole(
        "velo", [factories.territory("commune", "01006")], name="Pôle Vélo", status="unknown",
        lead_organisation="Vélocité", seat_id="01006", department_id="01",
    )  # fmt: skip
    Recognition.objects.create(pole=pole, scheme="ami-2023", label="AMI 2023", year=2023)
    Application.objects.filter(pk=world.applications[0].pk).update(pole=pole)
    decisions.decide(choices(world), world.national)
    decisions.announce(world.call.pk, world.national, make_lead)
    pole = Pole.objects.get()
    assert (pole.name, pole.status, pole.lead_organisation) == ("Pôle Vélo", "emerging", "Vélocité")
    assert pole.status_as_of == timezone.localdate().year
    assert pole.footprint.communes_count == 1
    assert pole.recognitions.count() == 2
    assert "https://example.org/" in pole.sources


def test_naming_a_pole_of_the_directory_gives_no_right_over_its_record(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    pole = factories.make_pole("velo", name="Pôle Vélo", seat_id="01006", department_id="01")
    Application.objects.filter(pk=world.applications[0].pk).update(pole=pole)
    decisions.decide(choices(world), world.national)
    with django_capture_on_commit_callbacks(execute=True):
        decisions.announce(world.call.pk, world.national, make_lead)
    assert not Mandate.objects.filter(role="lead").exists()
    told = " ".join(mail.body for mail in mailoutbox)
    assert "Pôle Vélo" in told
    assert "vous en êtes désormais le porteur" not in told.lower()


def test_the_laureates_of_a_demonstration_are_no_poles(world):
    support.amend(Call.objects.get(), demonstration=True)
    decisions.decide(choices(world), world.national)
    decisions.announce(world.call.pk, world.national, make_lead)
    assert states(world)[0] == "laureate"
    assert not Pole.objects.exists()
    assert not Mandate.objects.filter(role="lead").exists()


def test_what_fails_on_the_way_announces_nobody(world):
    decisions.decide(choices(world), world.national)
    world.applications[0].territories.all().delete()
    with pytest.raises(OutOfOrder, match="aucune commune"):
        decisions.announce(world.call.pk, world.national, make_lead)
    assert states(world) == ["decided"] * 3
    assert not ApplicationEvent.objects.filter(move="announce").exists()


def test_a_permanent_call_announces_what_is_decided_and_the_rest_waits(world):
    support.amend(world.call, permanent=True, closes_at=None)
    decisions.decide(choices(world)[:1], world.national)
    told = decisions.announce(world.call.pk, world.national, make_lead)
    assert [one.pk for one in told] == [world.applications[0].pk]
    assert states(world) == ["laureate", "instructed", "instructed"]
    with pytest.raises(NotReady, match="un point manque"):
        decisions.announce(world.call.pk, world.national, make_lead)


def test_withdrawn_and_ineligible_files_keep_nothing_waiting(world):
    decisions.decide(choices(world)[:2], world.national)
    support.force(world.applications[2], Move.WITHDRAW, Actor(world.owners[2]))
    decisions.announce(world.call.pk, world.national, make_lead)
    assert states(world) == ["laureate", "reserve", "withdrawn"]


def test_one_in_reserve_is_called_with_a_reason_and_becomes_a_pole(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    decisions.decide(choices(world), world.national)
    decisions.announce(world.call.pk, world.national, make_lead)
    second = world.applications[1].pk
    with pytest.raises(OutOfOrder, match="motif"):
        decisions.promote(second, world.national, make_lead, " ", 50_000)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decisions.promote(second, world.national, make_lead, "Un désistement.", 50_000)
    assert states(world)[1] == State.LAUREATE
    assert sorted(Pole.objects.values_list("name", flat=True)) == ["Filière 1", "Filière 2"]
    assert any("est lauréate" in mail.body for mail in mailoutbox)


def test_two_laureates_of_one_name_are_two_poles(world):
    Application.objects.update(project_name="Filière bois")
    decisions.decide(
        [Choice(one.pk, Outcome.LAUREATE, 50_000) for one in world.applications], world.national
    )
    decisions.announce(world.call.pk, world.national, make_lead)
    slugs = sorted(Pole.objects.values_list("slug", flat=True))
    assert slugs == ["filiere-bois", "filiere-bois-2", "filiere-bois-3"]


@pytest.mark.django_db(transaction=True)
def test_two_who_announce_at_once_announce_once(transactional_db, mailoutbox):
    call = support.make_call()
    ain = Actor(make_person("ain@exemple.fr", "regional-cell", region_id="84"), "cell")
    national = Actor(make_person("cna@exemple.fr", "national-cell"), "national-cell")
    application = support.make_application(call, make_person("porteuse@exemple.fr"))
    support.instruct(application, ("84", ain))
    decisions.decide([Choice(application.pk, Outcome.LAUREATE, 50_000)], national)
    together = Barrier(2)

    def attempt(_number: int) -> bool:
        try:
            together.wait(timeout=20)
            decisions.announce(call.pk, national, make_lead)
        except NotReady:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == [False, True]
    assert Pole.objects.filter(recognitions__scheme="ami").count() == 1
    assert ApplicationEvent.objects.filter(move="announce").count() == 1
    assert sum("est lauréate" in mail.body for mail in mailoutbox) == 2  # account and contact


@pytest.mark.parametrize(
    ("pieces", "place"),
    [
        # The commune that is named is the seat, however many live in the department.
        ([("department", "38"), ("commune", "75056")], ("11", "75", "75056")),
        ([("commune", "01001"), ("epci", "200000003")], ("84", "38", "38003")),
        # Of what is named whole, only where most people live is known.
        ([("department", "01"), ("department", "38")], ("84", "38", None)),
        ([("region", "04"), ("department", "93")], ("04", "974", None)),
        ([], (None, None, None)),
    ],
)
def test_the_seat_deduced_is_in_the_region_and_the_department_of_the_record(ground, pieces, place):
    application = support.make_application(
        support.make_call(), None, *[factories.territory(*piece) for piece in pieces]
    )
    if not pieces:
        application.territories.all().delete()
    assert main_place(application.pk) == place


def test_more_than_was_asked_is_given_for_a_written_reason_only(world):
    one = world.applications[0]
    support.amend(Call.objects.get(), grant_high_eur=None, grant_low_eur=None)
    more = (one.requested_eur or 0) + 1
    with pytest.raises(OutOfOrder, match="dépassent les"):
        decisions.decide([Choice(one.pk, Outcome.LAUREATE, more)], world.national)
    assert decisions.decide(
        [Choice(one.pk, Outcome.LAUREATE, more, reason="Deux postes de plus.")], world.national
    ) == 1  # fmt: skip


def test_more_applications_than_are_read_are_not_announced_in_part(world, monkeypatch):
    monkeypatch.setattr(decisions, "MOST_APPLICATIONS", world.call.applications.count() - 1)
    with pytest.raises(OutOfOrder, match="rien n'est fait"):
        decisions.announce(world.call.pk, world.national, make_lead)
    world.call.refresh_from_db()
    assert world.call.announced_at is None


def test_who_becomes_lead_of_a_pole_is_told_and_the_national_cell_too(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    decisions.decide(choices(world), world.national)
    colleague = make_person("autre-cna@exemple.fr", "national-cell")
    with django_capture_on_commit_callbacks(execute=True):
        decisions.announce(world.call.pk, world.national, make_lead)
    mandate = Mandate.objects.get(role="lead")
    assert mandate.granted_by == world.national.person
    event = MandateEvent.objects.get(role="lead")
    assert event.facts["reason"] == "lauréat de « AMI ami-2027 »"
    told = [mail.to[0] for mail in mailoutbox if "Mandat donné" in mail.subject]
    assert {world.owners[0].email, colleague.email} <= set(told)
