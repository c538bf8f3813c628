"""Answers that a test did not read to their end are let go of, as a server does."""

from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections


def let_go(answer: Any) -> None:
    """Close an answer; the connection of the test stays."""
    if answer.streaming:
        request_finished.disconnect(close_old_connections)
        answer.close()
        request_finished.connect(close_old_connections)
