"""Heavy answers wait for one another, and not for ever."""

import threading

import pytest

from coverage.turns import busy
from publishing import turns
from publishing.problems import BusyError
from publishing.turns import Turn


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
    with turn.taken(), pytest.raises(BusyError), turn.taken():
        pytest.fail("two at once")


def test_whoever_comes_after_those_who_wait_is_sent_away_at_once():
    turn, coming = Turn(busy, waiting=1), threading.Event()

    def wait():
        coming.set()
        with turn.taken():
            pass

    with turn.taken():
        waiting = threading.Thread(target=wait)
        waiting.start()
        coming.wait()
        # PATIENCE_SECONDS is half a minute: nobody here has it.
        while turn._room.acquire(blocking=False):
            turn._room.release()
        with pytest.raises(BusyError), turn.taken():
            pytest.fail("more wait than may")
    waiting.join()
    with turn.taken():
        assert turn.places == 2
