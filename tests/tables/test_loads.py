"""Whatever is loaded: dry by default, once for all, all or nothing, and edits are told apart."""

import io

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.db import Error, OperationalError, connection, connections

from tables.command import LoadCommand
from tests import factories
from tests.answers.loads import LOADS
from tests.harness.worlds import digests
from tests.tables.loads import KINDS

EVERY = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.command)
KEEPING = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.keeps_edits], ids=lambda kind: kind.command
)
ONE_AT_A_TIME = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.plan.busy], ids=lambda kind: kind.command
)

WAITING = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if not kind.plan.busy], ids=lambda kind: kind.command
)


@pytest.fixture
def load(kind, tmp_path, db):
    """Write the file with a value, load it; the exit code and everything that was said."""
    if kind.command == "load_communes":
        factories.remove_ground()

    def run(value, *args):
        kind.write(tmp_path, value)
        out = io.StringIO()
        try:
            call_command(kind.command, *kind.arguments(tmp_path), *args, stdout=out, stderr=out)
        except SystemExit as end:
            return end.code, out.getvalue()
        return 0, out.getvalue()

    return run


def test_whatever_loads_a_file_is_a_command_of_the_engine_tried_here_and_recorded():
    found = {name: app for name, app in get_commands().items() if name.startswith("load_")}
    assert found.keys() == {kind.command for kind in KINDS}
    assert found.keys() <= {line.split()[0] for line in LOADS.values()}
    for name, app in found.items():
        assert isinstance(load_command_class(app, name), LoadCommand), name


@EVERY
def test_every_command_says_what_it_takes(kind, capsys):
    with pytest.raises(SystemExit):
        call_command(kind.command, "--help")
    said = capsys.readouterr().out
    assert "--write" in said


@EVERY
def test_a_dry_run_says_what_would_be_written_and_writes_nothing(load, kind):
    before = digests()
    code, said = load(kind.values[0])
    assert (code, "Essai à blanc" in said, "1 ajout" in said) == (0, True, True)
    assert digests() == before


@EVERY
def test_what_is_loaded_is_loaded_once(load, kind):
    code, said = load(kind.values[0], "--write")
    assert (code, said.splitlines()[-1], kind.held()) == (0, "Écrit.", kind.values[0])
    before = digests()
    code, said = load(kind.values[0], "--write")
    assert (code, said.splitlines()[-1], digests() == before) == (0, "Rien à écrire.", True)


@EVERY
def test_what_changes_in_the_file_is_said_then_written(load, kind):
    before, after, _edited = kind.values
    load(before, "--write")
    _code, said = load(after)
    assert "1 changement" in said
    assert kind.held() == before
    load(after, "--write")
    assert kind.held() == after


@EVERY
def test_force_gives_reason_to_the_file(load, kind):
    before, after, _edited = kind.values
    load(before, "--write")
    kind.edit()
    assert load(after, "--write", *kind.forced)[0] == 0
    assert kind.held() == after


@KEEPING
def test_an_edit_is_kept_and_one_that_the_file_contradicts_is_a_conflict(load, kind):
    before, after, edited = kind.values
    load(before, "--write")
    kind.edit()
    code, said = load(before, "--write")
    assert (code, kind.held(), "1 champ modifié dans l'administration" in said) == (0, edited, True)
    code, said = load(after, "--write")
    assert (code, kind.held(), "1 conflit" in said) == (kind.on_conflict, edited, True)


@EVERY
@pytest.mark.django_db(transaction=True)
def test_a_load_killed_as_it_ends_leaves_everything_as_it_was(load, kind, monkeypatch):
    load(kind.values[0], "--write")
    before = digests()

    def killed(*_args):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(kind.plan, "after", killed)
    with pytest.raises(Error, match="terminat"):
        load(kind.values[1], "--write")
    connection.close()
    assert digests() == before


@ONE_AT_A_TIME
@pytest.mark.django_db(transaction=True)
def test_two_loads_do_not_cross(load, kind):
    before = digests()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [kind.plan.lock])
        code, said = load(kind.values[0], "--write")
    finally:
        other.close()
    assert (code, "en cours" in said, digests() == before) == (1, True, True)


@WAITING
@pytest.mark.django_db(transaction=True)
def test_a_load_that_says_nothing_of_another_waits_for_it(load, kind):
    before = digests()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [kind.plan.lock])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            load(kind.values[0], "--write")
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    assert digests() == before
    assert load(kind.values[0], "--write")[0] == 0
