"""Dates are no more precise than their source."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from web.dates import PartialDate, validate


@pytest.mark.parametrize(
    ("text", "said", "first", "last"),
    [
        ("2021-05-12", "le 12 mai 2021", date(2021, 5, 12), date(2021, 5, 12)),
        ("2023-06-01", "le 1er juin 2023", date(2023, 6, 1), date(2023, 6, 1)),
        ("2022-09", "en septembre 2022", date(2022, 9, 1), date(2022, 9, 30)),
        ("2024-02", "en février 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021", "en 2021", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_a_date_says_itself_and_its_bounds(text, said, first, last):
    found = PartialDate.read(text)
    assert (found.said(), found.first, found.last) == (said, first, last)
    assert found.exact == (first == last)


@pytest.mark.parametrize(
    "text", ["", "2021-13", "2021-02-30", "12/05/2021", "21", "2021-5-1", "٢٠٢١", "2021\n"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValidationError, match="2021-05-12"):
        validate(text)
