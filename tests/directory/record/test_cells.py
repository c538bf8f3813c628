"""The syntax of a spreadsheet's cells says everything that JSONL says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.record.file.cells import flatten, nest
from directory.record.kinds.cells import CellError, join, split
from directory.record.kinds.recognitions import read_recognitions
from directory.vocabulary import Scheme, TerritoryLevel, Theme
from tests.factories import row

TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=20
)
CODES = st.sampled_from(["01001", "2A004", "97401"])
OPTIONAL = st.none() | TEXT
RECOGNITION = st.fixed_dictionaries(
    {
        "scheme": st.sampled_from(Scheme.values),
        "label": TEXT,
        "year": st.none() | st.integers(1980, 2100),
        "amount_eur": st.none() | st.integers(0, 10**9),
    }
)
NAMED = st.fixed_dictionaries(
    {"level": st.sampled_from([x for x in TerritoryLevel.values if x != "drawn"]), "code": CODES}
    | {"label": OPTIONAL}
)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
DRAWN = st.fixed_dictionaries(
    {"level": st.just("drawn"), "code": st.none(), "label": OPTIONAL, "drawn": st.just(SQUARE)}
)
CHANGES = st.fixed_dictionaries(
    {
        "name": TEXT,
        "other_names": st.lists(TEXT),
        "lead_organisation": OPTIONAL,
        "themes": st.lists(st.sampled_from(Theme.values), max_size=4),
        "status_as_of": st.none() | st.integers(1980, 2100),
        "published": st.booleans(),
        "sources": st.lists(TEXT),
        "note": OPTIONAL,
        "epci": st.lists(st.fixed_dictionaries({"name": TEXT, "siren": CODES})),
        "recognitions": st.lists(RECOGNITION),
        "footprint": st.fixed_dictionaries(
            {"basis": st.just("declared-detail"), "communes": st.lists(CODES)},
            optional={
                "drawn": st.just(SQUARE),
                "territories": st.lists(NAMED | DRAWN, min_size=1),
            },
        ),
    }
)


@given(CHANGES)
def test_cells_give_the_record_back(changes):
    record = row() | changes | {"footprint": row()["footprint"] | changes["footprint"]}
    again = nest(2, dict(flatten(record)))
    assert again.malformed == {}
    assert again.values == record


@given(st.lists(TEXT))
def test_a_list_in_a_cell_is_read_back(items):
    assert split(join(items)) == items


def test_bars_part_items_and_a_backslash_keeps_one():
    assert split(r" a | b \| c || d ") == ["a", "b | c", "d"]
    assert split(r"C:\dossier") == [r"C:\dossier"]


def test_recognitions_read_as_people_write_them():
    first, second = read_recognitions("aap-2013, 2014, 150 000 € : Appel, 2013 | autre: Label")
    assert first == {
        "scheme": "aap-2013", "label": "Appel, 2013", "year": 2014, "amount_eur": 150000
    }  # fmt: skip
    assert second == {"scheme": "autre", "label": "Label", "year": None, "amount_eur": None}


def test_a_recognition_without_colon_says_what_is_accepted():
    with pytest.raises(CellError, match="libellé"):
        read_recognitions("aap-2013 2014")


@pytest.mark.parametrize(
    ("column", "cell", "accepted"),
    [
        ("published", "peut-être", "oui ou non"),
        ("founded_year", "vers 2010", "un nombre entier"),
        ("epci", "200000001", "SIREN puis nom"),
        ("footprint.drawn", "{", "GeoJSON"),
        ("footprint.territories", "quelque part", "niveau:code"),
        ("footprint.territories", "drawn:{oups", "GeoJSON"),
    ],
)
def test_a_cell_that_cannot_be_read_is_kept_with_what_is_accepted(column, cell, accepted):
    malformed = nest(7, {column: cell}).malformed
    assert accepted in malformed[column][1]
