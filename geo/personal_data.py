"""What reaches a person in a text: an address of mail, a number of telephone."""

import re

MAIL = re.compile(r"\S@\S")
# Ten figures by pairs, however they are parted, with or without the code of the country.
TELEPHONE = re.compile(
    r"(?<!\d)(?:\+\s?\d{2,3}[\s.\-]?(?:\(0\))?\s?\d|0\d)(?:[\s.\-/]?\d{2}){4}(?!\d)"
)


def names_someone(text: str) -> bool:
    """Whether a text gives such an address or number.

    >>> names_someone("CRESS, 01 23 45 67 89"), names_someone("CRESS (2024)")
    (True, False)
    """
    return bool(MAIL.search(text) or TELEPHONE.search(text))
