"""Codes of another geography: carried to today's, or said to have been left."""

import pytest

from coverage.indicators.carrying import Codes, Former, carry
from coverage.indicators.reading import Entry, Sheet
from coverage.indicators.vocabulary import FileLevel, Kind
from tables.problems import Refused

CODES = Codes(
    communes=frozenset({"01001", "01002", "75056"}),
    vanished=frozenset({"01999"}),
    former={
        "01003": Former("01001"),
        "01004": Former("01001"),
        "75101": Former("75056", arrondissement=True, population=1),
        "75102": Former("75056", arrondissement=True, population=3),
    },
    sirens={"210100020": "01002"},
    members={"200000001": ["01001"], "200000002": ["01002"], "200000003": []},
    successors={"240000001": "200000001", "240000002": "200000001"},
    zones={"0001": ["01001", "01002"], "0002": ["75056"]},
)


def communes(*rows, kind=Kind.NUMBER):
    return carried(FileLevel.COMMUNE, "code_insee", rows, kind)


def epcis(*rows, kind=Kind.NUMBER):
    return carried(FileLevel.EPCI, "siren", rows, kind)


def carried(level, column, rows, kind, empty=()):
    entries = [
        Entry(n, code, None, value) if isinstance(value, str) else Entry(n, code, value)
        for n, (code, value) in enumerate(rows, start=2)
    ]
    silent = [Entry(99, code) for code in empty]
    return carry(Sheet(level, column, entries, silent, []), kind, CODES)


def remarks(found):
    return {remark.what: remark.codes for remark in found.remarks}


def told(found, words):
    """The codes of the one remark that has these words."""
    (codes,) = [codes for what, codes in remarks(found).items() if words in what]
    return codes


def test_a_former_commune_leads_to_that_of_today():
    found = communes(("01003", 5.0))
    assert found.communes == {"01001": (5.0, "")}
    assert told(found, "reportées") == ("01003 → 01001",)


def test_several_codes_that_are_one_commune_make_a_plain_mean_and_it_is_said():
    found = communes(("01001", 1.0), ("01003", 2.0), ("01004", 6.0))
    assert found.communes["01001"] == (3.0, "")
    assert told(found, "moyenne simple, faute") == ("01001",)


def test_counts_are_summed():
    assert communes(("01001", 1.0), ("01003", 2.0), kind=Kind.COUNT).communes["01001"][0] == 3


def test_a_list_holds_a_commune_if_one_of_its_codes_is_there():
    found = communes(("01003", 1.0), kind=Kind.LIST)
    assert found.communes == {"01001": (1.0, "")}


@pytest.mark.parametrize(
    ("rows", "class_"),
    [
        ([("01001", "7"), ("01003", "5"), ("01004", "5")], "7"),
        ([("01003", "6"), ("01004", "5")], "5"),
    ],
)
def test_of_several_classes_that_of_today_s_code_is_kept_else_the_commonest_then_the_first(
    rows, class_
):
    assert communes(*rows, kind=Kind.CLASS).communes["01001"] == (None, class_)


def test_arrondissements_are_not_added_on_top_of_their_commune():
    found = communes(("75056", 10.0), ("75101", 4.0), ("75102", 6.0), kind=Kind.COUNT)
    assert found.communes == {"75056": (10.0, "")}
    assert told(found, "laissés de côté") == ("75101", "75102")


def test_arrondissements_make_their_commune_where_it_has_no_value():
    number = communes(("75101", 4.0), ("75102", 8.0))
    assert number.communes["75056"] == (7.0, "")  # (1 × 4 + 3 × 8) / 4
    assert told(number, "pondérée") == ("75056",)
    assert communes(("75101", 4.0), ("75102", 8.0), kind=Kind.COUNT).communes["75056"][0] == 12
    most = communes(("75101", "a"), ("75102", "b"), kind=Kind.CLASS)
    assert most.communes["75056"] == (None, "b")


def test_a_sum_of_some_arrondissements_only_would_be_false_and_is_not_made():
    found = communes(("01001", 1.0), ("75101", 4.0), kind=Kind.COUNT)
    assert "75056" not in found.communes
    assert told(found, "il en manque") == ("75101",)


def test_collectivities_overseas_and_vanished_communes_are_left_and_said():
    found = communes(("98736", 9.0), ("97801", 3.0), ("97501", 1.0), ("01999", 1.0))
    assert found.communes == {}
    assert told(found, "collectivités") == ("97501", "97801", "98736")
    assert told(found, "disparues") == ("01999",)


def test_a_code_that_was_never_a_commune_is_refused_with_all_others():
    with pytest.raises(Refused) as caught:
        communes(("01001", 1.0), ("99999", 1.0), ("01666", 1.0))
    assert [(p.line, p.value) for p in caught.value.problems] == [(3, "99999"), (4, "01666")]


def test_a_code_without_value_is_checked_too():
    with pytest.raises(Refused):
        carried(FileLevel.COMMUNE, "code_insee", [("01001", 1.0)], Kind.NUMBER, empty=["99999"])
    found = carried(FileLevel.COMMUNE, "code_insee", [("01001", 1.0)], Kind.NUMBER, empty=["01002"])
    assert told(found, "sans valeur dans le fichier") == ("01002",)
    assert "01002" not in found.communes


def test_merged_epci_make_their_successor_and_it_is_said():
    found = epcis(("240000001", 2.0), ("240000002", 4.0), ("200000002", 1.0))
    assert found.epcis == {"200000001": (3.0, ""), "200000002": (1.0, "")}
    assert found.made == {"200000001"}
    assert told(found, "EPCI nouveaux") == ("240000001+240000002 → 200000001",)


def test_a_successor_that_has_its_own_value_keeps_it():
    found = epcis(("240000001", 2.0), ("200000001", 4.0))
    assert found.epcis == {"200000001": (4.0, "")}
    assert told(found, "leur successeur a sa valeur") == ("240000001",)


def test_a_list_of_epci_lists_their_communes_and_single_communes_by_siren():
    found = epcis(("200000001", 1.0), ("210100020", 1.0), kind=Kind.LIST)
    assert set(found.communes) == {"01001", "01002"}
    assert told(found, "communes seules") == ("210100020",)


def test_an_unknown_siren_is_refused():
    with pytest.raises(Refused) as caught:
        epcis(("299999999", 1.0))
    assert [p.value for p in caught.value.problems] == ["299999999"]


def test_every_commune_of_a_zone_has_its_value():
    found = carried(FileLevel.ZONE, "code_ze2020", [("0001", 7.5)], Kind.NUMBER)
    assert found.communes == {"01001": (7.5, ""), "01002": (7.5, "")}
    assert told(found, "zones d'emploi sans valeur") == ("0002",)


def test_an_unknown_zone_is_refused():
    with pytest.raises(Refused) as caught:
        carried(FileLevel.ZONE, "code_ze2020", [("9999", 7.5)], Kind.NUMBER)
    assert [p.value for p in caught.value.problems] == ["9999"]
