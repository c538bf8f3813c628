"""Why each line of the search is there, and the sentences beside them."""

from django.conf import settings

from directory.models import Pole
from directory.record.fields import SEARCHED
from directory.record.search_key import excerpt, holds, words_of
from geo.asking import Query
from geo.former_regions import JOINED
from geo.levels import level_of
from geo.models import Commune, Epci, StudyArea
from geo.search import Match
from geo.search_areas import AreaMatch, successors_of


def with_dots(*parts: str) -> str:
    """The parts that there are."""
    return " · ".join(filter(None, parts))


def detail_of_commune(commune: Commune, match: Match, query: Query) -> str:
    """The department, then why this commune is an answer, or what tells it from its namesakes."""
    return with_dots(commune.department.name, why(commune, match, query))


def why(commune: Commune, match: Match, query: Query) -> str:
    """What of a commune answers the text: a code, a former name; else its postcode."""
    if match.kind == "former_code":
        former = f"ancien code {query.code}"
        return f"{match.matched}, {former}" if match.matched else former
    if match.kind == "code":
        return f"code Insee {commune.code}"
    if match.kind == "renommee":
        return f"anciennement {match.matched}"
    if match.matched:
        return match.matched
    if query.postcode in commune.postcodes:
        return query.postcode
    begun = [code for code in commune.postcodes if query.begins and code.startswith(query.begins)]
    return (begun or commune.postcodes or [""])[0]


def detail_of_area(match: AreaMatch) -> str:
    """What an area is, and why it is there where its name does not show it."""
    area, one = match.area, level_of(match.area).one
    label = str(area.get_kind_display()) if isinstance(area, Epci) else one[0].upper() + one[1:]
    former = f"dont l’ancienne région {match.former}" if match.former else ""
    within = isinstance(area, StudyArea) and not match.astride and area.department
    where = within.name if within else ""
    return with_dots(label, where, took_over(match), former, match.reason)


def took_over(match: AreaMatch) -> str:
    """Why an EPCI of today answers for one of yesterday; "" where it was found by its own name."""
    passage = match.passage
    if not passage:
        return ""
    share = "a repris une part de" if passage.people_share < 1 else "a repris"
    return f"{share} {passage.name} ({passage.siren})"


def detail_of_pole(pole: Pole, key: str) -> str:
    """Its nature and seat, then the words of its record that hold what these do not show."""
    seat = getattr(pole, "commune", None) or ""
    shown = f"{pole.name} {seat}"
    hidden = [word for word in words_of(key) if not holds(shown, word)]
    return with_dots("PTCE", seat, *reasons(pole, hidden))


def reasons(pole: Pole, words: list[str]) -> list[str]:
    """Where the record of a pole holds some words, each told once."""
    told: list[str] = []
    left = list(words)
    for field in SEARCHED:
        held = getattr(pole, field.column)
        for text in held if field.kind.by_item else [held]:
            here = [word for word in left if field.found and holds(text, word)]
            if here:
                shown = text if field.kind.by_item else f"«\u00a0{excerpt(text, here[0])}\u00a0»"
                told.append(field.found.format(shown))
                left = [word for word in left if word not in here]
    return told


def nothing_found(text: str) -> str:
    """That nothing answers a text; "" for one without a letter, which is asked for."""
    if not text:
        return "Écrivez le nom d’une commune, un code postal ou le nom d’un pôle."
    return (
        f"Aucun lieu ni pôle ne répond à «\u00a0{text.strip()}\u00a0». Vérifiez l’orthographe, "
        "essayez un code postal, ou parcourez l’annuaire ou la carte."
    )


def no_street() -> str:
    """That streets are not known here, and who knows them."""
    asked = (
        "demandez l’adresse au géocodeur national, sous le champ de recherche, ou cherchez "
        "la commune."
        if settings.GEOCODER_URL
        else "cherchez la commune par son nom ou son code postal."
    )
    return f"L’atlas ne connaît pas les rues\u00a0: {asked}"


def joined(match: AreaMatch) -> str:
    """What a region of before 2016 became; "" for any other area."""
    if not match.former:
        return ""
    return (
        f"{match.former}, région jusqu’en {JOINED - 1}, fait aujourd’hui partie de la région "
        f"{match.area.name} ({match.area.pk})."
    )


def became(match: AreaMatch) -> str:
    """What an EPCI of yesterday became: its successor, or those that shared it out."""
    passage = match.passage
    if not passage:
        return ""
    today = [f"{epci.name} ({epci.pk})" for epci in successors_of(passage.siren)]
    siren, year = passage.siren, passage.ended.year
    if len(today) == 1:
        return f"{siren}\u00a0: {passage.name}, devenue {today[0]} en {year}."
    first = ", ".join(today[:-1])
    return f"{siren}\u00a0: {passage.name}, partagée en {year} entre {first} et {today[-1]}."
