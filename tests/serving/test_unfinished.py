"""Whoever is slow, to ask or to read, costs the others nothing."""

import pytest

from benchmarks import unfinished
from config.server import threads
from tests.serving.subject import LARGE, PIECE, PIECES


@pytest.mark.parametrize("kind", unfinished.OPENINGS)
def test_the_home_page_answers_while_two_hundred_requests_stay_unfinished(
    server, kind, monkeypatch
):
    reading = unfinished.OPENINGS["readers"].replace(unfinished.LARGE.encode(), LARGE.encode())
    monkeypatch.setitem(unfinished.OPENINGS, "readers", reading)
    with unfinished.unfinished(server.port, [kind], 200) as lines, server.client() as client:
        assert len(lines) == 200 > threads()
        assert client.get("/").status == 200


def test_an_answer_larger_than_the_memory_of_a_connection_comes_whole(line):
    assert line.get_whole(LARGE) == PIECE * PIECES


def test_an_answer_to_head_has_its_length_and_no_body_and_the_connection_goes_on(line):
    line.connection.request("HEAD", "/")
    answer = line.connection.getresponse()
    assert int(answer.headers["Content-Length"]) > 0
    assert answer.read() == b""
    assert line.get("/robots.txt").status == 200
