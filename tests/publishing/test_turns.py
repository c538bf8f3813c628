"""Heavy answers wait for one another, and not for ever."""

import threading
import time

import pytest

from coverage.turns import busy
from publishing import serving, turns
from publishing.problems import BusyError
from publishing.turns import Turn


def another(turn):
    """What becomes of another thread that comes."""
    told = []

    def come():
        try:
            with turn.taken():
                told.append("servi")
        except BusyError:
            told.append("renvoyé")

    thread = threading.Thread(target=come)
    thread.start()
    thread.join()
    return told[0]


def test_two_that_come_together_work_one_after_the_other():
    turn, inside, most = Turn(busy, waiting=4), [0], [0]

    @turn.taken()
    def work():
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        threading.Event().wait(0.01)
        inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_a_work_that_fails_leaves_its_turn_to_the_next():
    turn = Turn(busy, waiting=0)
    for _ in range(2):
        with pytest.raises(LookupError), turn.taken():
            raise LookupError


def test_whoever_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    turn = Turn(busy, waiting=1)
    with turn.taken():
        assert another(turn) == "renvoyé"


@pytest.fixture
def people(monkeypatch):
    """A client of one's own for each thread that `come` starts; what became of each, in order."""
    whose, told = threading.local(), []
    server = serving.Server(client=lambda: getattr(whose, "client", ""))
    monkeypatch.setattr(serving, "_server", [server])
    threads = []

    def come(turn, client):
        def work():
            whose.client = client
            try:
                with turn.taken():
                    told.append((client, "servi"))
            except BusyError:
                told.append((client, "renvoyé"))

        threads.append(threading.Thread(target=work))
        threads[-1].start()
        while len(turn._waiting) + len(told) < len(threads):  # each waits, or was sent away
            time.sleep(0.001)

    yield come, told
    for thread in threads:
        thread.join()


def end(told, count):
    """Wait for all to be over."""
    until = time.monotonic() + 20
    while len(told) < count and time.monotonic() < until:
        time.sleep(0.001)
    return told


def test_whoever_comes_after_those_who_wait_is_sent_away_at_once(people):
    come, told = people
    turn = Turn(busy, waiting=1)
    with turn.taken():
        come(turn, "")
        come(turn, "")
        assert told == [("", "renvoyé")]
    assert end(told, 2) == [("", "renvoyé"), ("", "servi")]
    with turn.taken():
        assert turn.places == 2


def test_a_client_that_holds_every_place_gives_its_last_one_up_and_waits_behind(people):
    come, told = people
    turn = Turn(busy, waiting=4)
    with turn.taken():  # of no client
        for _ in range(4):
            come(turn, "gourmand")
        come(turn, "modeste")
        assert told == [("gourmand", "renvoyé")]
        come(turn, "gourmand")
        assert told == [("gourmand", "renvoyé")] * 2
    after = end(told, 6)[2:]
    assert after[:2] == [("gourmand", "servi"), ("modeste", "servi")]
    assert after[2:] == [("gourmand", "servi")] * 2


def test_a_place_is_given_up_only_to_whoever_has_fewer(people):
    come, told = people
    turn = Turn(busy, waiting=3)
    with turn.taken():
        for client in ("un", "deux", "trois", "quatre", "un"):
            come(turn, client)
        assert told == [("quatre", "renvoyé"), ("un", "renvoyé")]
    assert sorted(end(told, 5)[2:]) == [("deux", "servi"), ("trois", "servi"), ("un", "servi")]


def test_who_returns_does_not_pass_before_those_who_wait(people):
    come, told = people
    turn = Turn(busy, waiting=6)
    with turn.taken():
        come(turn, "habitué")
    end(told, 1)
    with turn.taken():
        come(turn, "patient")
        come(turn, "habitué")
        come(turn, "patient")
    assert end(told, 4)[1:] == [("patient", "servi"), ("habitué", "servi"), ("patient", "servi")]
