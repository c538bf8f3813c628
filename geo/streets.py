"""Texts that are the address of a street: "12 rue de la Paix, Paris"."""

import re

from geo.names import LINKS

KINDS = (
    "rue|grande rue|grand rue|avenue|av|ave|boulevard|bd|bld|blvd|impasse|ruelle|place|pl|allees?|"
    "chemin|che|route|rte|quai|cours|square|passage|voie|faubourg|fbg|sentier|esplanade|"
    "rond point|residence|lotissement|hameau|villa|promenade|montee|traverse|venelle"
)
NUMBERED = re.compile(rf"^\d{{1,4}} (?:(?:bis|ter|quater|[a-d]) )?(?:{KINDS}) (?P<rest>\w.*)$")
# Without a number, only words that begin no name of a commune, and more than one word after them.
PLAIN = re.compile(r"^(?:rue|avenue|boulevard|bd|impasse|ruelle|allees?) (?P<rest>\w+ \w.*)$")


def after_street(key: str) -> str:
    """What follows the kind of a street in a key; "" where it is no address.

    >>> after_street("12 rue de la paix paris"), after_street("3 bis avenue foch 69006 lyon")
    ('de la paix paris', 'foch 69006 lyon')
    >>> after_street("80 rue"), after_street("cours la ville"), after_street("12 besse")
    ('', '', '')
    """
    found = NUMBERED.match(key) or PLAIN.match(key)
    return found["rest"] if found else ""


def towns_after(words: list[str]) -> list[str]:
    """What may be the town at the end of those words, the street keeping a word of its own.

    >>> towns_after("de la paix paris".split()), towns_after("de paris".split())
    (['paris'], [])
    """
    own = [rank for rank, word in enumerate(words) if word not in LINKS]
    if not own:
        return []
    return [" ".join(words[rank:]) for rank in range(own[0] + 1, len(words))]
