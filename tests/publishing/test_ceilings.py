"""No list of the database is cut in silence."""

import ast
import re
from collections.abc import Iterator

import pytest

from geo.models import Region
from publishing.ceilings import CeilingReachedError, Part, first_of, part_of, whole, within
from tests.harness.rooms import ROOMS, ROOT

READS = {
    "all", "annotate", "current", "filter", "objects", "order_by", "prefetch_related", "public",
    "select_related", "values", "values_list",
}  # fmt: skip
# The best, the latest or the first of a list, and what says so.
PICKS = {
    "accounts/admin.py": "the latest second factors, under a title that says « derniers »",
    "accounts/management/commands/reset_second_factor.py": "two are one too many: refused",
    "calls/verification/applications.py": "asks one more, and tells that the journal is too long",
    "calls/call/laureates.py": "the call of a recognition: no two share its scheme and label",
    "calls/call/queries.py": "the same",
    "calls/decision/writing.py": "asks one more, and refuses",
    "directory/contributions/queries.py": "the latest answered, under « Les derniers traités »",
    "directory/territories/covering.py": "the nearest, as many as the caller asks for",
    "directory/pages/record.py": "counted before: communes are named only where all can be",
    "directory/pages/search.py": "suggestions: the answer says whether others answer too",
    "directory/record/history.py": "the latest changes: the page says where they begin",
    "publishing/ceilings.py": "the mechanism itself",
    "publishing/doors/areas.py": "a page, with its total",
    "publishing/doors/geojson.py": "a page, with its total",
    "publishing/tiles.py": "asks one more, and refuses",
    "geo/search_studied.py": "suggestions: the answer says whether others answer too",
    "geo/search_areas.py": "suggestions: the answer says whether others answer too",
}


def sources() -> Iterator[tuple[str, str]]:
    for app in ROOMS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text()


def cuts(source: str) -> list[str]:
    """The slices of querysets, as they are written."""
    return [
        f"{node.lineno}: [:{ast.unparse(node.slice.upper)}]"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Slice)
        and node.slice.upper is not None
        and not isinstance(node.slice.upper, ast.UnaryOp)
        and any(
            isinstance(one, ast.Attribute) and one.attr in READS for one in ast.walk(node.value)
        )
    ]


def test_no_queryset_is_sliced_outside_of_what_tells_it():
    found = {path: made for path, text in sources() if path not in PICKS and (made := cuts(text))}
    assert found == {}


def test_a_statement_that_stops_at_a_ceiling_asks_for_one_row_more():
    many = re.compile(r"LIMIT (?:\d{2,}|\{[A-Z_]+\})")
    found = {path: many.findall(text) for path, text in sources() if many.search(text)}
    assert found == {}


@pytest.mark.usefixtures("ground")
def test_a_list_is_read_whole_or_refused():
    regions = Region.objects.order_by("code")
    known = regions.count()
    assert len(whole(regions, known)) == known
    with pytest.raises(CeilingReachedError, match=r"Plus de 1 lignes \(geo.Region\)"):
        whole(regions, 1)
    with pytest.raises(CeilingReachedError, match="essai"):
        within([1, 2, 3], 2, "essai")


@pytest.mark.usefixtures("ground")
def test_a_part_of_a_list_knows_how_many_it_leaves_out(django_assert_num_queries):
    regions = Region.objects.order_by("code")
    known = regions.count()
    part = first_of(regions, 1)
    assert (len(part), part.total, part.left_out) == (1, known, known - 1)
    with django_assert_num_queries(1):
        assert first_of(regions, known).left_out == 0
    assert part_of([1, 2, 3], 2) == Part([1, 2], 3)
