"""Two requests at the same instant on one record: one is written, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from directory.contributions.editing import edit
from directory.contributions.missing import (
    accept_pole,
    first_record,
    propose_pole,
    refuse_pole,
)
from directory.contributions.proposals import accept, propose
from directory.contributions.reports import Closed
from directory.models import MissingPole, Pole
from directory.record.bounds import Misplaced
from directory.record.pieces import Record
from directory.record.stored import record_of
from directory.record.versions import Moved, version_of
from directory.record.writing import poles_changed
from geo.models import Commune
from geo.reach import EVERYWHERE
from tests.factories import make_pole, territory
from tests.people import make_person


@pytest.fixture
def pole(transactional_db):
    from django.db import transaction  # noqa: PLC0415

    made = make_pole("laine", [territory("epci", "200000001")], name="Pôle Laine")
    with transaction.atomic():
        poles_changed([made.pk])
    return made


def at_once(*acts):
    """What each act returns or raises, all begun together."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=20)
            return act()
        except (Moved, Closed, Misplaced) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_edits_of_one_version_one_is_written(pole):
    version = version_of(record_of(pole))
    names = ["Un", "Deux", "Trois"]
    results = at_once(
        *(
            lambda name=name: edit(
                pole.pk, version, {"name": name}, "x", checked=False, reach=EVERYWHERE
            )
            for name in names
        )
    )
    assert sorted(results, key=str) == sorted([["name"], Moved, Moved], key=str)
    assert Pole.objects.get().name == names[results.index(["name"])]


def test_a_proposal_accepted_twice_at_once_is_written_once(pole):
    lead = make_person("porteuse@example.org", "lead", pole=pole)
    proposal = propose(pole, record_of(pole), {"name": "Feutre"}, "Voilà", lead.pk)
    version = version_of(record_of(pole))
    results = at_once(
        *[
            lambda: (
                accept(
                    proposal.pk,
                    version,
                    proposal.fields,
                    "",
                    lead.pk,
                    "https://a.example/",
                    reach=EVERYWHERE,
                ).state
            )
        ]
        * 2
    )
    assert sorted(results, key=str) == sorted(["accepted", Closed], key=str)


def ready(name: str = "Pôle Feutre") -> tuple[int, Record]:
    """A pole that a visitor proposes, and its record as an officer completes it."""
    missing = propose_pole(
        name=name, seat=Commune.objects.get(pk="01002"), source="https://example.org/feutre"
    )
    record = first_record(missing)
    return missing.pk, record | {"seat": {"insee": "01002", "confidence": "stated"}}


def test_a_missing_pole_added_and_refused_at_once_has_one_answer(pole):
    officer = make_person("agente@example.org", "officer", region_id="84")
    key, record = ready()
    results = at_once(
        lambda: accept_pole(key, record, "", officer.pk, reach=EVERYWHERE).state,
        lambda: refuse_pole(key, "Non.", officer.pk).state,
    )
    assert Closed in results
    kept = MissingPole.objects.get().state
    assert kept in results
    assert Pole.objects.filter(name="Pôle Feutre").exists() is (kept == "accepted")


def test_the_same_pole_proposed_twice_and_added_at_once_is_added_once(pole):
    officer = make_person("agente@example.org", "officer", region_id="84")
    proposals = [ready(), ready()]
    results = at_once(
        *(
            lambda key=key, record=record: (
                accept_pole(key, record, "", officer.pk, reach=EVERYWHERE).state
            )
            for key, record in proposals
        )
    )
    assert sorted(results, key=str) == sorted(["accepted", Misplaced], key=str)
    assert Pole.objects.filter(name="Pôle Feutre").count() == 1
