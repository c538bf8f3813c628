"""Mails as files, where no server takes them: read by this account alone."""

import os
from pathlib import Path
from typing import Any

from django.core.mail.backends.filebased import EmailBackend

from publishing.disk import private_folder


class PrivateFiles(EmailBackend):
    """Django's backend of files, whose folder and files other accounts do not read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        private_folder(Path(self.file_path))

    def open(self) -> bool:
        """Open the file of this connection; False if it was open already."""
        if self.stream is not None:
            return False
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        self.stream = os.fdopen(os.open(self._get_filename(), flags, 0o600), "ab")
        return True
