"""The overseas collectivities, outside the 101 departments: names and codes, no data."""

from geo.names import normalise

# Each name with its article, as a sentence writes it after « couvre pas ».
COLLECTIVITIES = {
    "975": "Saint-Pierre-et-Miquelon",
    "977": "Saint-Barthélemy",
    "978": "Saint-Martin",
    "984": "les Terres australes et antarctiques françaises",
    "986": "Wallis-et-Futuna",
    "987": "la Polynésie française",
    "988": "la Nouvelle-Calédonie",
    "989": "l’île de Clipperton",
}
POSTCODES = {"97133": "977", "97150": "978"}  # the others begin with the code of the collectivity
# What people also type for the whole of one.
OTHER_NAMES = {
    "saint pierre miquelon": "975",
    "saint barth": "977",
    "saint barts": "977",
    "taaf": "984",
    "terres australes": "984",
    "kerguelen": "984",
    "wallis": "986",
    "futuna": "986",
    "polynesie": "987",
    "caledonie": "988",
    "clipperton": "989",
}
ARTICLES = ("la ", "le ", "les ", "l ", "ile de ")


def bare(key: str) -> str:
    """A key without the article that it may begin with."""
    for article in ARTICLES:
        key = key.removeprefix(article)
    return key


NAMES = {bare(normalise(name)): code for code, name in COLLECTIVITIES.items()} | OTHER_NAMES


def collectivity_of_code(code: str) -> str:
    """The collectivity of its own code, a commune's code or a postcode; "" where it is none.

    >>> collectivity_of_code("988"), collectivity_of_code("97500"), collectivity_of_code("97150")
    ('988', '975', '978')
    >>> collectivity_of_code("97411")
    ''
    """
    if not code.isdigit() or len(code) not in (3, 5):
        return ""
    code = POSTCODES.get(code, code)
    return code[:3] if code[:3] in COLLECTIVITIES else ""


def collectivity_named(text: str) -> str:
    """The collectivity that a text names, or whose code it holds; "" where it does neither.

    >>> collectivity_named("St-Pierre et Miquelon"), collectivity_named("Nouméa 98800")
    ('975', '988')
    >>> collectivity_named("Saint-Pierre 975"), collectivity_named("987 Bora-Bora")
    ('975', '987')
    >>> collectivity_named("Saint-Pierre"), collectivity_named("200 046 977")
    ('', '')
    """
    key = normalise(text)
    joined = key.replace(" ", "")
    if joined.isdigit():  # in groups: "97 500", or the SIREN 200 046 977, which holds no code
        return collectivity_of_code(joined)
    for word in key.split():
        if collectivity_of_code(word):
            return collectivity_of_code(word)
    return NAMES.get(bare(key), "")


def outside_sentence(code: str) -> str:
    """What is said of a collectivity; of any other code, nothing.

    >>> outside_sentence("987").replace("\xa0", " ")[:53]
    'L’atlas ne couvre pas la Polynésie française (987) : '
    """
    name = COLLECTIVITIES.get(code)
    if not name:
        return ""
    return f"L’atlas ne couvre pas {name} ({code})\u00a0: hors des 101 départements, sans donnée."
