"""Words searched in what a pole says of itself; accents, case and St/Ste never matter."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Concat, Lower

from directory.querysets import PoleQuerySet
from geo.names import normalise

MAX_WORDS = 8
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
    everything = Concat(
        F("name"),
        Value(" "),
        Joined("other_names"),
        Value(" "),
        F("lead_organisation"),
        Value(" "),
        F("description"),
        Value(" "),
        F("territory_text"),
        Value(" "),
        F("seat__name"),
        output_field=CharField(),
    )
    poles = poles.alias(said=Lower(everything))
    for word in normalise(text).split()[:MAX_WORDS]:
        poles = poles.filter(said__regex=pattern_of(word))
    return poles


def pattern_of(word: str) -> str:
    """A word of a search key, as PostgreSQL finds it in plain text.

    >>> pattern_of("velo"), pattern_of("coeur")
    ('v[eèéêë]l[oòóôõö]', '[cç](?:[oòóôõö][eèéêë]|œ)[uùúûü]r')
    """
    letters = "".join(f"[{VARIANTS[one]}]" if one in VARIANTS else one for one in word)
    for pair, ligature in (("oe", "œ"), ("ae", "æ")):
        plain = "".join(f"[{VARIANTS[one]}]" for one in pair)
        letters = letters.replace(plain, f"(?:{plain}|{ligature})")
    return f"(?:{letters}|{SHORTENED[word]})" if word in SHORTENED else letters
