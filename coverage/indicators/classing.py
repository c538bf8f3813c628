"""Classes of a map: values sorted into steps that hold about as many territories each. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

STEPS = 5
MOST_CATEGORIES = 8
TINTS = 9  # of the scale, from the lightest to the darkest
DECIMALS = 4


@dataclass(frozen=True)
class Step:
    """One class: values from `low` to `high`, both met, or the texts of a category.

    `tint` is its place on the scale of colours, 1 to TINTS; `count`, how many territories.
    """

    low: float | None
    high: float | None
    texts: tuple[str, ...]
    tint: int
    count: int

    def holds(self, value: float | None, text: str) -> bool:
        """Whether a value is of this class, those before it having refused it."""
        if self.high is None:
            return text in self.texts
        return value is not None and value <= self.high


def rounded(value: float | None) -> float | None:
    """Four decimals; a whole number as one."""
    if value is None:
        return None
    shorter = round(value, DECIMALS)
    return int(shorter) if shorter == int(shorter) else shorter


def tint_of(place: int, count: int) -> int:
    """The tint of a class among several, spread over the scale."""
    if count == 1:
        return (TINTS + 1) // 2
    first, last = (2, TINTS - 1) if count == 2 else (1, TINTS)
    return round(first + (last - first) * place / (count - 1))


def quantiles(values: Iterable[float], steps: int = STEPS) -> list[Step]:
    """Steps of about as many values each; equal values are never parted.

    Where zero is more than a step by itself, it is one, and the others share the rest: else
    every lower class would say zero.
    """
    counts = Counter(value for each in values if (value := rounded(each)) is not None)
    if not counts:
        return []
    groups: list[list[float]] = []
    if counts[0] * steps > counts.total() and len(counts) > 1 and min(counts) >= 0:
        groups.append([0])
        steps -= 1
    ordered = sorted(value for value in counts if not groups or value != 0)
    total = sum(counts[value] for value in ordered)
    passed, last = 0, -1
    for value in ordered:
        # The step in which the middle of these equal values falls.
        step = min(int((passed + counts[value] / 2) * steps / total), steps - 1)
        if step != last:
            groups.append([])
            last = step
        groups[-1].append(value)
        passed += counts[value]
    return [
        Step(
            low=group[0],
            high=group[-1],
            texts=(),
            tint=tint_of(place, len(groups)),
            count=sum(counts[value] for value in group),
        )
        for place, group in enumerate(groups)
    ]


def categories(
    texts: Iterable[str], labels: Mapping[str, str], priority: Sequence[str]
) -> list[Step]:
    """A step for each class, those that call for priority last, hence darkest.

    `texts` are labels; `labels` gives those of the known classes by class. Past the commonest
    few, the rest are one step; "" (outside every class) is the first.
    """
    counts = Counter(texts)
    known = [labels[name] for name in sorted(labels) if labels[name] in counts]
    chosen = {labels.get(name, name) for name in priority}
    rest = sorted(set(counts) - set(known) - {""})
    names = sorted([*known, *rest], key=lambda name: name in chosen)
    if len(names) > MOST_CATEGORIES:
        commonest = sorted(names, key=lambda name: -counts[name])[: MOST_CATEGORIES - 1]
        names = [name for name in names if name in commonest]
    groups: list[tuple[str, ...]] = [("",)] if "" in counts else []
    left = tuple(sorted(set(counts) - set(names) - {""}))
    groups += [left] if left else []
    groups += [(name,) for name in names]
    return [
        Step(None, None, group, tint_of(place, len(groups)), sum(counts[name] for name in group))
        for place, group in enumerate(groups)
    ]
