"""Texts as people type them into the search box, drawn from the communes that are loaded."""

import random
from collections.abc import Callable, Sequence

from geo.models import Commune, FormerCommune

SEED = 2026  # the same texts at every run
EACH = 40
Row = tuple[str, str, list[str], str]  # code, name, postcodes, department


def search_texts() -> list[str]:
    """`EACH` texts of each kind, in an order that mixes them."""
    dice = random.Random(SEED)  # noqa: S311  (a sample, no secret)
    rows = list(
        Commune.objects.current()
        .order_by("code")
        .values_list("code", "name", "postcodes", "department_id", "population")
    )
    former = list(
        FormerCommune.objects.exclude(name="")
        .order_by("code", "kind")
        .values_list("name", flat=True)
    )
    people = [row[4] + 1 for row in rows]
    texts = dice.sample(former, EACH)
    for write in WAYS:
        # Half of the readers live where everybody does, half anywhere.
        chosen = dice.choices(rows, people, k=EACH // 2) + dice.sample(rows, EACH // 2)
        texts += [write(row[:4], dice) for row in chosen]
    dice.shuffle(texts)
    return texts


def whole_name(row: Row, _: random.Random) -> str:
    """The name as it is."""
    return row[1]


def careless_name(row: Row, _: random.Random) -> str:
    """Lower case, no hyphen, "st" for "saint"."""
    return row[1].lower().replace("-", " ").replace("saint ", "st ").replace("sainte ", "ste ")


def beginning(row: Row, dice: random.Random) -> str:
    """What is typed before the list is read: three to six letters."""
    return row[1][: dice.randint(3, 6)].lower()


def mistyped(row: Row, dice: random.Random) -> str:
    """A letter lost, doubled, or swapped with the next."""
    name = row[1].lower()
    at = dice.randrange(1, max(2, len(name) - 1))
    return dice.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at : at + 1] + name[at:],
            name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
        ]
    )


def with_department(row: Row, _: random.Random) -> str:
    """The name and the number of the department."""
    return f"{row[1]} {row[3]}"


def postcode(row: Row, dice: random.Random) -> str:
    """A postcode, or the code where the commune has none."""
    return dice.choice(row[2]) if row[2] else row[0]


def code(row: Row, _: random.Random) -> str:
    """The code of the commune."""
    return row[0]


WAYS: Sequence[Callable[[Row, random.Random], str]] = (
    whole_name,
    careless_name,
    beginning,
    mistyped,
    with_department,
    postcode,
    code,
)
