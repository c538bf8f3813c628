"""A backup is whole, proved by restoring it, and put back without losing what stood there."""

import errno
import io
import json
import os
import stat
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pyrage
import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from backup import restoring, servers
from backup.archive import reading
from calls.documents.storing import keep
from directory.models import Pole
from tests.backup.support import DOCUMENT, said, saved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def elsewhere(ground, settings) -> Iterator[Callable[[], None]]:
    """Makes the site stand on an empty database of the same server, gone afterwards."""
    site = servers.site_address()
    name = f"{site['dbname']}_ailleurs"
    names = connection.settings_dict

    def move() -> None:
        connections.close_all()
        servers.remove(site, name)
        servers.create(site, name)
        names["NAME"] = name

    yield move
    connections.close_all()
    names["NAME"] = site["dbname"]
    with servers.opened(site) as session:
        found = session.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}%"]
        ).fetchall()
    for (one,) in found:
        servers.remove(site, one)


def test_a_backup_is_one_archive_for_its_account_alone_that_says_what_it_holds(installation):
    path = saved(installation)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with reading(path) as (manifest, tar):
        names = [member.name for member in tar]
    assert manifest["tables"]["public.auth_user"]["lignes"] == 1
    assert manifest["tables"]["public.directory_pole"]["lignes"] == Pole.objects.count()
    assert {name.partition("/")[0] for name in names} >= {"base.dump", "documents", "courriels"}
    assert {one["name"] for one in manifest["fichiers"]} == {*names} - {"manifest.json"}
    assert not list(path.parent.glob(".en-cours-*"))


def test_what_interrupted_backups_left_goes_with_the_next_after_a_day(installation, tmp_path):
    folder, kept = installation / "sauvegardes", tmp_path / "autre"
    day_before = time.time() - 25 * 3600
    for name in ("hier", "maintenant"):
        work = folder / f".en-cours-{name}"
        work.mkdir(parents=True)
        (work / "base.dump").write_bytes(b"x")
        (folder / f"atlas-{name}.tar.partiel").write_bytes(b"x")
    kept.mkdir()
    (folder / ".en-cours-lien").symlink_to(kept)
    (folder / "atlas-hier.tar").write_bytes(b"x")
    for path in folder.glob("*hier*"):
        os.utime(path, (day_before, day_before))
    os.utime(folder / ".en-cours-lien", (day_before, day_before), follow_symlinks=False)
    told = said("backup", "--without-keys", output=folder)
    assert "3 restes de sauvegardes interrompues" in told
    left = {path.name for path in folder.iterdir()}
    assert not {".en-cours-hier", ".en-cours-lien", "atlas-hier.tar.partiel"} & left
    assert {".en-cours-maintenant", "atlas-maintenant.tar.partiel", "atlas-hier.tar"} <= left
    assert kept.is_dir()
    assert "interrompues" not in said("backup", "--without-keys", output=tmp_path / "neuves")


def test_the_archive_holds_no_key_and_the_keys_open_with_the_operator_s_alone(
    installation, operator
):
    private, public = operator
    path = saved(installation, public)
    sealed = path.with_name(f"{path.stem}-cles.age")
    assert configured.SECRET_KEY.encode() not in path.read_bytes()
    assert configured.SECRET_KEY.encode() not in sealed.read_bytes()
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    identity = pyrage.x25519.Identity.from_str(private.read_text().splitlines()[1])
    opened = json.loads(pyrage.decrypt(sealed.read_bytes(), [identity]))
    assert opened["secret_key"] == configured.SECRET_KEY


def test_a_backup_without_a_key_to_seal_to_is_refused_unless_asked_for(installation, settings):
    settings.BACKUP_RECIPIENT = ""
    with pytest.raises(CommandError, match="À quelle clé"):
        said("backup", output=installation / "sauvegardes")
    with pytest.raises(CommandError, match="n’est pas une clé publique age"):
        said("backup", output=installation / "sauvegardes", recipient="age1faux")
    assert not (installation / "sauvegardes").exists()
    told = said("backup", "--without-keys", output=installation / "sauvegardes")
    assert "1 document, 1 courriel" in told
    assert "clés : non gardées" in told


def test_a_pair_of_keys_is_made_once(tmp_path):
    path = tmp_path / "ma-cle"
    told = said("backup", new_key=path)
    assert "age1" in told
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = path.read_text()
    with pytest.raises(CommandError, match="existe déjà"):
        said("backup", new_key=path)
    assert path.read_text() == kept


def databases() -> set[str]:
    """Those of the server, but for the one that the test of an upgrade makes meanwhile."""
    with servers.opened(servers.site_address()) as session:
        names = {name for (name,) in session.execute("SELECT datname FROM pg_database").fetchall()}
    return {name for name in names if not name.endswith("_ancienne")}


def test_a_backup_is_proved_by_restoring_it_and_leaves_nothing(installation):
    path = saved(installation)
    before = databases()
    told = said("verify_backup", path)
    assert "tous identiques" in told
    assert not {name for name in databases() - before if "verification" in name}
    assert not list((installation / "temporaire").iterdir())


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same archive with contents changed, or taken away."""
    target = path.with_name("autre.tar")
    with tarfile.open(path) as source, tarfile.open(target, "w") as tar:
        for member in source:
            held = source.extractfile(member)
            assert held
            content = change(member.name, held.read())
            if content is not None:
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
    return target


def test_an_archive_whose_file_changed_or_went_away_is_told(installation):
    path = saved(installation)
    changed = rewritten(path, lambda name, it: it + b" " if name.endswith(".pdf") else it)
    with pytest.raises(CommandError, match="n’a pas son empreinte"):
        said("verify_backup", changed)
    gone = rewritten(path, lambda name, it: None if name.endswith(".pdf") else it)
    with pytest.raises(CommandError, match="manque"):
        said("verify_backup", gone)


def miscounted(name: str, content: bytes) -> bytes:
    """A manifest that says other people than the dump holds."""
    if name != "manifest.json":
        return content
    manifest = json.loads(content)
    manifest["tables"]["public.auth_user"]["sha256"] = "0" * 64
    return json.dumps(manifest).encode()


def test_a_base_that_is_not_the_one_that_was_counted_is_told(installation):
    path = saved(installation)
    with pytest.raises(CommandError, match=r"public\.auth_user diffère"):
        said("verify_backup", rewritten(path, miscounted))


@pytest.fixture
def empty(installation, elsewhere, settings) -> Callable[[], set[str]]:
    """Makes the installation a new one, with nothing in it; returns the databases there are."""

    def make() -> set[str]:
        elsewhere()
        settings.MEDIA_ROOT = installation / "neuf" / "documents"
        settings.EMAIL_FILE_PATH = str(installation / "neuf" / "courriels")
        return databases()

    return make


def test_a_backup_refused_over_an_empty_installation_leaves_it_empty_for_the_good_one(
    installation, empty
):
    path, poles = saved(installation), Pole.objects.count()
    bad = rewritten(path, miscounted)
    before = empty()
    with pytest.raises(CommandError, match=r"public\.auth_user diffère"):
        said("restore_backup", bad)
    assert databases() == before
    assert restoring.standing() == []
    told = said("restore_backup", path)
    assert Pole.objects.count() == poles
    assert "est gardé" not in told
    assert databases() == before


def test_files_that_find_no_room_leave_an_empty_installation_empty(
    installation, empty, monkeypatch
):
    path = saved(installation)
    before = empty()

    def full(*_asked: object) -> list[str]:
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr("backup.placing.replaced", full)
    with pytest.raises(CommandError, match="le disque est plein"):
        said("restore_backup", path)
    assert databases() == before
    assert restoring.standing() == []


def test_an_empty_installation_takes_a_backup_back_with_its_files_and_keys(
    installation, operator, elsewhere, settings
):
    private, public = operator
    (installation / ".env").write_text("CONTACT_EMAIL=a@example.org\n")
    path = saved(installation, public)
    poles = Pole.objects.count()
    elsewhere()
    settings.MEDIA_ROOT = installation / "neuf" / "documents"
    settings.EMAIL_FILE_PATH = str(installation / "neuf" / "courriels")
    settings.BASE_DIR = installation / "neuf"
    told = said("restore_backup", path, identity=private)
    assert "La sauvegarde est en place." in told
    assert Pole.objects.count() == poles
    [document] = settings.MEDIA_ROOT.glob("??/*")
    assert document.read_bytes() == DOCUMENT
    assert (settings.MEDIA_ROOT / ".base").exists()
    assert len(list(Path(settings.EMAIL_FILE_PATH).iterdir())) == 1
    key = settings.BASE_DIR / ".run" / "secret_key"
    assert key.read_text() == configured.SECRET_KEY
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert (settings.BASE_DIR / ".env").read_text() == "CONTACT_EMAIL=a@example.org\n"


def test_an_installation_that_is_not_empty_is_not_written_over(installation, monkeypatch):
    path = saved(installation)
    Pole.objects.update(name="Changé depuis")
    out = io.StringIO()
    with pytest.raises(CommandError, match="Rien n’est fait"):
        call_command("restore_backup", path, stdout=out)
    assert "1 compte, 0 candidature, 1 pôle" in out.getvalue()
    assert "documents" in out.getvalue()
    monkeypatch.setattr("sys.stdin", Typed("oui"))
    with pytest.raises(CommandError, match="Rien n’est fait"):
        said("restore_backup", path)
    assert not Pole.objects.exclude(name="Changé depuis").exists()


class Typed(io.StringIO):
    """A person at a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_word_replaces_and_what_stood_there_is_kept_beside(
    installation, elsewhere, monkeypatch, settings
):
    path = saved(installation)
    elsewhere()
    restoring.restore(path, None)
    Pole.objects.update(name="Changé depuis")
    keep(io.BytesIO(b"depuis"), "pdf")
    connections.close_all()
    monkeypatch.setattr("sys.stdin", Typed("remplacer\n"))
    told = said("restore_backup", path)
    assert not Pole.objects.filter(name="Changé depuis").exists()
    assert len(list(Path(settings.MEDIA_ROOT).glob("??/*"))) == 1
    kept = [path.read_bytes() for path in installation.glob("documents.avant-*/??/*")]
    assert b"depuis" in kept
    name = next(line.split()[1] for line in told.splitlines() if line.startswith("  base "))
    with psycopg.connect(make_conninfo(**{**servers.site_address(), "dbname": name})) as session:
        assert session.execute("SELECT name FROM directory_pole").fetchone() == ("Changé depuis",)


def test_a_backup_that_is_not_whole_replaces_nothing(installation, elsewhere, monkeypatch):
    path = saved(installation)
    broken = rewritten(path, lambda name, it: it[:-10] if name == "base.dump" else it)
    monkeypatch.setattr("sys.stdin", Typed("remplacer\n"))
    before = databases()
    with pytest.raises(CommandError, match="n’est pas entière"):
        said("restore_backup", broken)
    assert databases() == before
    assert Pole.objects.exists()
    assert list(Path(configured.MEDIA_ROOT).glob("??/*"))


def test_another_s_key_does_not_open_the_keys(installation, operator, tmp_path):
    path = saved(installation, operator[1])
    other = tmp_path / "autre-cle"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(CommandError, match="n’ouvre pas"):
        said("restore_backup", path, identity=other)


def test_tools_are_those_of_the_server_s_version(installation):
    with servers.opened(servers.site_address()) as session:
        major = servers.major_of(session)
    path = servers.tool("pg_dump", major)
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    assert f" {major}." in version.stdout
    with pytest.raises(restoring.BackupError, match="pg_dump 29"):
        servers.tool("pg_dump", 29)
