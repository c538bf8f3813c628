"""Records that may be the one somebody speaks of: of a name that resembles it, or of that seat."""

from typing import Any

from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db.models import Case, CharField, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Lower

from geo.names import LINKS, normalise
from publishing.ceilings import Part, first_of

MOST = 6
CLOSE = 0.6
# Words of so many names that they tell none apart.
COMMON = LINKS | {
    "association", "cooperation", "cooperatif", "cooperative", "cooperatives", "economie",
    "economique", "economiques", "ess", "pole", "poles", "pour", "ptce", "reseau", "sociale",
    "solidaire", "sur", "territoire", "territoires", "territorial", "territoriaux",
}  # fmt: skip
ACCENTED, PLAIN = "àâäáãçéèêëíìîïñóòôöõúùûüÿ’", "aaaaaceeeeiiiinooooouuuuy'"
WORDS = r"\m(" + "|".join(sorted(COMMON)) + r")\M"


def alike(records: "QuerySet[Any, Any]", name: str, seat: str | None) -> Part[Any]:
    """The records of some that may be the one of that name or seat, nearest first.

    `records` have a `name` and a `seat`, and some have `other_names`. Each found has `nearness`,
    from 0 to 1; the first six are given, with how many there are.
    """
    found = records.annotate(nearness=nearness(records.model, telling(name)))
    chosen = Q(nearness__gte=CLOSE) | (Q(seat=seat) if seat else Q())
    there = [Case(When(seat=seat, then=1), default=0).desc()] if seat else []
    return first_of(found.filter(chosen).order_by(*there, "-nearness", "pk"), MOST)


def telling(name: str) -> str:
    """The words of a name that tell it apart; "" where none does, which resembles nothing.

    >>> telling("PTCE du Haut-Doubs"), telling("Pôle de coopération")
    ('haut doubs', '')
    """
    return " ".join(word for word in normalise(name).split() if word not in COMMON)


def nearness(model: Any, key: str) -> Greatest:
    """How much of a key the names of a row hold, or of its name the key holds, at best."""
    named: Any = F("name")
    if any(field.name == "other_names" for field in model._meta.fields):
        others = Func(F("other_names"), Value(" "), function="array_to_string")
        named = Func(Value(" "), F("name"), others, function="concat_ws", output_field=CharField())
    own = Func(plain(F("name")), Value(WORDS), Value(" "), Value("g"), function="regexp_replace")
    return Greatest(
        TrigramStrictWordSimilarity(key, plain(named)),
        Func(own, Value(key), function="strict_word_similarity", output_field=FloatField()),
    )


def plain(text: Any) -> Func:
    """A text without case nor accent, in SQL."""
    whole = Func(Lower(text), Value("œ"), Value("oe"), function="replace")
    return Func(
        whole, Value(ACCENTED), Value(PLAIN), function="translate", output_field=CharField()
    )
