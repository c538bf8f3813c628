"""An installation to save, and its operator."""

import io
from pathlib import Path

import pyrage
import pytest
from django.core.mail import send_mail

from calls.documents.storing import keep
from tests.backup.support import DOCUMENT
from tests.factories import make_pole
from tests.people import make_person


@pytest.fixture
def installation(ground, settings, tmp_path: Path) -> Path:
    """A base with a pole and a person, a document and a mail; folders of its own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.TEMPORARY_ROOT = tmp_path / "temporaire"
    settings.EMAIL_FILE_PATH = str(tmp_path / "courriels")
    settings.EMAIL_BACKEND = "config.mailing.PrivateFiles"
    settings.BASE_DIR = tmp_path
    make_pole("essai", [])
    make_person("lea@example.org")
    keep(io.BytesIO(DOCUMENT), "pdf")
    send_mail("Un", "Corps", "a@example.org", ["b@example.org"])
    return tmp_path


@pytest.fixture
def operator(tmp_path: Path) -> tuple[Path, str]:
    """The operator's private key in a file, and their public key."""
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "ma-cle"
    path.write_text(f"# une note\n{identity}\n")
    return path, str(identity.to_public())
