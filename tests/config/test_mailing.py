"""Mails kept as files are read by the account of the site alone."""

import stat
from pathlib import Path

from django.core.mail import get_connection, send_mail


def test_mails_and_their_folder_are_closed_to_other_accounts(tmp_path: Path) -> None:
    folder = tmp_path / "courriels"
    connection = get_connection("config.mailing.PrivateFiles", file_path=str(folder))
    send_mail("Un", "Corps", "a@example.org", ["b@example.org"], connection=connection)
    send_mail("Deux", "Corps", "a@example.org", ["b@example.org"], connection=connection)
    [kept] = folder.iterdir()
    assert "Subject: Un" in kept.read_text()
    assert "Subject: Deux" in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
