"""Counters of tries: exact whatever comes at once, kept to their hour, told of nobody."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.core.internal.ratelimit import consume
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection

from accounts import limits
from accounts.counters import Counters, count, digest_of
from accounts.models import Counter
from tests.people import PASSWORD, make_person

OURS = {"default": {"BACKEND": "accounts.counters.Counters"}}


@pytest.fixture
def counters(db, settings):
    settings.CACHES = OURS
    return caches["default"]


def all_at_once(number, act):
    """What each of so many threads is answered."""
    barrier = Barrier(number)

    def run(_):
        try:
            barrier.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_of_seventeen_tries_at_once_where_five_are_allowed_five_are(transactional_db, rf):
    asked = rf.post("/", REMOTE_ADDR="192.0.2.1")
    answers = all_at_once(17, lambda: limits.allow(asked, "report", 5, 60))
    assert sorted(answers) == [False] * 12 + [True] * 5


def test_of_seventeen_tries_at_once_allauth_allows_five_at_most(transactional_db, rf, settings):
    settings.CACHES = OURS
    asked = rf.post("/", REMOTE_ADDR="192.0.2.1")
    answers = all_at_once(
        17, lambda: consume(asked, app="account", action="login", config={"login": "5/m/ip"})
    )
    assert sum(1 for answer in answers if answer) <= 5
    again = [
        consume(asked, app="account", action="login", config={"login": "5/m/ip"}) for _ in range(6)
    ]
    assert sum(1 for answer in [*answers, *again] if answer) == 5


def test_tries_are_counted_by_address_and_by_act(db, rf):
    one, other = rf.post("/", REMOTE_ADDR="192.0.2.1"), rf.post("/", REMOTE_ADDR="192.0.2.2")
    assert [limits.allow(one, "report", 2, 60) for _ in range(3)] == [True, True, False]
    assert limits.allow(other, "report", 2, 60)
    assert limits.allow(one, "request", 2, 60)


def test_no_lock_is_dropped_whatever_their_number(counters):
    for number in range(1000):
        counters.set(f"other:{number}", 1, 600)
    assert counters.add("aaa", 1, 600)
    for number in range(1000, 1400):
        counters.add(f"other:{number}", 1, 600)
    assert not counters.add("aaa", 1, 600)
    assert Counter.objects.count() == 1401


def test_a_count_begins_again_once_its_time_is_over(db):
    assert [count("key", 60), count("key", 60)] == [1, 2]
    Counter.objects.update(until="2020-01-01T00:00Z")
    assert count("key", 60) == 1


def test_what_is_past_its_time_is_erased_by_the_next_try_and_every_night(db, capsys):
    for number in range(5):
        count(f"key {number}", 60)
    Counter.objects.update(until="2020-01-01T00:00Z")
    count("other", 60)
    assert Counter.objects.count() == 1
    Counter.objects.update(until="2020-01-01T00:00Z")
    call_command("purge_personal_data", "--write")
    assert not Counter.objects.exists()


def test_neither_an_address_nor_its_plain_digest_is_kept(db, rf, settings):
    limits.allow(rf.post("/", REMOTE_ADDR="192.0.2.77"), "report", 5, 60)
    (kept,) = Counter.objects.values_list("key", flat=True)
    assert len(kept) == 64
    before = digest_of("key")
    settings.SECRET_KEY = "another"  # noqa: S105
    assert digest_of("key") != before


def test_a_person_who_signs_in_leaves_no_address_behind(counters, client):
    make_person("lea@example.org")
    client.post(
        "/compte/connexion/",
        {"login": "lea@example.org", "password": PASSWORD + "x"},
        REMOTE_ADDR="192.0.2.77",
    )
    assert Counter.objects.exists()
    kept = str(list(Counter.objects.values_list("key", "value")))
    assert "192.0.2.77" not in kept
    assert "example.org" not in kept


def test_it_is_a_cache_like_any_other(counters):
    assert isinstance(counters, Counters)
    assert counters.get("key", "none") == "none"
    counters.set("key", [1764180000.123456, "y", True], 60)
    assert counters.get("key") == [1764180000.123456, "y", True]
    assert not counters.add("key", 2, 60)
    assert counters.touch("key", 90)
    assert counters.delete("key")
    assert not counters.delete("key")
    assert not counters.touch("key", 90)
    assert counters.add("number", 2, None)
    assert (counters.incr("number"), counters.decr("number", 3)) == (3, 0)
    with pytest.raises(ValueError, match="not found"):
        counters.incr("key")
    counters.set("gone", 1, 0)
    assert counters.get("gone") is None
    assert counters.add("gone", 2, 60)
    counters.clear()
    assert not Counter.objects.exists()
