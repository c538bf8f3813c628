"""File, last load, database: what becomes of a field in every case."""

import pytest

from directory.record.comparing import Stored, compare, edits
from directory.record.fields import NAMES
from directory.record.file.rows import Row
from directory.record.file.validating import validate
from directory.record.known import KnownCodes
from tables.difference import Verdict
from tests.factories import row

GROUND = KnownCodes(communes={}, regions={"84": "Auvergne-Rhône-Alpes"})


def record(**changes):
    return validate([Row(1, row("un", **changes))], GROUND)["un"]


@pytest.mark.parametrize(
    ("loaded", "current", "file", "force", "verdict"),
    [
        ("a", "a", "a", False, None),
        ("a", "a", "b", False, Verdict.WRITTEN),
        ("a", "b", "a", False, Verdict.KEPT),
        ("a", "b", "b", False, None),
        ("a", "b", "c", False, Verdict.CONFLICT),
        ("a", "a", "b", True, Verdict.WRITTEN),
        ("a", "b", "a", True, Verdict.FORCED),
        ("a", "b", "c", True, Verdict.FORCED),
        (None, "b", "c", False, Verdict.CONFLICT),
        (None, "b", "c", True, Verdict.FORCED),
        (None, "b", "b", False, None),
    ],
)
def test_three_versions_of_a_field_give_one_verdict(loaded, current, file, force, verdict):
    past = record(name=loaded) if loaded else {}
    diff = compare({"un": record(name=file)}, {"un": Stored(record(name=current), past)}, force)
    assert [change.verdict for change in diff.changes] == ([verdict] if verdict else [])
    assert diff.same == (0 if verdict else 1)


def test_poles_absent_from_the_file_are_listed_and_left():
    diff = compare({}, {"un": Stored(record(), record())}, force=True)
    assert diff.absent == ["un"]
    assert not diff.writes


def test_order_matters_only_where_it_says_something():
    pair = [{"scheme": "autre", "label": x, "year": None, "amount_eur": None} for x in "ab"]
    one = record(recognitions=pair, themes=["culture", "energie"])
    other = record(recognitions=pair[::-1], themes=["energie", "culture"])
    diff = compare({"un": other}, {"un": Stored(one, one)})
    assert [change.field for change in diff.changes] == ["themes"]


def test_a_value_on_which_both_agree_is_remembered():
    diff = compare({"un": record(name="b")}, {"un": Stored(record(name="b"), record(name="a"))})
    assert diff.agreed == {"un": {"name": "b"}}
    assert not diff.writes


def test_edits_are_what_differs_from_the_last_load():
    assert edits("un", Stored(record(name="b"), record(name="a")))[0].field == "name"
    assert edits("un", Stored(record(name="b"), {})) == []


def test_a_record_has_every_field():
    assert tuple(record()) == NAMES
