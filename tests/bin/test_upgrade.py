"""An installation of an earlier version is brought up to date, and keeps what people did in it.

`installations/` holds databases as that version left them: the small ground of the tests, a record
edited by an officer, a proposal and a report that wait, people with their mandates, a call that
announced its decisions, an application sent and a draft to another call.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf.global_settings import PASSWORD_HASHERS
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, override_settings
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from accounts import custody
from accounts.models import Mandate
from calls.models import Application, Call
from calls.verification.whole import faults
from config.environment import SITE_ACCOUNT
from directory.models import ErrorReport, Pole, Proposal
from tests.bin.support import run_from
from tests.factories import row
from tests.harness import accounts
from tests.harness.databases import point_at, quoted, remove, run, served_name, take
from tests.people import PASSWORD, SignedIn

ROOT = Path(__file__).resolve().parents[2]
EARLIER = sorted((Path(__file__).parent / "installations").glob("*.sql.gz"))
# The record that the earlier version loaded, before an officer edited it.
LAINE = row(
    "laine",
    name="Pôle Laine",
    departement="01",
    seat_insee="01001",
    seat_commune="Saint-Œuf",
    seat_confidence="stated",
    footprint={"basis": "declared-epci", "epcis": ["200000001"]},
)
# What `make run` does to a database before it serves it, but for the ground and the files that name
# places all over it: the ground of the tests is small, and its poles are in $POLES.
UPGRADE = """
source bin/lib/common.sh
source bin/lib/setup.sh
prepare_tables
manage load_poles "$POLES" --write
manage load_calls --write
"""


@pytest.fixture(scope="module", params=EARLIER, ids=lambda path: path.name)
def upgraded(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """An earlier database, upgraded by the scripts; Django asks it until the module ends."""
    poles = tmp_path_factory.mktemp("fiches") / "poles.jsonl"
    poles.write_text(json.dumps(LAINE))
    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        keeper = connection.copy()
        keeper.settings_dict = {**keeper.settings_dict, "NAME": served_name()}
        name = take(keeper, f"test_{served_name()}_ancienne")
        remove(keeper, name)
        run(keeper, f"CREATE DATABASE {quoted(name)}")
        try:
            restore(name, gzip.decompress(request.param.read_bytes()).decode())
            done = run_from(ROOT)(
                "bash", "-c", UPGRADE, DATABASE_URL=address_of(name), POLES=str(poles)
            )
            assert done.returncode == 0, done.stdout + done.stderr
            point_at(name)
            if accounts.may_become():
                custody.give(SITE_ACCOUNT)
            yield
        finally:
            point_at(before)
            remove(keeper, name)
            keeper.close()


def parameters(name: str) -> dict[str, str]:
    """How psycopg reaches a database of the server of the tests."""
    known = connection.settings_dict
    found = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"]}
    return {"dbname": name, "password": known["PASSWORD"], **found}


def restore(name: str, statements: str) -> None:
    """Run what pg_dump wrote."""
    with psycopg.connect(make_conninfo(**parameters(name)), autocommit=True) as earlier:
        earlier.execute(statements.encode())


def address_of(name: str) -> str:
    """The same as an address that the scripts take."""
    said = parameters(name)
    host = said["host"].replace("/", "%2F")
    password = f":{said['password']}" if said["password"] else ""
    return f"postgis://{said['user']}{password}@{host}:{said['port']}/{name}"


@pytest.fixture
def asked(upgraded: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The upgraded database, asked outside any transaction."""
    with django_db_blocker.unblock():
        yield


@pytest.mark.usefixtures("asked")
class TestUpgraded:
    def test_an_edited_record_keeps_its_edit_and_who_made_it(self) -> None:
        page = Client().get("/poles/laine/").content.decode()
        assert "Présentation revue sur place." in page
        officer = SignedIn(User.objects.get(email="agent@exemple.fr")).browser()
        assert "leur site" in officer.get("/poles/laine/historique/").content.decode()

    def test_what_waited_still_waits(self) -> None:
        assert Proposal.objects.get().fields == {"website": "https://exemple.fr/laine"}
        assert ErrorReport.objects.get().text == "Le nom a changé."
        page = SignedIn(User.objects.get(email="agent@exemple.fr")).browser()
        assert "Nouveau site." in page.get("/contributions/").content.decode()

    def test_people_sign_in_as_before_and_keep_their_mandates(self) -> None:
        with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):
            assert User.objects.get(email="candidate@exemple.fr").check_password(PASSWORD)
        held = Mandate.objects.order_by("person__email").values_list("person__email", "role")
        assert {
            ("agent@exemple.fr", "officer"),
            ("ain@exemple.fr", "regional-cell"),
            ("cna@exemple.fr", "national-cell"),
            ("porteuse@exemple.fr", "lead"),
        } <= set(held)

    def test_applications_are_where_they_were_and_agree_with_their_journal(self) -> None:
        found = Application.objects.order_by("pk").values_list("number", "state")
        assert list(found) == [
            ("AMI-2027-0001", "laureate"),
            ("AMI-2027-0002", "refused"),
            ("PTCE-2027-0001", "submitted"),
            ("", "draft"),
        ]
        owner = SignedIn(User.objects.get(email="candidate@exemple.fr")).browser()
        sent = Application.objects.get(number="PTCE-2027-0001")
        page = owner.get(sent.get_absolute_url())
        assert "Laine du plateau" in page.content.decode()
        assert list(faults()) == []

    def test_the_laureate_is_a_pole_of_the_public_map(self) -> None:
        laureate = Application.objects.get(number="AMI-2027-0001").pole
        assert isinstance(laureate, Pole)
        listed = Client().get("/api/laureats/").json()
        assert listed["numberMatched"] >= 1
        assert Call.objects.filter(slug="ami-2027").exists()
