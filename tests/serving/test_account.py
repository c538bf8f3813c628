"""The production server asks the database by the account that owns nothing."""

from django.db import connection

from config.environment import SITE_ACCOUNT
from tests.serving.conftest import serving


def test_pages_are_served_by_their_own_account(server, line, django_db_blocker):
    assert line.get("/annuaire/").status == 200
    assert accounts(django_db_blocker) == {SITE_ACCOUNT}


def test_so_does_the_command_that_starts_the_server(django_db_setup, django_db_blocker):
    with serving("config.server", django_db_blocker) as started, started.client() as line:
        assert line.get("/annuaire/").status == 200
        assert accounts(django_db_blocker) == {SITE_ACCOUNT}


def accounts(django_db_blocker):
    """Who is connected to this database, besides the test."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return {name for (name,) in cursor.fetchall()}
