"""Postcodes, read: those of communes, the general ones of three cities; any other is refused."""

import re

from geo import levels
from geo.codes import Place, UnknownCodeError, found_of
from geo.constants import POSTCODE_PATTERN
from geo.elsewhere import collectivity_of_code, outside_sentence
from geo.models import Commune

ACCEPTED = (
    "le code postal à cinq chiffres d'une commune (26100 ; un Cedex n'en est pas un), ou le code "
    "général de Paris, Lyon ou Marseille (75000, 69000, 13000)"
)
GENERAL = {"75000": "75056", "69000": "69123", "13000": "13055"}
GENERAL_WAS = "code postal général"


def general(text: str) -> Place | None:
    """The city of a general postcode, which no address bears; None for any other text."""
    code = text.strip()
    if code not in GENERAL:
        return None
    city = found_of(levels.COMMUNE, [GENERAL[code]]).get(GENERAL[code])
    return Place(levels.COMMUNE, code, city.codes, city.names, GENERAL_WAS) if city else None


def checked(text: str) -> str:
    """A postcode that communes bear. Raises UnknownCodeError, which says what is accepted."""
    code = text.strip()
    if re.fullmatch(POSTCODE_PATTERN, code):
        if Commune.objects.current().filter(postcodes__contains=[code]).exists():
            return code
        outside = collectivity_of_code(code)
        if outside:
            raise UnknownCodeError(
                text, f"{ACCEPTED} ; {outside_sentence(outside).removesuffix('.')}"
            )
    raise UnknownCodeError(text, ACCEPTED)
