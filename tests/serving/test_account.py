"""The production server asks the database by the account that owns nothing."""

from django.db import connection

from config.environment import SITE_ACCOUNT


def test_pages_are_served_by_their_own_account(server, line, django_db_blocker):
    assert line.get("/annuaire/").status == 200
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        assert {name for (name,) in cursor.fetchall()} == {SITE_ACCOUNT}
