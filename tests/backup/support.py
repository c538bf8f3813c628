"""What backups are made of in tests, and how commands are asked."""

import io
from pathlib import Path
from typing import Any

from django.core.management import call_command

from backup import saving

DOCUMENT = b"%PDF-1.4 un document"


def said(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def saved(folder: Path, recipient: str = "") -> Path:
    return saving.save(folder / "sauvegardes", recipient).path
