"""Whoever asks for two hundred pages and reads none keeps nobody else waiting for theirs."""

import selectors
from contextlib import ExitStack, closing

import pytest

from benchmarks.readers import asking
from benchmarks.unfinished import begun
from config.server import threads

READERS = 200


@pytest.mark.parametrize("path", ["/annuaire/?q={}", "/communes/01004/?utm_n={}"])
def test_the_home_page_comes_before_two_hundred_pages_asked_earlier(server, path):
    with ExitStack() as opened, selectors.DefaultSelector() as answered:
        for number in range(READERS):
            words = asking(path.format(number), host=f"127.0.0.1:{server.port}")
            answered.register(
                opened.enter_context(closing(begun(server.port, words))), selectors.EVENT_READ
            )
        with server.client() as newcomer:
            assert newcomer.get("/").status == 200
        # Were each answered as it comes, no more could wait than there are threads.
        assert READERS - len(answered.select(0)) > threads()


def test_a_page_asked_by_two_hundred_readers_is_given_whole_to_each(server):
    with ExitStack() as opened:
        readers = [opened.enter_context(server.client()) for _ in range(READERS)]
        for reader in readers:
            reader.connection.request("GET", "/annuaire/")
        answers = [reader.connection.getresponse() for reader in readers]
        assert {answer.status for answer in answers} == {200}
        pages = {answer.read() for answer in answers}
    assert len(pages) == 1
    assert pages.pop().rstrip().endswith(b"</html>")
