"""Who is answered next, whoever else asks for two hundred pages."""

import threading
from dataclasses import dataclass, field

import pytest

from config.lines import CROWD, MADE_AT_ONCE, PAGE, Lines, Site, client_of

HOST = "atlas.example"
SITE = Site(frozenset(("", "annuaire", "communes", "priorites")), HOST, 0)


@dataclass
class Request:
    """What waitress has read of a request."""

    path: str = "/"
    query: str = ""
    command: str = "GET"
    headers: dict[str, str] = field(default_factory=lambda: {"HOST": HOST})
    error: object = None


class Connection:
    """A connection of waitress, with one request; answering it does what is said."""

    def __init__(self, path="/", query="", client="192.0.2.1", command="GET", **headers):
        self.requests = [Request(path, query, command, {"HOST": HOST} | headers)]
        self.addr = (client, 50_000)
        self.service = lambda: None


@pytest.fixture
def lines():
    return Lines(SITE, threading.Condition())


def wait(lines, *tasks):
    for task in tasks:
        lines.append(task)


def taken(lines):
    """Those who are let in before anyone has left."""
    works = []
    while lines:
        works.append(lines.popleft())
    return works


def answered_before(lines, newcomer, seconds=1.0):
    """How many are answered before the newcomer, one at a time, each at a cost."""
    count = 0
    while (work := lines.popleft()).task is not newcomer:
        work.begun -= seconds
        lines.leave(work)
        count += 1
    return count


def communes(**asked):
    return [Connection(f"/communes/{code:05}/", **asked) for code in range(200)]


def test_a_client_who_asks_for_two_hundred_pages_keeps_no_other_waiting(lines):
    newcomer = Connection("/communes/99999/", client="192.0.2.2")
    wait(lines, *communes(), newcomer)
    assert answered_before(lines, newcomer) <= 1


def test_nor_do_they_keep_another_kind_of_page_waiting_for_the_same_client(lines):
    newcomer = Connection("/annuaire/")
    wait(lines, *communes(), newcomer)
    assert answered_before(lines, newcomer) <= 1


@pytest.mark.parametrize(
    "own", [{"query": "q={}"}, {"HOST": "a:{}"}, {"COOKIE": "a={}"}, {"X_FRAGMENT": "{}"}]
)
def test_a_page_comes_before_those_who_ask_it_in_a_way_of_their_own(lines, own):
    newcomer = Connection()
    varied = [{name: value.format(n) for name, value in own.items()} for n in range(200)]
    wait(lines, *(Connection(**one) for one in varied), newcomer)
    assert answered_before(lines, newcomer) <= 1


def test_addresses_that_nothing_answers_are_of_one_kind(lines):
    newcomer = Connection("/annuaire/")
    wait(lines, *(Connection(f"/{word}/") for word in range(200)), newcomer)
    assert answered_before(lines, newcomer) <= 1


def test_what_costs_little_is_answered_while_what_costs_much_waits(lines):
    cheap = [Connection("/annuaire/") for _ in range(CROWD)]
    wait(lines, *communes(), *cheap)
    served = []
    for _ in range(CROWD + 1):
        work = lines.popleft()
        work.begun -= 0.001 if work.task in cheap else 1.0
        lines.leave(work)
        served.append(work.task)
    assert sum(task in cheap for task in served) == CROWD


def test_a_page_is_not_made_twice_at_once_and_another_is(lines):
    wait(lines, Connection(), Connection(), Connection("/annuaire/"))
    first, other = taken(lines)
    assert {first.asked.page, other.asked.page} == {"/?", "/annuaire/?"}
    lines.leave(first)
    assert [work.asked.page for work in taken(lines)] == ["/?"]


def test_few_pages_are_made_at_once_and_neither_a_probe_nor_a_form_waits_for_one(lines):
    wait(lines, *communes())
    assert len(taken(lines)) == MADE_AT_ONCE
    others = [Connection("/sante/"), Connection("/robots.txt"), Connection(command="POST")]
    wait(lines, *others)
    assert [work.task for work in taken(lines)] == others


def test_few_things_sent_are_read_at_once_and_each_client_waits_behind_their_own(lines):
    """A form that takes a second to read, sent sixty times, would hold every thread."""
    wait(lines, *[Connection("/", command="POST", client="192.0.2.1") for _ in range(60)])
    first = taken(lines)
    assert len(first) == MADE_AT_ONCE
    newcomer = Connection("/", command="POST", client="192.0.2.2")
    wait(lines, newcomer, Connection("/"))
    assert [work.asked.place for work in taken(lines)] == [PAGE]
    lines.leave(first[0])
    assert [work.task for work in taken(lines)] == [newcomer]


def test_whoever_waits_in_a_turn_leaves_the_place_to_another(lines):
    wait(lines, Connection("/priorites/"), *communes())
    heavy = lines.popleft()
    assert heavy.asked.kind == "priorites"
    seen = []

    def answer():
        with lines.aside():
            seen.append(len(taken(lines)))
        seen.append(len(lines.making))

    heavy.task.service = answer
    heavy.service()
    assert seen == [MADE_AT_ONCE, MADE_AT_ONCE + 1]
    assert len(lines.making) == MADE_AT_ONCE


def test_in_a_crowd_whoever_came_last_is_the_first(lines):
    asking = communes()
    wait(lines, *asking)
    assert lines.popleft().task is asking[-1]


def test_nothing_is_kept_of_who_has_been_answered(lines):
    wait(lines, *communes(), Connection(client="192.0.2.2"))
    while lines:
        for work in taken(lines):
            lines.leave(work)
    assert (len(lines), lines.lines, lines.spent) == (0, {}, {})


@pytest.mark.parametrize(
    ("forwarded", "proxies", "client"),
    [
        ("203.0.113.1", 0, "192.0.2.9"),
        ("203.0.113.1", 1, "203.0.113.1"),
        ("198.51.100.7, 203.0.113.1", 1, "203.0.113.1"),
        ("203.0.113.1, 198.51.100.7", 2, "203.0.113.1"),
        ("203.0.113.1", 2, "192.0.2.9"),
        ("", 1, "192.0.2.9"),
        ("2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::"),
    ],
)
def test_a_client_is_whom_the_trusted_proxies_name(forwarded, proxies, client):
    assert client_of("192.0.2.9", forwarded, proxies) == client
