"""Whoever is slow, to ask or to read, costs the others nothing."""

import socket
from contextlib import ExitStack, suppress

import pytest

from benchmarks import unfinished
from config.intake import MEGABYTE
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


def test_unfinished_bodies_do_not_fill_the_disk_and_the_one_that_is_silent_is_given_up(server):
    sent, announced = 5 * MEGABYTE, 7 * MEGABYTE
    head = f"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: {announced}\r\n\r\n"
    with ExitStack() as opened:
        silent, busy = (
            opened.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            for _ in range(2)
        )
        silent.sendall(head.encode() + b"x" * sent)
        busy.sendall(head.encode() + b"x" * sent)
        with suppress(ConnectionResetError):
            assert silent.recv(1) == b""
        busy.sendall(b"x" * (announced - sent))
        assert busy.recv(12).startswith(b"HTTP/1.1 4")
