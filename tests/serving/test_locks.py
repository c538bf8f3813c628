"""A table that is locked stops what needs it, and nothing else."""

import json
from contextlib import ExitStack, closing, contextmanager

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from psycopg.errors import LockNotAvailable

from config.patience import LIMITS, LockedTable, limit
from config.server import threads


@contextmanager
def locked(table):
    """Nobody reads it meanwhile."""
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def test_whoever_needs_a_locked_table_is_told_and_all_others_are_answered(
    server, django_db_blocker
):
    with django_db_blocker.unblock(), locked("directory_pole"), ExitStack() as opened:
        tabs = [opened.enter_context(server.client()) for _ in range(threads())]
        for tab in tabs:
            tab.connection.request("GET", "/")
        with server.client() as other:
            assert other.get("/robots.txt").status == 200
            assert other.get("/api/regions/").status == 200
        answers = [tab.connection.getresponse() for tab in tabs]
        assert {answer.status for answer in answers} == {503}
        assert {answer.headers["Retry-After"] for answer in answers} == {"60"}
        for answer in answers:
            answer.read()
    with server.client() as after:
        assert after.get("/annuaire/").status == 200


def test_a_probe_finds_the_database_there_while_a_table_is_locked(server, django_db_blocker):
    with django_db_blocker.unblock(), locked("geo_commune"), server.client() as probe:
        answer = probe.get("/sante/")
        assert answer.status == 200
        said = json.loads(answer.body)
        assert said == {"etat": "ok", "base": True, "communes": None, "poles": None}


def test_a_connection_that_serves_pages_is_bound_and_one_of_a_command_is_not(db):
    with closing(connection.copy()) as served, served.cursor() as cursor:
        limit(served)
        for name, most in LIMITS.items():
            cursor.execute("SELECT setting FROM pg_settings WHERE name = %s", [name])
            assert int(cursor.fetchone()[0]) == most
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name = ANY(%s)", [list(LIMITS)])
        assert {row[0] for row in cursor.fetchall()} == {"0"}


def waited_in_vain():
    error = OperationalError("délai")
    error.__cause__ = LockNotAvailable()
    return error


@pytest.mark.parametrize(("method", "avoided"), [("get", True), ("post", False)])
def test_readers_keep_away_from_a_view_that_waits_for_a_lock_and_writers_do_not(
    rf, method, avoided
):
    keeper, view = LockedTable(lambda _: HttpResponse()), object()
    asked = getattr(rf, method)("/")
    asked.resolver_match = type("Match", (), {"func": view})
    assert keeper.process_view(asked, view, (), {}) is None
    keeper.process_exception(asked, waited_in_vain())
    answer = keeper.process_view(asked, view, (), {})
    assert (answer is not None and answer.status_code == 503) == avoided
    assert keeper.process_view(asked, object(), (), {}) is None


def test_robots_txt_asks_nothing_of_the_database(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/robots.txt").status_code == 200
