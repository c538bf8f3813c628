"""Lists and filters of poles, said in French sentences."""

from dataclasses import dataclass

from directory.pages.asked_areas import Areas
from directory.pages.listing import Choice, ListFigures
from directory.record.filters import PoleFilters
from directory.vocabulary import PUBLIC_STATUS, Status
from directory.words.adjectives import agreed
from web import french
from web.french import joined, plural

NARROW_SPACE = "\u202f"


@dataclass(frozen=True)
class Chosen:
    """A value that is filtered on, with the query string that would take it away."""

    parameter: str
    label: str
    query_without: str


def sentence(figures: ListFigures, filters: PoleFilters, areas: Areas) -> str:
    """The list in a sentence: "46 pôles actifs en Occitanie, dont 12 sans territoire déclaré"."""
    where = place_of(areas)
    if not figures.total:
        if not filters:
            return "Aucun pôle n'est publié."
        return f"Aucun pôle ne répond à ces critères{f' {where}' if where else ''}."
    asked = [status for status in Status if PUBLIC_STATUS[status] in filters.statut]
    what = plural("%s pôle", "%s pôles", figures.total) % counted(figures.total)
    if len(asked) == 1:
        what += f" {agreed(asked[0], figures.total)}"
    text = f"{what} {where or 'en France'}"
    if len(asked) != 1:
        shares = [
            f"{counted(count)} {agreed(status, count)}"
            for status, count in figures.statuses.items()
            if count
        ]
        if len(shares) > 1:
            text += "\u00a0: " + joined(shares)
        elif figures.total > 1:
            text += f", tous {shares[0].split(' ', 1)[1]}"
    missing = figures.without_territory
    if missing and len(asked) == 1:
        text += ", " + f"dont {counted(missing)} sans territoire déclaré"
    elif missing:
        text += ". " + plural(
            "%s ne déclare aucun territoire", "%s ne déclarent aucun territoire", missing
        ) % counted(missing)
    return f"{text}."


def counted(number: int) -> str:
    """A whole number as French writes it: « 10 120 »."""
    return f"{number:,}".replace(",", NARROW_SPACE)


def place_of(areas: Areas) -> str:
    """Where the filters look, with its preposition; nothing for the whole country."""
    return joined([french.within(area.name, area.linking) for area in areas]) if areas else ""


def chosen_values(filters: PoleFilters, choices: dict[str, list[Choice]]) -> list[Chosen]:
    """Every value that is filtered on, in words, so that each may be taken away."""
    labels = {(name, choice.value): choice.label for name in choices for choice in choices[name]}
    return [
        Chosen(
            parameter,
            f"« {value} »" if parameter == "q" else labels.get((parameter, value), value),
            filters.less(parameter, value).query(),
        )
        for parameter, value in filters.pairs()
    ]
