"""Fresh statistics of tables that have just been filled."""

from django.db import connection
from django.db.models import Model

MANY = 5_000  # rows written, past which statistics are out of date


def analyse(*models: type[Model]) -> None:
    """Have PostgreSQL look at these tables again, inside the transaction that wrote them.

    It would do so by itself, a minute later or more. Until then statements are planned for the
    tables as they were: empty at a first start, whose first pages took ten times their time.
    """
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
