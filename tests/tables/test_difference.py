"""Who is right between a file, the database and the last load; what a difference counts."""

from hypothesis import given
from hypothesis import strategies as st

from tables.difference import Difference, Verdict, verdict

VALUES = st.sampled_from("abc")
ROWS = st.dictionaries(st.sampled_from("12345"), VALUES)


@given(VALUES, VALUES, VALUES, st.booleans(), st.booleans())
def test_one_verdict_for_three_versions_of_a_value(file, stored, loaded, known, force):
    found = verdict(file, stored, loaded, known=known, force=force)
    if file == stored:
        assert found is None
    elif known and loaded == stored:  # nobody edited it
        assert found is Verdict.WRITTEN
    elif force:
        assert found is Verdict.FORCED
    elif known and loaded == file:  # only edited
        assert found is Verdict.KEPT
    else:
        assert found is Verdict.CONFLICT


@given(ROWS, ROWS)
def test_rows_that_a_file_alone_decides_come_change_stay_or_go(file, stored):
    found = Difference("essai")
    found.compare_rows(file, stored)
    made = {key: value for key, value in stored.items() if key not in found.gone}
    made |= {key: file[key] for key in [*found.added, *found.changed]}
    assert made == file
    assert found.same == len(file) - len(found.added) - len(found.changed)
    assert found.writes == (file != stored)


def test_fields_that_agree_are_remembered_though_the_last_load_said_otherwise():
    found = Difference("essai")
    found.compare_fields("un", {"nom": "b", "ville": "x"}, {"nom": "b", "ville": "y"}, {"nom": "a"})
    assert found.agreed == {"un": {"nom": "b"}}
    assert [(one.field, one.verdict) for one in found.changes] == [("ville", Verdict.CONFLICT)]
    assert (found.writes, found.same, found.written()) == (False, 0, {})


def test_what_is_written_of_a_row_is_all_of_a_new_one_and_else_what_changes():
    found = Difference("essai", added={"deux": {"nom": "z", "ville": "x"}})
    row = {"nom": "b", "ville": "x"}
    found.compare_fields("un", row, row | {"nom": "a"}, row | {"nom": "a"})
    assert found.written() == {"un": {"nom": "b"}, "deux": {"nom": "z", "ville": "x"}}
    assert found.changed == ["un"]
