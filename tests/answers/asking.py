"""A question asked as the account that serves pages, and its answer in lines."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.kept import STORE
from tests.answers import bodies, forms
from tests.answers.comparing import STATEMENTS
from tests.answers.questions import Question
from tests.answers.scrubbing import scrubbed
from tests.harness.accounts import as_site
from tests.people import SignedIn

# Said to be there: they are of the day, or of the data's state, or follow from the body.
PRESENT = ("Date", "ETag", "Expires", "Content-Length")


def answer(
    question: Question, people: Mapping[str, SignedIn], *, whole: bool = False
) -> Iterator[str]:
    """The lines of an answer: what was asked, status, statements, headers, mails, body."""
    STORE.clear()  # as if nobody had asked
    cache.clear()
    mail.outbox.clear()
    client = people[question.person].browser()
    client.raise_request_exception = False
    with as_site(), CaptureQueriesContext(connection) as asked:
        response, content = ask(client, question)
    method = question.method if question.send is question.post is None else "POST"
    yield f"{method} {scrubbed(question.path)} ({question.person})"
    yield f"statut : {response.status_code}"
    yield f"{STATEMENTS}{len(asked)}"
    yield from headers_of(response)
    yield from mails()
    yield ""
    yield from bodies.cut(
        (
            scrubbed(line, settings.RELEASE)
            for line in bodies.lines_of(content, response.headers.get("Content-Type", ""))
        ),
        whole=whole,
    )


def ask(client: Any, question: Question) -> tuple[Any, bytes]:
    """The answer and its body, read to its end."""
    if question.send is not None:
        return sent(client, question)
    method, more = question.method, {}
    if question.post is not None:
        method, more = "POST", {"data": question.post}
    response = getattr(client, method.lower())(question.path, headers=question.headers, **more)
    return response, body_of(response)


def sent(client: Any, question: Question) -> tuple[Any, bytes]:
    """The answer to the form that an address shows, changed as the question says."""
    shown = client.get(question.path)
    action, fields = forms.posted(shown.content.decode(), question.form)
    data = fields | (question.send or {})
    response = client.post(action or question.path, data)
    return response, body_of(response)


def body_of(response: Any) -> bytes:
    """The bytes of an answer, streamed or not."""
    return bytes(response.getvalue() if response.streaming else response.content)


def headers_of(response: Any) -> Iterator[str]:
    """The headers by name, then the cookies."""
    for name, value in sorted(response.headers.items()):
        said = "présent" if name in PRESENT else scrubbed(value, settings.RELEASE)
        if name == "Content-Security-Policy":
            said = "; ".join(sorted(said.split("; ")))  # django-csp draws an order a process
        yield f"{name}: {said}"
    for name, morsel in sorted(response.cookies.items()):
        kept = {key: value for key, value in morsel.items() if value and key != "expires"}
        yield f"Set-Cookie: {name} {json.dumps(kept)}"


def mails() -> Iterator[str]:
    """What left, whole."""
    for one in mail.outbox:
        yield f"courriel de {one.from_email} à {', '.join(one.to)}"
        text = f"{one.subject}\n{one.body}"
        yield from (f"  {line}" for line in scrubbed(text, settings.RELEASE).split("\n"))
