"""The arithmetic of the measures: what a table says must follow from what was timed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures import Figure, Section, alternately, french, percentile
from benchmarks.machine import Machine
from benchmarks.report import cells, exceeded, write_json
from benchmarks.weights import Tile, spaced

MACHINE = Machine(2, 0.5, 8.0, "Linux x86_64", "3.11", "15", "3.3", 34_875, 136)


def section(*figures: Figure) -> Section:
    return Section("essai", "Essai", figures, load=0.5, seconds=1.0)


@pytest.mark.parametrize(
    ("value", "budget", "held"), [(3, None, None), (3, 3, True), (3.01, 3, False), (0, 0, True)]
)
def test_a_budget_is_a_maximum_that_may_be_reached(value, budget, held):
    assert Figure("essai", value, budget=budget).held is held


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (3.0, "3"),
        (2.345, "2,35"),
        (48.26, "48,3"),
        (999.4, "999"),
        (34875, "34\u202f875"),
    ],
)
def test_a_number_is_written_as_in_french(value, written):
    assert french(value) == written


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(1, 100))
def test_a_percentile_is_a_value_that_enough_values_do_not_exceed(values, rank):
    found = percentile(values, rank)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= rank * len(values)
    assert sum(value < found for value in values) * 100 < rank * len(values)


def test_works_are_timed_in_turn_and_the_warm_up_does_not_count():
    calls = []
    taken = alternately([lambda: calls.append("a"), lambda: calls.append("b")], runs=3, warm_up=2)
    assert "".join(calls) == "ab" * 5
    assert [len(seconds) for seconds in taken] == [3, 3]


@given(st.integers(1, 60), st.integers(2, 12))
def test_spaced_tiles_keep_their_order_with_the_heaviest_and_the_lightest(total, count):
    tiles = [Tile(weight, 8, weight, 0) for weight in range(total, 0, -1)]
    kept = spaced(tiles, count)
    assert len(kept) == min(total, count)
    assert kept == sorted(set(kept), reverse=True)
    assert {kept[0], kept[-1]} == {tiles[0], tiles[-1]}


def test_what_exceeds_its_budget_is_named():
    figures = (Figure("tenue", 1, budget=2), Figure("dépassée", 3, budget=2), Figure("libre", 9))
    assert exceeded([section(*figures)]) == ["dépassée"]


def test_a_line_of_the_table_gives_value_budget_verdict_and_ratio():
    figure = Figure("Tuile", 12.34, "ms", budget=50, ratio=1.5, detail="[z8]")
    assert cells(figure) == ("  Tuile", "12,3 ms", "≤ 50 ms", "tenu", "1,50", "\\[z8]")


def test_the_json_holds_the_machine_and_every_verdict(tmp_path):
    path = tmp_path / "mesures.json"
    write_json(path, MACHINE, [section(Figure("essai", 3, "s", budget=2))])
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["machine"]["communes"] == 34_875
    assert content["machine"]["busy"] is False
    assert content["measures"][0]["figures"][0]["held"] is False
