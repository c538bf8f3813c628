"""Words searched in what a pole says of itself; accents, case and St/Ste never matter."""

import re

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Concat, Lower

from directory.querysets import PoleQuerySet
from directory.record.fields import SEARCHED
from geo.names import normalise

MAX_WORDS = 8
AROUND = 3  # words of an excerpt, on each side of the one searched for
# A word is looked for by a regular expression that takes each letter with its accents: eight times
# faster than taking the accents off everything that poles say of themselves.
VARIANTS = {
    "a": "aàáâãäå", "c": "cç", "e": "eèéêë", "i": "iìíîï", "n": "nñ", "o": "oòóôõö",
    "u": "uùúûü", "y": "yýÿ",
}  # fmt: skip
SHORTENED = {"saint": r"\mst\M", "sainte": r"\mste\M"}


class Joined(Func):
    """The items of an array, separated by a space."""

    function = "array_to_string"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = CharField()


def with_words(poles: PoleQuerySet, text: str) -> PoleQuerySet:
    """Poles that hold every word: in names, lead organisation, description, seat or territory."""
    said = [Joined(field.column) if field.kind.by_item else F(field.column) for field in SEARCHED]
    spaced = [part for one in (*said, F("seat__name")) for part in (one, Value(" "))]
    everything = Concat(*spaced, output_field=CharField())
    poles = poles.alias(said=Lower(everything))
    for word in words_of(normalise(text)):
        poles = poles.filter(said__regex=pattern_of(word))
    return poles


def words_of(key: str) -> list[str]:
    """The words of a key that are searched for."""
    return key.split()[:MAX_WORDS]


def holds(text: str, word: str) -> bool:
    """Whether a text holds a word of a search key, as the database finds it."""
    return place_of(text, word) is not None


def place_of(text: str, word: str) -> "re.Match[str] | None":
    """Where a text first holds a word of a search key."""
    pattern = pattern_of(word).replace(r"\m", r"\b").replace(r"\M", r"\b")
    return re.search(pattern, text.lower())


def excerpt(text: str, word: str) -> str:
    """Some words of a text around the first place where it holds one of a search key.

    >>> excerpt("Le pôle réunit depuis 2012 des coopératives de la vallée et du bourg", "2012")
    '…pôle réunit depuis 2012 des coopératives de la…'
    """
    found = place_of(text, word)
    if not found:
        return ""
    before = text[: found.start()].split(" ")
    after = text[found.end() :].split(" ")
    first, last = before[-1 - AROUND :], after[: AROUND + 1]
    opened = "…" if len(first) < len(before) else ""
    closed = "…" if len(last) < len(after) else ""
    middle = " ".join(first) + text[found.start() : found.end()] + " ".join(last)
    return f"{opened}{' '.join(middle.split())}{closed}"


def pattern_of(word: str) -> str:
    """A word of a search key, as PostgreSQL finds it in plain text; a number as a whole one.

    >>> pattern_of("velo"), pattern_of("coeur")
    ('v[eèéêë]l[oòóôõö]', '[cç](?:[oòóôõö][eèéêë]|œ)[uùúûü]r')
    >>> pattern_of("20")
    '\\\\m20\\\\M'
    """
    if word.isdigit():
        return rf"\m{word}\M"
    letters = "".join(f"[{VARIANTS[one]}]" if one in VARIANTS else one for one in word)
    for pair, ligature in (("oe", "œ"), ("ae", "æ")):
        plain = "".join(f"[{VARIANTS[one]}]" for one in pair)
        letters = letters.replace(plain, f"(?:{plain}|{ligature})")
    return f"(?:{letters}|{SHORTENED[word]})" if word in SHORTENED else letters
