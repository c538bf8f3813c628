"""Countries and towns across the border, as people type them: no data, and a sentence."""

from geo.names import normalise

# Each place as a sentence names it; those after it are what people also type.
PLACES = (
    ("Monaco", "principauté de monaco, monte carlo"),
    ("Andorre", "principauté d’andorre, andorre la vieille"),
    ("La Belgique", "belgique, wallonie"),
    ("Le Luxembourg", "luxembourg, grand duché de luxembourg"),
    ("L’Allemagne", "allemagne"),
    ("La Suisse", "suisse"),
    ("L’Italie", "italie"),
    ("L’Espagne", "espagne"),
    ("Le Royaume-Uni", "royaume uni, angleterre, grande bretagne"),
    ("Jersey", ""),
    ("Guernesey", ""),
    ("Bruxelles", ""),
    ("Genève", ""),
    ("Lausanne", ""),
    ("Sarrebruck", ""),
    ("Saint-Sébastien (Espagne)", "san sebastian, donostia"),
    ("Londres", ""),
    ("Madagascar", ""),
    ("Les Comores", "comores"),
    ("L’île Maurice", "ile maurice"),
    ("Le Suriname", "suriname"),
)
NAMES = {
    normalise(name): said
    for said, others in PLACES
    for name in (said, *filter(None, others.split(", ")))
}


def place_abroad(text: str) -> str:
    """The place outside France that a text names, as a sentence names it; "" where none is known.

    >>> place_abroad("MONACO"), place_abroad("l'Italie"), place_abroad("Paris")
    ('Monaco', 'L’Italie', '')
    """
    return NAMES.get(normalise(text), "")


def abroad_sentence(place: str) -> str:
    """What is said of it.

    >>> abroad_sentence("Monaco").replace("\\xa0", " ")
    'Monaco : hors de France. L’atlas couvre les 101 départements.'
    """
    return f"{place}\u00a0: hors de France. L’atlas couvre les 101 départements."
