"""What the suite's databases are furnished with: the small ground, or all of France."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts import custody
from config.environment import SITE_ACCOUNT
from geo.loading.plan import GroundPlan
from tables.engine import load
from tests import factories
from tests.harness.accounts import may_become
from tests.harness.databases import Template
from tests.harness.worlds import keep, tables

COMMUNES = settings.BASE_DIR / "data" / "communes"
POLES = settings.BASE_DIR / "data" / "poles" / "poles.jsonl"


def furnish_small() -> None:
    """The ground of `factories`, which worlds begin with; the account that serves pages."""
    factories.make_ground()
    if may_become():
        custody.give(SITE_ACCOUNT)
    keep("sol")
    # The ground alone: a table known to be empty is planned for one row, whatever then fills it.
    with connection.cursor() as cursor:
        for table in tables("sol"):
            cursor.execute(f'ANALYZE public."{table}"')


def furnish_france() -> None:
    """The project's own files, loaded as a first start does: all communes, and the poles."""
    factories.remove_ground()
    load([GroundPlan(COMMUNES)], write=True)
    call_command("load_poles", POLES, write=True, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as it is a minute after


SMALL = Template(
    "modele",
    furnish_small,
    (
        "*/migrations/*.py", "geo/models/*.py", "geo/names.py", "geo/constants.py",
        "tests/factories.py", "tests/harness/*.py", "requirements/base.txt",
        "accounts/custody.py", "geo/registers.py",
    ),
)  # fmt: skip
FRANCE = Template(
    "france",
    furnish_france,
    (
        "geo/**/*.py", "directory/**/*.py", "coverage/**/*.py", "data/communes/*",
        "data/poles/*", "publishing/**/*.py", "tables/**/*.py", "web/*.py",
    ),
    base=SMALL,
)  # fmt: skip
