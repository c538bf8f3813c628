"""The suite itself: what one test commits no other sees, and a test's part is what it uses."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from directory.models import Pole
from geo.models import Commune
from tests import factories
from tests.harness.databases import fingerprint, take
from tests.harness.grounds import SMALL
from tests.harness.parts import unit_of
from tests.harness.worlds import GROUND, Stage, World, digests, put_back

HERE = Path(__file__).parent
GRID = len(factories.GRID) + 1  # and the one that is obsolete


def make_a_pole() -> None:
    factories.make_pole("du-monde")


@pytest.fixture
def own(transactional_db) -> Iterator[Stage]:
    """A stage beside the suite's own, in the same database."""
    made = Stage()
    made.begin()
    yield made
    with connection.cursor() as cursor:
        cursor.execute('DROP SCHEMA IF EXISTS "essai" CASCADE')


def test_what_is_committed_is_taken_back_table_by_table(own):
    before = digests()
    factories.make_pole("engage")
    Commune.objects.filter(code="01001").update(name="Renommée")
    Commune.objects.filter(code="97402").delete()
    changed = {name for name, held in digests().items() if held != before[name]}
    assert {"directory_pole", "geo_commune", "geo_communeshape"} <= changed
    own.touch()
    own.enter(GROUND)
    assert digests() == before
    assert not Pole.objects.exists()


def test_a_world_is_made_once_and_left_for_the_ground(own):
    world = World("essai", make_a_pole, base=GROUND)
    own.enter(world)
    key = Pole.objects.get().pk
    Pole.objects.all().delete()
    own.touch()
    own.enter(world)
    assert Pole.objects.get().pk == key
    own.enter(GROUND)
    assert not Pole.objects.exists()


def test_rows_that_nothing_may_change_are_put_back_too(own):
    factories.make_pole("suivi")  # its history is append-only
    own.touch()
    own.enter(GROUND)
    assert digests() == own.known["sol"]


def test_a_test_that_commits_inside_the_transaction_of_its_module_is_refused(own):
    own.touch()
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        own.enter(GROUND)


def test_nothing_is_put_back_where_nothing_changed(own, django_assert_num_queries):
    with django_assert_num_queries(0):
        put_back("sol", [])


def test_each_test_of_the_database_begins_with_the_small_ground(db):
    assert Commune.objects.count() == GRID
    assert not Pole.objects.exists()


def test_the_ground_can_be_taken_away(empty_ground):
    assert not Commune.objects.exists()


def test_a_grouped_folder_is_one_unit_of_work_and_any_other_test_its_own():
    assert unit_of("tests/real/test_doors.py::test_a[x]") == "tests/real/"
    assert unit_of("tests/bin/test_cluster.py::test_b") == "tests/bin/"
    one = "tests/geo/test_names.py::test_c"
    assert unit_of(one) == one


def test_passwords_are_hashed_once_in_the_suite_and_not_on_the_site():
    assert make_password("laine").startswith("md5$")
    code = (
        "import django; django.setup();"
        "from django.contrib.auth.hashers import make_password as m; print(m('laine'))"
    )
    found = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert found.stdout.startswith("pbkdf2_sha256$")


def test_the_template_is_made_again_when_what_it_is_made_of_changes(tmp_path):
    (tmp_path / "app" / "migrations").mkdir(parents=True)
    migration = tmp_path / "app" / "migrations" / "0001_initial.py"
    migration.write_text("un")
    before = fingerprint(tmp_path, SMALL.made_of)
    assert fingerprint(tmp_path, SMALL.made_of) == before
    migration.write_text("deux")
    assert fingerprint(tmp_path, SMALL.made_of) != before


def test_parts_are_told_by_what_a_test_uses():
    found = subprocess.run(
        [
            sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider",
            "-m", "browser", "tests/test_docs.py", "tests/calls/test_states.py",
            "tests/browser/test_phone.py",
        ],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [
        line.split(":")[0] for line in found.stdout.split("\n") if line.startswith("tests/")
    ] == ["tests/browser/test_phone.py"]


def test_a_table_left_behind_is_dropped_and_its_test_named(own):
    own.now = "tests/une.py::test_qui_laisse"
    own.touch()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE restes (a int)")
    with pytest.raises(RuntimeError, match=r"test_qui_laisse left tables \['restes'\]"):
        own.enter(GROUND)
    own.enter(GROUND)


def test_a_second_run_has_databases_of_its_own(db):
    held, other = connection.copy(), connection.copy()
    try:
        names = [take(keeper, "test_pris") for keeper in (held, other)]
    finally:
        held.close()
        other.close()
    assert names == ["test_pris", "test_pris_2"]


MADE_ANEW = {
    "datetime.now", "timezone.now", "date.today", "signing.dumps", "uuid.uuid4", "uuid4",
    "secrets.token_hex", "secrets.token_urlsafe",
}  # fmt: skip


def changing(decorator: ast.expr) -> bool:
    """Whether the values that a test is given are made of the hour or by chance.

    Each worker would give it another name, and none of them would run anything.
    """
    if not isinstance(decorator, ast.Call) or "parametrize" not in ast.unparse(decorator.func):
        return False
    called = (one.func for one in ast.walk(decorator) if isinstance(one, ast.Call))
    last = {".".join(ast.unparse(one).split(".")[-2:]) for one in called}
    return bool(last & MADE_ANEW)


def test_the_name_of_a_test_does_not_change_with_the_hour():
    found = [
        f"{path.relative_to(HERE)}::{node.name}"
        for path in sorted(HERE.rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any(map(changing, node.decorator_list))
    ]
    assert found == []
