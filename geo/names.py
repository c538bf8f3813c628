"""One way to compare names: accents, case, hyphens, apostrophes, œ and St/Ste never matter."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
NOT_WORD = re.compile(r"[^a-z0-9]+")
ORDINAL = re.compile(r"\b(\d+)(?:e|er|re|eme|ieme|nd|nde)\b")
SAINTS = {"st": "saint", "ste": "sainte"}
# Words that link others in a name, and tell none apart.
LINKS = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "et", "a", "au", "aux", "en"])


def normalise(text: str) -> str:
    """The search key of a name: lower case, no accent, words parted by one space.

    >>> normalise("L'Haÿ-les-Roses")
    'l hay les roses'
    >>> normalise("Œuilly"), normalise("Ste Étienne")
    ('oeuilly', 'sainte etienne')
    >>> normalise("Paris 12e Arrondissement")
    'paris 12 arrondissement'
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = NOT_WORD.sub(" ", plain).split()
    return ORDINAL.sub(r"\1", " ".join(SAINTS.get(word, word) for word in words))
