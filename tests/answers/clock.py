"""A clock that stands still, for Python and for the database: a recording is of no day."""

import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

# After every date of the data, which are refused from the future.
MOMENT = datetime.datetime(2026, 12, 15, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))
# Found before PostgreSQL's own by whatever names no schema.
STOPPED = """
CREATE SCHEMA stopped;
GRANT USAGE ON SCHEMA stopped TO PUBLIC;
CREATE FUNCTION stopped.now() RETURNS timestamptz STABLE LANGUAGE sql AS $$ SELECT {moment} $$;
CREATE FUNCTION stopped.clock_timestamp() RETURNS timestamptz STABLE LANGUAGE sql
  AS $$ SELECT {moment} $$;
ALTER DATABASE {database} SET search_path = stopped, pg_catalog, public;
"""
# Triggers look nowhere but where custody says: they too are to find the clock that stands still.
PINNED = """
SELECT 'ALTER FUNCTION ' || oid::regprocedure
  || ' SET search_path = stopped, pg_catalog, public, pg_temp'
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'pgtrigger%'
ORDER BY proname
"""
DATED = """
SELECT table_name, array_agg(column_name::text ORDER BY column_name)
FROM information_schema.columns JOIN pg_tables ON tablename = table_name AND schemaname = 'public'
WHERE table_schema = 'public' AND data_type = 'timestamp with time zone'
GROUP BY table_name ORDER BY table_name
"""


def stop() -> None:
    """Stop the clock of Python. Call before Django is set up: models keep `timezone.now` itself."""
    timezone.now = lambda: MOMENT.astimezone(datetime.UTC)


def stop_in_database() -> None:
    """Stop the clock of the database that is connected, and date all that it holds of then."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    moment = f"'{MOMENT.isoformat()}'::timestamptz"
    with connection.cursor() as cursor:
        cursor.execute(STOPPED.format(moment=moment, database=name))
        cursor.execute(PINNED)
        for (pinned,) in cursor.fetchall():
            cursor.execute(pinned)
        cursor.execute(DATED)
        for table, columns in cursor.fetchall():
            dated = ", ".join(f'"{column}" = {moment}' for column in columns)
            held = " OR ".join(f'"{column}" IS NOT NULL' for column in columns)
            cursor.execute(f'ALTER TABLE public."{table}" DISABLE TRIGGER USER')
            cursor.execute(f'UPDATE public."{table}" SET {dated} WHERE {held}')  # noqa: S608 - our tables
            cursor.execute(f'ALTER TABLE public."{table}" ENABLE TRIGGER USER')
    connection.close()  # the path is read when a connection opens
