"""What is long to answer keeps nobody else waiting."""

import selectors
from contextlib import ExitStack

from config.server import ALWAYS_FREE, threads
from coverage.turns import EXACT_ANSWERS
from publishing.turns import places
from tests.serving.subject import HOLD, RELEASE

TABS = 8


def test_eight_tabs_of_a_long_calculation_leave_the_home_page_alone_and_most_are_sent_away(server):
    with ExitStack() as opened:
        tabs = [opened.enter_context(server.client()) for _ in range(TABS)]
        tabs[0].connection.request("GET", HOLD)
        with server.client() as other:
            for tab in tabs[1:]:
                tab.connection.request("GET", "/api/sites/?k=1&methode=exacte")
            assert other.get("/").status == 200
            # One is at work and one waits for as long as it is: all others have their answer.
            answered = {tab: tab.connection.sock for tab in tabs[1:]}
            away = refusals(list(answered.values()), TABS - EXACT_ANSWERS.places)
            assert other.get("/").status == 200
            assert other.get(RELEASE).status == 204
        answers = [tab.connection.getresponse() for tab in tabs]
        assert sorted(answer.status for answer in answers) == [200, 204] + [503] * away
        for answer in answers:
            answer.read()
            assert (answer.headers["Retry-After"] is not None) == (answer.status == 503)


def refusals(lines, awaited):
    """Wait until so many have begun to be answered; how many have."""
    with selectors.DefaultSelector() as waiting:
        for line in lines:
            waiting.register(line, selectors.EVENT_READ)
        found = 0
        while found < awaited:
            for key, _ in waiting.select():
                waiting.unregister(key.fileobj)
                found += 1
        return found


def test_all_who_work_or_wait_in_a_turn_leave_as_many_threads_to_the_others(server):
    assert threads() - places() == ALWAYS_FREE
