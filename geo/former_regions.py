"""The regions of before 2016 that were joined with others: names, and what they were made of."""

from geo.names import normalise

# The departments of each, from the code officiel géographique of 2015.
# Their codes are not searched for: 82 is the Tarn-et-Garonne before it is Rhône-Alpes.
FORMER_REGIONS = {
    "Alsace": "67 68",
    "Aquitaine": "24 33 40 47 64",
    "Auvergne": "03 15 43 63",
    "Basse-Normandie": "14 50 61",
    "Bourgogne": "21 58 71 89",
    "Champagne-Ardenne": "08 10 51 52",
    "Franche-Comté": "25 39 70 90",
    "Haute-Normandie": "27 76",
    "Languedoc-Roussillon": "11 30 34 48 66",
    "Limousin": "19 23 87",
    "Lorraine": "54 55 57 88",
    "Midi-Pyrénées": "09 12 31 32 46 65 81 82",
    "Nord-Pas-de-Calais": "59 62",
    "Picardie": "02 60 80",
    "Poitou-Charentes": "16 17 79 86",
    "Rhône-Alpes": "01 07 26 38 42 69 73 74",
}
KEYS = {normalise(name): name for name in FORMER_REGIONS}
JOINED = 2016  # the first year of today's regions
SHORTEST = 4  # letters from which the beginning of a name is one


def former_regions(key: str) -> list[tuple[str, str, bool]]:
    """Those that a key names or begins: name, one of their departments, whether it is the name.

    >>> former_regions("rhone alpes"), former_regions("la picardie"), former_regions("haute n")
    ([('Rhône-Alpes', '01', True)], [('Picardie', '02', True)], [('Haute-Normandie', '27', False)])
    >>> former_regions("bas"), former_regions("normandie")
    ([], [])
    """
    for article in ("l ", "la ", "le "):
        key = key.removeprefix(article)
    begins = len(key) >= SHORTEST
    return [
        (name, FORMER_REGIONS[name].split()[0], own == key)
        for own, name in KEYS.items()
        if own == key or (begins and own.startswith(key))
    ]


def former_within(name: str) -> str:
    """« en » or « dans le » and the name of one.

    >>> former_within("Picardie"), former_within("Nord-Pas-de-Calais")
    ('en Picardie', 'dans le Nord-Pas-de-Calais')
    """
    return f"dans le {name}" if name.startswith("Nord") else f"en {name}"
