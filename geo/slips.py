"""How many slips of the fingers part two words: a letter missed, added, mistaken, or swapped."""

SLIPS = 2  # beyond, it is another name


def slips_between(first: str, second: str) -> int:
    """The number of slips, `SLIPS` + 1 at most (optimal string alignment).

    >>> slips_between("bordaux", "bordeaux"), slips_between("aubervilleirs", "aubervilliers")
    (1, 1)
    >>> slips_between("lyon", "marseille")
    3
    """
    if abs(len(first) - len(second)) > SLIPS:
        return SLIPS + 1
    before: list[int] = []
    above = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        line = [row]
        for column, other in enumerate(second, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != other))
            swapped = row > 1 and column > 1 and letter == second[column - 2]
            if swapped and first[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
    return min(above[-1], SLIPS + 1)
