"""A database that lives as long as a measure, beside the project's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from django.db import connection
from psycopg import sql

from benchmarks.raw import plain_connection


@contextmanager
def throwaway_database() -> Iterator[str]:
    """The address of an empty database, to which Django is turned meanwhile; dropped at the end."""
    settings = connection.settings_dict
    own, name = settings["NAME"], f"bench_{os.getpid()}"
    connection.close()
    with plain_connection() as plain:
        plain.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            settings["NAME"] = name
            yield address(name)
        finally:
            connection.close()
            settings["NAME"] = own
            # Not by force: that takes rights over the server's own cleaning, which gives way.
            plain.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def address(name: str) -> str:
    """Where commands find a database of the same server."""
    settings = connection.settings_dict
    user, password = quote(settings["USER"], safe=""), quote(settings["PASSWORD"], safe="")
    who = f"{user}:{password}" if password else user
    options = settings["OPTIONS"] | {"host": settings["HOST"], "port": settings["PORT"]}
    return f"postgresql://{who}@/{name}?{urlencode({k: v for k, v in options.items() if v})}"
