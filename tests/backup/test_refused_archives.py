"""What is not a whole backup is told with what is wrong in it, and writes nothing."""

import io
import json
import re
import tarfile
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError

from backup import keys
from tests.backup.support import said

pytestmark = pytest.mark.django_db(transaction=True)


DUMPED = {"name": "base.dump", "size": 1, "sha256": "0" * 64}
WHOLE = {
    "format": 1, "fait_le": "2026-11-26T00:00:00+00:00", "postgresql": 15, "cle": "0" * 16,
    "tables": {}, "fichiers": [DUMPED],
}  # fmt: skip


def archived(folder: Path, manifest: str, *names: str) -> Path:
    """An archive with a manifest as it is given, and files."""
    path = folder / "piege.tar"
    with tarfile.open(path, "w") as tar:
        for one, held in (("manifest.json", manifest.encode()), *((name, b"x") for name in names)):
            member = tarfile.TarInfo(one)
            member.size = len(held)
            tar.addfile(member, io.BytesIO(held))
    return path


@pytest.mark.parametrize(
    ("manifest", "named"),
    [
        ({"format": 1}, "« fait_le »"),
        ([], "un objet JSON"),
        ("texte", "un objet JSON"),
        (None, "un objet JSON"),
        ({"format": 2}, "au format 2"),
        ({"format": 1, "fichiers": [{"x": 1}]}, "« fait_le »"),
        *((WHOLE | {key: None}, f"« {key} »") for key in [*WHOLE][1:]),
        (WHOLE | {"postgresql": True}, "« postgresql »"),
        (WHOLE | {"postgresql": "15"}, "« postgresql »"),
        (WHOLE | {"tables": {"public.a": {"x": 1}}}, "public.a"),
        (WHOLE | {"tables": {"public.a": 1}}, "public.a"),
        (WHOLE | {"fichiers": [DUMPED, {"x": 1}]}, "« fichiers », n° 2"),
        (WHOLE | {"fichiers": [DUMPED, 1]}, "« fichiers », n° 2"),
        (WHOLE | {"fichiers": [DUMPED | {"size": "1"}]}, "« fichiers », n° 1"),
        (WHOLE | {"fichiers": [DUMPED | {"plus": 1}]}, "« fichiers », n° 1"),
        (WHOLE | {"fichiers": []}, "base.dump"),
    ],
)
def test_a_manifest_that_is_not_one_is_told_with_what_is_wrong_in_it(tmp_path, manifest, named):
    path = archived(tmp_path, json.dumps(manifest))
    with pytest.raises(CommandError, match=f"ne convient pas.*{re.escape(named)}"):
        said("verify_backup", path)


@pytest.mark.parametrize("manifest", ["{", "[" * 100_000, "\ud800"])
def test_a_manifest_that_does_not_read_is_told(tmp_path, manifest):
    path = archived(tmp_path, manifest.encode("utf-8", "surrogatepass").decode("latin-1"))
    with pytest.raises(CommandError, match="ne se lit pas"):
        said("verify_backup", path)


@pytest.mark.parametrize(
    "content", ["[]", "{", "{}", '{"secret_key": 1, "env": ""}',
                '{"secret_key": "a", "env": "", "secret_key_fallbacks": [1]}'],
)  # fmt: skip
def test_sealed_keys_that_are_none_are_told(tmp_path, operator, content):
    private, public = operator
    sealed = tmp_path / "x-cles.age"
    sealed.write_bytes(pyrage.encrypt(content.encode(), [keys.recipient_of(public)]))
    with pytest.raises(CommandError, match="ne contient pas les clés d’un Atlas"):
        said("restore_backup", tmp_path / "x.tar", identity=private)


@pytest.mark.parametrize("name", ["../dehors", "/etc/x", "documents/../../x", "config/settings.py"])
def test_an_archive_never_writes_outside_its_folder(installation, tmp_path, name):
    files = [{"name": one, "size": 1, "sha256": "0" * 64} for one in (name, "base.dump")]
    path = archived(tmp_path, json.dumps(WHOLE | {"fichiers": files}), name)
    with pytest.raises(CommandError, match="n’est pas entière"):
        said("verify_backup", path)


def test_what_is_not_a_backup_is_told(installation, tmp_path):
    path = tmp_path / "x.tar"
    path.write_bytes(b"rien")
    with pytest.raises(CommandError, match="ne se lit pas"):
        said("verify_backup", path)
    with pytest.raises(CommandError, match="ne se lit pas"):
        said("verify_backup", tmp_path / "absent.tar")
