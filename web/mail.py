"""Messages to people: plain text in French, sent once what they tell is written."""

import logging
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def send(template: str, to: str, subject: str, **context: Any) -> None:
    """Send a message, a text of templates, when the transaction is committed.

    A message that does not leave undoes nothing: it is logged, without the address.
    """
    text = render_to_string(template, context)
    subject = " ".join(subject.split())  # one line, whatever name is in it

    def leave() -> None:
        try:
            send_mail(subject, text, None, [to])
        except OSError as error:  # smtplib's errors are OSErrors
            log.error("message « %s » non parti : %s", template, type(error).__name__)  # noqa: TRY400

    transaction.on_commit(leave)
