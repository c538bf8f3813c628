"""Lists of coverage for machines: none is cut, each says how many rows it has."""

import json

import pytest

from coverage.priorities import queries as priorities
from publishing.ceilings import CeilingReachedError


def read(client, path: str) -> dict:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_emerging_poles_are_served_page_by_page_and_all_counted(client, emerging):
    whole = read(client, "/api/priorites/")
    slugs = [row["slug"] for row in whole["resultats"]]
    assert whole["numberMatched"] == whole["numberReturned"] == len(slugs) == 5
    paged, path = [], "/api/priorites/?limit=2"
    while path:
        page = read(client, path)
        assert (page["numberMatched"], page["numberReturned"]) == (5, len(page["resultats"]))
        paged += [row["slug"] for row in page["resultats"]]
        following = [one["href"] for one in page["links"] if one["rel"] == "next"]
        path = following[0].partition("//")[2].partition("/")[2] if following else ""
        path = path and f"/{path}"
    assert paged == slugs


@pytest.mark.usefixtures("emerging")
def test_more_emerging_poles_than_a_statement_can_give_is_an_error(monkeypatch):
    monkeypatch.setattr(priorities, "MOST_POLES", 2)
    with pytest.raises(CeilingReachedError):
        priorities.priorities(priorities.Question(radius_km=0), {})


@pytest.mark.parametrize("level", ["commune", "epci", "departement", "region", "france"])
@pytest.mark.parametrize("form", ["json", "geojson"])
def test_coverage_says_how_many_rows_a_level_has(client, poles, level, form):
    rows = "resultats" if form == "json" else "features"
    path = f"/api/couverture/?niveau={level}&format={form}"
    whole = read(client, path)
    assert whole["numberMatched"] == whole["numberReturned"] == len(whole[rows])
    page = read(client, f"{path}&limit=1&offset=1")
    assert page["numberMatched"] == whole["numberMatched"]
    assert page["numberReturned"] == len(page[rows]) == 1
    assert {one["rel"] for one in page["links"]} >= {"self", "prev"}
    beyond = read(client, f"{path}&offset=1000")
    assert beyond["numberReturned"] == len(beyond[rows]) == 0


def test_coverage_of_a_region_counts_its_own_communes(client, poles):
    page = read(client, "/api/couverture/?niveau=commune&region=84&limit=5")
    assert (page["numberMatched"], page["numberReturned"]) == (12, 5)
