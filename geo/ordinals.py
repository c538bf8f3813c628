"""Numbers of arrondissements as people say them: "Paris XI", "onzième arrondissement"."""

import re

ARRONDISSEMENT_WORD = r"(?:arrondissements?|arrondt?|arrdt?|ardt|arr)"
# How many municipal arrondissements a city has, and the department whose number follows its name.
CITIES = {"paris": (20, "75"), "lyon": (9, "69"), "marseille": (16, "13")}
WORDS = (
    "premier", "deuxieme", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme",
    "huitieme", "neuvieme", "dixieme", "onzieme", "douzieme", "treizieme", "quatorzieme",
    "quinzieme", "seizieme", "dix septieme", "dix huitieme", "dix neuvieme", "vingtieme",
)  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(WORDS, 1)} | {"second": 2}
UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMAN = {"x" * tens + unit: 10 * tens + ones
         for tens in range(4) for ones, unit in enumerate(UNITS) if tens or ones}  # fmt: skip
SAID = "|".join(sorted(NUMBERS, key=len, reverse=True))
NUMBER = rf"(?:(?P<word>{SAID})|(?P<roman>[ivx]+)(?:e|er|eme|ieme)?)"
AFTER_A_CITY = re.compile(
    rf"(?P<before>\b(?:{'|'.join(CITIES)}) ){NUMBER}(?= {ARRONDISSEMENT_WORD}|$)"
)
BEFORE_THE_WORD = re.compile(rf"(?P<before>^|\b){NUMBER}(?= {ARRONDISSEMENT_WORD}\b)")
CITY_CEDEX = re.compile(rf"\b(?P<city>{'|'.join(CITIES)}) cedex 0?(?P<number>\d{{1,2}})\b")
ALONE = re.compile(
    rf"^(?:le )?(?:0?(?P<first>\d{{1,2}}) {ARRONDISSEMENT_WORD}"
    rf"|{ARRONDISSEMENT_WORD} 0?(?P<last>\d{{1,2}}))$"
)


def in_digits(key: str) -> str:
    """A key, the arrondissement that it tells in letters told in digits.

    >>> in_digits("paris xi"), in_digits("lyon viiie"), in_digits("paris dix huitieme")
    ('paris 11', 'lyon 8', 'paris 18')
    >>> in_digits("onzieme arrondissement"), in_digits("marseille vix"), in_digits("saint di")
    ('11 arrondissement', 'marseille vix', 'saint di')
    """
    for pattern in (AFTER_A_CITY, BEFORE_THE_WORD):
        key = pattern.sub(digits, key)
    return key


def digits(found: re.Match[str]) -> str:
    """What is before a number told in letters, then its digits; the same where it is none."""
    number = NUMBERS.get(found["word"] or "") or ROMAN.get(found["roman"] or "")
    return f"{found['before']}{number}" if number else found[0]


def without_cedex(key: str) -> str:
    """A key, the number of its Cedex read as the arrondissement, which it is in these cities.

    >>> without_cedex("lyon cedex 03"), without_cedex("lyon cedex 20")
    ('lyon 3', 'lyon cedex 20')
    """

    def kept(found: re.Match[str]) -> str:
        city, number = found["city"], int(found["number"])
        return f"{city} {number}" if 0 < number <= CITIES[city][0] else found[0]

    return CITY_CEDEX.sub(kept, key)


def alone(key: str) -> int | None:
    """The number of an arrondissement whose city a key does not tell; None for any other key.

    >>> alone("11 arrondissement"), alone("arr 03"), alone("11 arrondissement de paris")
    (11, 3, None)
    """
    found = ALONE.match(key)
    return int(found["first"] or found["last"]) if found else None


def cities_with(number: int) -> list[str]:
    """The keys of the cities that have an arrondissement of this number, most first.

    >>> cities_with(11), cities_with(21), cities_with(0)
    (['paris', 'marseille'], [], [])
    """
    largest = sorted(CITIES, key=lambda city: -CITIES[city][0])
    return [city for city in largest if 0 < number <= CITIES[city][0]]


def ordinal(number: int) -> str:
    """A number as the rank of an arrondissement.

    >>> ordinal(1), ordinal(11)
    ('1er', '11e')
    """
    return "1er" if number == 1 else f"{number}e"


def sentence_on(number: int) -> str:
    """Which cities have an arrondissement of this number, in French.

    >>> sentence_on(11), sentence_on(18)
    ('Paris et Marseille ont un 11e arrondissement.', 'Seul Paris a un 18e arrondissement.')
    >>> sentence_on(21).replace("\\xa0", " ")
    'Aucune ville n’a de 21e arrondissement : Paris en a 20, Marseille 16, Lyon 9.'
    """
    named = [city.capitalize() for city in cities_with(number)]
    said = f"un {ordinal(number)} arrondissement"
    if not named:
        most = ", ".join(
            f"{city.capitalize()} {'en a ' if city == 'paris' else ''}{CITIES[city][0]}"
            for city in cities_with(1)
        )
        return f"Aucune ville n’a de {ordinal(number)} arrondissement\u00a0: {most}."
    if len(named) == 1:
        return f"Seul {named[0]} a {said}."
    return f"{', '.join(named[:-1])} et {named[-1]} ont {said}."
