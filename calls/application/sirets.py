"""SIRET numbers: read as people type them, refused with what is wrong. Pure."""

from stdnum import exceptions
from stdnum.fr import siret

LENGTH = 14
SIREN_LENGTH = 9


class NotASiretError(ValueError):
    """A text that is no SIRET; the message says why, in French."""


def read_siret(text: str) -> str:
    """The fourteen digits of a SIRET, spaces and dots apart; raises `NotASiretError`.

    The check digit is Luhn's, but for the establishments of La Poste, which have a rule of their
    own.

    >>> read_siret("732 829 320 00074")
    '73282932000074'
    """
    digits = siret.compact(text)
    if not digits.isascii() or not digits.isdigit():
        raise NotASiretError("Un SIRET n'a que des chiffres : 14, espaces permis.")
    if len(digits) == SIREN_LENGTH:
        raise NotASiretError(
            "Ces 9 chiffres sont un SIREN : ajoutez les 5 chiffres de l'établissement."
        )
    if len(digits) != LENGTH:
        raise NotASiretError(f"Un SIRET a 14 chiffres ; il y en a {len(digits)} ici.")
    if not digits[:SIREN_LENGTH].strip("0"):
        raise NotASiretError("Ce SIRET n'existe pas : aucune entreprise n'a un SIREN de zéros.")
    try:
        return str(siret.validate(digits))
    except exceptions.ValidationError:
        raise NotASiretError(
            "Ce SIRET n'existe pas : sa clé de contrôle est fausse. Un chiffre est sans doute "
            "mal recopié."
        ) from None


def siren_of(number: str) -> str:
    """The legal entity of an establishment."""
    return number[:SIREN_LENGTH]


def shown(number: str) -> str:
    """A SIRET as it is printed: « 732 829 320 00074 »."""
    return siret.format(number) if len(number) == LENGTH else number
