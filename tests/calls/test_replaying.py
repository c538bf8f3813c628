"""A journal is replayed against the table of moves: impossible sequences are refused."""

import pytest

from calls.replaying import Line, replayed
from calls.states import OutOfOrder, State

OTHERS = {"give-opinion", "take-back-opinion", "stand-aside", "erase"}


def move(act, origin, target, **fields):
    return Line(act, origin, target, act in ("submit", "answer", "withdraw"), 1, **fields)


def said(act, region="84", person=2, at="in-instruction"):
    return Line(act, at, at, False, person, region)


START = [
    move("submit", "draft", "submitted"), move("accept", "submitted", "complete"),
    move("start", "complete", "in-instruction"),
]  # fmt: skip
CLOSE = move("close", "in-instruction", "instructed")
REOPEN = ("reopen", "instructed", "in-instruction")
DECIDE = ("decide", "instructed", "decided")


def run(*lines):
    return replayed([*START, *lines], ["84"], OTHERS)


def test_what_the_site_writes_is_followed():
    given, back = said("give-opinion"), said("take-back-opinion")
    assert run(given, back, said("stand-aside"), said("give-opinion", person=3), CLOSE,
               move(*REOPEN, reasoned=True), CLOSE, move(*DECIDE, outcome="refused", reasoned=True),
               move("announce", "decided", "refused")) is State.REFUSED  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([said("give-opinion"), said("give-opinion")], "rendu deux fois"),
        ([said("give-opinion"), said("take-back-opinion", person=3)], "n'était pas le sien"),
        ([said("give-opinion"), said("stand-aside")], "en vigueur est de qui se déporte"),
        ([said("stand-aside"), said("give-opinion")], "s'était déporté"),
        ([said("give-opinion", region="11")], "pas de son territoire"),
        ([CLOSE], "encore attendu : 84"),
        ([said("give-opinion"), CLOSE, move(*REOPEN)], "un motif est attendu"),
        ([said("give-opinion"), CLOSE, move(*DECIDE)], "Aucune décision"),
        ([said("give-opinion"), CLOSE, move(*DECIDE, outcome="refused")], "pour un motif"),
        ([said("give-opinion"), CLOSE, move(*DECIDE, outcome="laureate"),
          move("announce", "decided", "reserve")], "ne mène pas"),
        ([said("invent")], "n'est pas un acte"),
        ([said("erase", at="submitted")], "ne change pas l'état"),
    ],
)  # fmt: skip
def test_what_it_cannot_have_written_is_refused_with_its_line(lines, why):
    with pytest.raises(OutOfOrder, match=rf"ligne \d+ : .*{why}"):
        run(*lines)


def test_a_recusal_of_before_that_was_taken_stock_of_is_followed():
    old = Line("stand-aside", "in-instruction", "in-instruction", False, 2, "84", excused=True)
    assert run(said("give-opinion"), old) is State.IN_INSTRUCTION
