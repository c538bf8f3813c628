"""Understands a text of search: what in it is a name, a code, a department, an arrondissement."""

import re
from dataclasses import dataclass, replace

from geo.names import normalise
from geo.ordinals import ARRONDISSEMENT_WORD, CITIES, alone, in_digits, without_cedex

MAX_LENGTH = 120
ARTICLES = ("le", "la", "les", "l")

CODE = re.compile(r"^(\d{2}|2[ab])\d{3}$")
SHORT_CODE = re.compile(r"^\d{3,4}$")  # a postcode being typed, or one that lost its zero
CEDEX = re.compile(r"\bcedex( \d{1,2})?\b")
COUNTRY_CODE = re.compile(r"^fr? ?(?=(?:\d{2,3}|2[ab]|\d{5}|2[ab]\d{3})\b)")  # FR-75, F-69003
# "Ville de Tours", "mairie de Pau"; but Ville-d'Avray, Ville-du-Pont, La Ville-du-Bois.
SPOKEN = re.compile(
    r"^(?!ville (?:d av|du (?:po|bo)))(?:ville|mairie|hotel de ville|commune) "
    r"(?:de la|de l|du|des|de|d) (?=\w{2})"
)
COUNTRY = re.compile(r" (?:france|fr)$")
# "Romans s/ Isère", "Fontenay ss Bois"
SHORTENED = ((re.compile(r"(?<=\w )s(?= \w)"), "sur"), (re.compile(r"(?<=\w )ss(?= \w)"), "sous"))
DEPARTMENT_NUMBER = (
    re.compile(r"^(?P<name>\D.*?) (?:(?:dep|dept|dpt|departement) )?(?P<number>\d{1,4}|2[ab])$"),
    re.compile(r"^(?P<number>\d{2,4}|2[ab]) (?P<name>[a-z].*)$"),  # "2 alpes" is a name
)
NUMBER_OF_A_DEPARTMENT = re.compile(r"^(?:\d{1,2}|2[AB]|9[78]\d)$")
ARRONDISSEMENT = (
    re.compile(
        rf"^(?P<name>\D*?[a-z])(?: {ARRONDISSEMENT_WORD})? 0?(?P<number>0|[1-9]\d?)"
        rf"(?: {ARRONDISSEMENT_WORD})?$"
    ),
    re.compile(
        rf"^(?:le )?0?(?P<number>0|[1-9]\d?) {ARRONDISSEMENT_WORD}(?: (?:de|a|d))?"
        r" (?P<name>[a-z]\D*)$"
    ),
)
ORDINAL = re.compile(r"\b\d{1,2} ?(?:e|er|re|ème|eme|ième|ieme)\b", re.IGNORECASE)
BEFORE_AN_AREA = frozenset({
    "en", "dans", "a", "au", "aux", "de", "du", "des", "d", "le", "la", "les", "l",
    "dep", "dept", "departement", "region",
})  # fmt: skip
# What is no word of a name beside others: a code, a number.
DIGITS = re.compile(r"^(?:\d+|2[ab](?:\d{3})?)$")


@dataclass(frozen=True)
class Query:
    """A search text, understood: every reading that it allows."""

    key: str  # the whole text
    name: str  # the key without the place that is told with it
    departments: tuple[str, ...] = ()  # where the name is to be found
    postcode: str = ""  # where the name is to be found: a postcode, or a code of Insee
    number: str = ""  # where it is: the number of a department, the first digits of a postcode
    area: str = ""  # where it is: the key of the name of a department or a region
    area_departments: tuple[str, ...] = ()  # those of that department or region
    unread: tuple[str, ...] = ()  # words of digits that no reading takes
    cedex: bool = False  # the text says that its code is a Cedex
    code: str = ""  # the text is a code alone
    beginning: str = ""  # the text is the beginning of a code
    arrondissement: str = ""  # the key of a municipal arrondissement
    ordinal: bool = False  # the text says that it is one: "3e", "3 arrondissement"
    street: bool = False  # the text is the address of a street, which is not known here
    of_each: int | None = None  # the number of an arrondissement, where no city is told

    @property
    def town(self) -> str:
        """The name of the town whose arrondissement the text may mean."""
        return self.arrondissement.rsplit(" ", 2)[0] if self.arrondissement else ""

    @property
    def ordinal_number(self) -> int:
        """The number of that arrondissement; 0 where there is none."""
        return int(self.arrondissement.split()[-2]) if self.arrondissement else 0

    @property
    def absent_arrondissement(self) -> bool:
        """Whether it is of a town that has none, or not so many.

        A number alone is rather a department's: "Toulouse 31", "Paris 75".
        """
        most, department = CITIES.get(self.town, (0, ""))
        if not most:
            return self.ordinal
        told_apart = self.ordinal or department not in self.departments
        return not 0 < self.ordinal_number <= most and told_apart

    @property
    def told_apart(self) -> str:
        """The name where a number tells its place; the whole text where a name may."""
        return self.name if self.postcode or re.search(r"\d", self.key) else self.key

    @property
    def placed(self) -> bool:
        """Whether the text says where its name is."""
        return bool(self.departments or self.postcode)

    @property
    def begins(self) -> str:
        """The first digits of a postcode, where the number is that and no department's."""
        return "" if NUMBER_OF_A_DEPARTMENT.match(self.number) else self.number


def understand(text: str) -> Query:
    """Read a search text: "saint-étienne 76", "45270 Bellegarde", "Paris 11e", "2a004"."""
    key, cedex = key_of(text)
    number = alone(key)
    if number is not None:
        return Query(key=key, name=key, ordinal=True, of_each=number)
    joined = key.replace(" ", "").upper()
    if CODE.match(joined.lower()):
        return Query(key=key, name=key, code=joined, departments=departments_of(joined))
    if SHORT_CODE.match(key):
        # Four digits may be a code whose first zero was lost by a spreadsheet.
        code = f"0{key}" if len(key) == 4 else ""
        return Query(key=key, name=key, code=code, beginning=key, departments=departments_of(key))
    codes = [word for word in key.split() if CODE.match(word)][:1]
    left = [word for word in key.split() if word not in codes]
    unread = tuple(word for word in left if word.isdigit() and len(word) > 4)
    name = " ".join(word for word in left if word not in unread) or key
    query = numbered(Query(key=key, name=name, unread=unread, cedex=cedex), text)
    if codes:
        code = codes[0].upper()
        return replace(query, postcode=code, departments=departments_of(code))
    return query


def key_of(text: str) -> tuple[str, bool]:
    """The key of a search text, its shortened words in full, and whether it said Cedex."""
    plain = normalise(text[:MAX_LENGTH].replace("\x00", " "))
    said = SPOKEN.sub("", COUNTRY_CODE.sub("", plain))
    key = CEDEX.sub(" ", without_cedex(said))
    for pattern, word in SHORTENED:
        key = pattern.sub(word, key)
    return in_digits(" ".join(key.split())), bool(CEDEX.search(plain))


def without_country(key: str) -> str:
    """A key without the country at its end; "" where it tells none.

    >>> without_country("paris france"), without_country("fort de france"), without_country("paris")
    ('paris', '', '')
    """
    name, count = COUNTRY.subn("", key)
    return name if count and name.rsplit(" ", 1)[-1] not in BEFORE_AN_AREA else ""


def numbered(query: Query, text: str) -> Query:
    """The query, the number beside its name read as an arrondissement's and as a department's."""
    arrondissement = arrondissement_in(query.name)
    in_letters = re.search(r"\d", query.key) and not re.search(r"\d", text)  # "Paris XI"
    word = re.search(rf"\b{ARRONDISSEMENT_WORD}\b", query.key)
    said = bool(ORDINAL.search(text) or word or in_letters)
    if not said and arrondissement.endswith(" 0 arrondissement"):
        arrondissement = ""
    query = replace(query, arrondissement=arrondissement, ordinal=bool(arrondissement and said))
    hints = [pattern.match(query.name) for pattern in DEPARTMENT_NUMBER]
    hint = next(filter(None, hints), None)
    if not hint or (arrondissement and query.name[0].isdigit()):
        return query
    number = hint["number"].upper()
    return replace(query, name=hint["name"], number=number, departments=places_of(number))


def places_of(number: str) -> tuple[str, ...]:
    """The departments that a number may tell: its own, or those of a postcode being typed.

    >>> places_of("39"), places_of("932"), places_of("1000")
    (('39',), ('93',), ('10', '01'))
    """
    lost = departments_of(f"0{number}") if len(number) == 4 else ()
    return (*departments_of(number), *lost)


def departments_of(code: str) -> tuple[str, ...]:
    """The departments of a postcode or of a department's number; a 20 is either half of Corsica.

    >>> departments_of("45270"), departments_of("97411"), departments_of("1")
    (('45',), ('974',), ('01',))
    >>> departments_of("20090")
    ('2A', '2B')
    """
    if code.startswith("20") and len(code) != 3:
        return ("2A", "2B")
    return (code[:3] if code.startswith(("97", "98")) else code[:2].zfill(2),)


def arrondissement_in(key: str) -> str:
    """The key of the arrondissement that a text may mean.

    >>> arrondissement_in("paris 11"), arrondissement_in("13 arrondissement de marseille")
    ('paris 11 arrondissement', 'marseille 13 arrondissement')
    """
    for pattern in ARRONDISSEMENT:
        found = pattern.match(key)
        if found:
            return f"{found['name']} {found['number']} arrondissement"
    return ""


def with_articles(name: str) -> list[str]:
    """The names that a text without its article may mean: "mans", "mans (le)".

    >>> with_articles("mans"), with_articles("mans le"), with_articles("le mans")
    (['le mans', 'la mans', 'les mans', 'l mans'], ['le mans'], [])
    """
    first, _, last = name.rpartition(" ")
    if first and last in ARTICLES:
        return [f"{last} {first}"]
    if name.split(" ", maxsplit=1)[0] in ARTICLES:
        return []
    return [f"{article} {name}" for article in ARTICLES]


def without_article(name: str) -> str:
    """The name without the article that it begins with."""
    first, _, rest = name.partition(" ")
    return rest if rest and first in ARTICLES else name


def within(query: Query, area: str, departments: list[str]) -> Query | None:
    """The query whose text ends or begins with the name of an area; None where nothing is left.

    "saint-denis (la réunion)", "Cantal Besse", "Alès Gard 34000": codes and numbers stand anywhere.
    """
    words, wanted = query.key.split(), area.split()
    at = [place for place, word in enumerate(words) if not DIGITS.match(word)]
    letters, size = [words[place] for place in at], len(wanted)
    if letters[-size:] == wanted:
        start, end = len(letters) - size, len(letters)
        while start > 0 and letters[start - 1] in BEFORE_AN_AREA:
            start -= 1
    else:
        start, end = 0, size
        while letters[end - size : end] != wanted:
            end += 1
    taken = set(at[start:end])
    if len(taken) == len(letters):
        return None
    rest = understand(" ".join(word for place, word in enumerate(words) if place not in taken))
    if rest.of_each is not None:
        return None
    return replace(
        rest,
        key=query.key,
        cedex=query.cedex,
        ordinal=bool(rest.arrondissement) and query.ordinal,
        area=area,
        area_departments=tuple(departments),
        departments=tuple(dict.fromkeys((*departments, *rest.departments))),
    )


def letters_of(key: str) -> str:
    """The words of a key that are neither codes nor numbers.

    >>> letters_of("ales gard 34000"), letters_of("corse 2a"), letters_of("2 alpes")
    ('ales gard', 'corse', 'alpes')
    """
    return " ".join(word for word in key.split() if not DIGITS.match(word))
