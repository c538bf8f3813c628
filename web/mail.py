"""Messages to people: plain text in French. The one place from which mail leaves."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

log = logging.getLogger(__name__)

# Its name, its bytes, its media type.
Attachment = tuple[str, bytes, str]


def send_now(template: str, to: str, subject: str, **context: Any) -> None:
    """Send a message, a text of templates, at once. What goes wrong goes up: smtplib's OSError."""
    message(template, to, subject, context).send()


def send(
    template: str,
    to: str,
    subject: str,
    *,
    attached: Callable[[], Attachment] | None = None,
    otherwise: Callable[[], None] | None = None,
    **context: Any,
) -> None:
    """Send a message when the transaction is committed: nothing is told of what is not kept.

    `attached` makes what goes with it at the last moment. A message that does not leave undoes
    nothing: it is logged, without the address, and `otherwise` is called.
    """
    told = message(template, to, subject, context)

    def leave() -> None:
        try:
            if attached:
                told.attach(*attached())
            told.send()
        except OSError as error:  # a server away or refusing, a disk that fails
            log.error("message « %s » non parti : %s", template, type(error).__name__)  # noqa: TRY400 - no address
            if otherwise:
                otherwise()

    transaction.on_commit(leave, robust=True)


def message(template: str, to: str, subject: str, context: dict[str, Any]) -> EmailMessage:
    """A message as it is now: later changes of what it tells are not in it."""
    one_line = " ".join(subject.split())  # whatever name is in it
    return EmailMessage(one_line, render_to_string(template, context), to=[to])
