"""A page is given again to visitors, and to nobody once it is out of date."""

import time

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from config.kept import ENTRY, MOST_SECONDS, STORE, Kept, KeptPage, Store, may_be_kept, snapshot
from directory.models import Pole
from publishing.stamps import touch
from tests.factories import make_pole
from tests.people import make_person

really_written = pytest.mark.django_db(transaction=True)


def page(weight=0, age=0.0):
    return KeptPage("1:1:", time.monotonic() - age, {}, b"a" * weight)


def undisturbed(ask):
    """What is said, nothing being kept, while no other test writes to the same server."""
    while True:
        STORE.clear()
        state = snapshot()
        said = ask()
        if snapshot() == state:
            return said


def queries(client, path, **headers):
    """How many queries an answer takes, and the answer."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return len(captured), answer


@really_written
def test_a_page_asked_again_costs_the_question_whether_anything_was_written(client):
    make_pole("laine", [])

    def twice():
        return queries(client, "/annuaire/"), queries(client, "/annuaire/")

    (first, made), (second, kept) = undisturbed(twice)
    assert (first > 2, second) == (True, 1)
    assert kept.content == made.content
    assert kept.headers == made.headers


@really_written
def test_a_page_says_what_has_just_been_written(client):
    pole = make_pole("laine", [], name="Pôle Laine")
    assert "Pôle Laine" in client.get("/annuaire/").content.decode()
    Pole.objects.filter(pk=pole.pk).update(name="Pôle Lin")
    assert "Pôle Lin" in client.get("/annuaire/").content.decode()


@really_written
def test_neither_a_person_nor_a_form_is_given_the_page_of_another(client):
    ours = type(client)()
    ours.force_login(make_person("lead@example.org"))

    def one_after_the_other():
        return [queries(one, "/annuaire/")[0] for one in (client, ours, client)]

    _made, signed_in, kept = undisturbed(one_after_the_other)
    assert signed_in > kept == 1
    cookies = set()
    for _ in range(2):
        client.cookies.clear()
        client.get("/compte/connexion/")
        cookies.add(client.cookies[settings.CSRF_COOKIE_NAME].value)
    assert len(cookies) == 2


@really_written
def test_a_fragment_a_compressed_page_and_another_host_are_told_apart(client):
    asked: tuple[dict[str, str], ...] = (
        {},
        {"x-fragment": "panneau"},
        {"accept-encoding": "gzip"},
        {"host": "localhost:81"},
    )

    def each():
        return [queries(client, "/", **headers)[1].content for headers in asked * 2]

    said = undisturbed(each)
    assert len({hash(one) for one in said}) == len(asked)


@really_written
def test_whoever_has_the_answer_already_is_told_so(client):
    def twice():
        first = client.get("/api/poles/")
        return client.get("/api/poles/", headers={"if-none-match": first.headers["ETag"]})

    assert undisturbed(twice).status_code == 304


@really_written
def test_a_page_begun_after_one_asked_is_theirs_whatever_was_written_since(rf, monkeypatch):
    made = []

    def answer(request):
        request.resolver_match = resolve(request.path)
        made.append(request)
        return HttpResponse("page")

    keep = Kept(answer)
    asked = time.monotonic()
    monkeypatch.setattr("config.kept.asked_at", lambda: asked)
    for _ in range(2):
        assert keep(rf.get("/annuaire/")).content == b"page"
        touch("poles")
    assert len(made) == 1
    monkeypatch.setattr("config.kept.asked_at", time.monotonic)
    keep(rf.get("/annuaire/"))
    assert len(made) == 2


def with_cookie():
    response = HttpResponse("page")
    response.set_cookie("a", "b")
    return response


@pytest.mark.parametrize(
    ("path", "response", "kept"),
    [
        ("/annuaire/", HttpResponse("page"), True),
        ("/annuaire/", HttpResponse("page", headers={"Vary": "Cookie, Accept-Encoding"}), True),
        ("/annuaire/", HttpResponse("page", headers={"Vary": "User-Agent"}), False),
        ("/annuaire/", HttpResponse("page", headers={"Cache-Control": "no-store"}), False),
        ("/annuaire/", HttpResponse("page", status=404), False),
        ("/annuaire/", StreamingHttpResponse(["page"]), False),
        ("/annuaire/", with_cookie(), False),
        ("/demandes/suivi/secret/", HttpResponse("page"), False),
    ],
)
def test_what_is_not_the_same_for_everybody_is_not_kept(rf, path, response, kept):
    request = rf.get(path)
    request.resolver_match = resolve(path)
    assert may_be_kept(request, response) == kept


def test_pages_kept_never_weigh_more_than_said_and_those_asked_last_stay():
    store = Store(most=3 * ENTRY + 300)
    for name in "abc":
        store.put((name,), page(100))
    assert store.get(("a",))
    store.put(("d",), page(100))
    assert [bool(store.get((name,))) for name in "abcd"] == [True, False, True, True]
    store.put(("a",), page(50))
    assert store.weight == 3 * ENTRY + 250
    store.put(("e",), page(store.most))
    assert store.weight == 0


def test_a_page_is_not_kept_for_long_for_the_hour_may_be_part_of_it():
    store = Store()
    store.put(("a",), page(age=MOST_SECONDS + 1))
    assert store.get(("a",)) is None
