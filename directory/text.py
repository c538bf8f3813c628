"""Words searched in what a pole says of itself; accents, case and St/Ste never matter."""

from django.db.models import CharField, F, Func, TextField, Value
from django.db.models.functions import Concat

from directory.querysets import PoleQuerySet
from geo.names import normalise

MAX_WORDS = 8
ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyy"


class SearchKey(Func):
    """What `geo.names.normalise` does, said in SQL."""

    template = (
        "regexp_replace(regexp_replace(translate(replace(replace(lower(%(expressions)s),"
        f" 'œ', 'oe'), 'æ', 'ae'), '{ACCENTED}', '{PLAIN}'), '[^a-z0-9]+', ' ', 'g'),"
        r" '\yst(e?)\y', 'saint\1', 'g')"
    )
    output_field = TextField()


class Joined(Func):
    """The items of an array, separated by a space."""

    function = "array_to_string"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()


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
    poles = poles.alias(search_key=SearchKey(everything))
    for word in normalise(text).split()[:MAX_WORDS]:
        poles = poles.filter(search_key__contains=word)
    return poles
