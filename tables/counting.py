"""Counts and their nouns, in French."""


def counted(count: int, noun: str, plural: str = "") -> str:
    """A count and its noun, in the plural from two: with an s, or as it is given.

    >>> counted(1, "conflit"), counted(3, "conflit"), counted(2, "lieu", "lieux")
    ('1 conflit', '3 conflits', '2 lieux')
    """
    return f"{count} {(plural or f'{noun}s') if count > 1 else noun}"
