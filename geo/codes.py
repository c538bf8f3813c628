"""Codes of places, resolved: the one reading of a code, for every door.

Case and surrounding spaces do not matter. A code of yesterday leads to today's (arrondissements of
Paris, Lyon and Marseille, former communes), and says so. A zero that was lost is offered, never
put back in silence.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo import levels
from geo.constants import CODE_PATTERN
from geo.elsewhere import collectivity_of_code, outside_sentence
from geo.former_codes import hint_for_five, today_of
from geo.levels import Level, told
from geo.models import EpciPassage
from publishing.problems import ended

LONGEST = 40


class UnknownCodeError(ValueError):
    """A code that is none: what was asked, and what is accepted, in French."""

    def __init__(self, asked: str, accepted: str) -> None:
        super().__init__(ended(f"« {asked[:LONGEST]} » : attendu, {accepted}"))
        self.asked, self.accepted = asked, accepted


@dataclass(frozen=True)
class Place:
    """What a code means today: one code, or several where what it named was shared out.

    `was` says what it named where that is not what it means today.
    """

    level: Level
    asked: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    was: str = ""

    @property
    def code(self) -> str:
        """Today's code, the first where there are several."""
        return self.codes[0]

    @property
    def moved(self) -> bool:
        """Whether another place than the one named is meant."""
        return canonical(self.asked) not in self.codes

    def public(self, parameter: str) -> dict[str, Any]:
        """The substitution as an answer tells it."""
        return {
            "parametre": parameter,
            "demande": self.asked,
            "lu": list(self.codes) if len(self.codes) > 1 else self.code,
            "nom": " ; ".join(self.names),
            "etait": self.was or None,
        }

    def sentence(self) -> str:
        """The substitution in words."""
        today = " ; ".join(
            f"{name} ({code})" for name, code in zip(self.names, self.codes, strict=True)
        )
        was = f"{self.asked} ({self.was})" if self.was else self.asked
        return f"{was} se lit aujourd'hui {today}."


def canonical(text: str) -> str:
    """A code as it is stored."""
    return text.strip().upper()


def resolve(level: Level, text: str) -> Place:
    """What a code means today. Raises UnknownCodeError, which says what is accepted."""
    return resolve_all(level, [text])[0]


def resolve_all(level: Level, texts: Iterable[str]) -> list[Place]:
    """What codes mean today, in their order. Raises UnknownCodeError on the first that is none."""
    asked = list(texts)
    found = found_of(level, asked)
    for text in asked:
        if text not in found:
            raise UnknownCodeError(text, accepted_for(level, text))
    return [found[text] for text in asked]


def found_of(level: Level, texts: Iterable[str]) -> dict[str, Place]:
    """What codes mean today, but for those that mean nothing; at most two queries for them all."""
    codes = {text: canonical(text) for text in texts}
    formed = {code for code in codes.values() if re.fullmatch(level.form.pattern, code)}
    today = {code: [(code, name, "")] for code, name in names_of(level, formed).items()}
    today |= successors(level, formed - today.keys())
    return {
        text: Place(
            level,
            asked=text.strip(),
            codes=tuple(code for code, _name, _was in today[wanted]),
            names=tuple(name for _code, name, _was in today[wanted]),
            was=today[wanted][0][2],
        )
        for text, wanted in codes.items()
        if wanted in today
    }


def names_of(level: Level, codes: Iterable[str]) -> dict[str, str]:
    """The names of those codes that are in force."""
    wanted = list(codes)
    if not wanted:
        return {}
    return dict(level.coded(wanted).values_list(level.models[0].code_field, "name"))


def in_force(level: Level, texts: Iterable[str]) -> dict[str, str]:
    """Of codes as they were written, those in force, as they are stored."""
    codes = {text: canonical(text) for text in texts}
    formed = {code for code in codes.values() if re.fullmatch(level.form.pattern, code)}
    known = names_of(level, formed)
    return {text: code for text, code in codes.items() if code in known}


def successors(level: Level, codes: Iterable[str]) -> dict[str, list[tuple[str, str, str]]]:
    """What became of codes no longer in force: today's code, its name, the former name; by code."""
    wanted = list(codes)
    led: dict[str, list[tuple[str, str, str]]] = {}
    if level is levels.COMMUNE and wanted:
        led = {code: [today] for code, today in today_of(wanted).items()}
    elif level is levels.EPCI and wanted:
        shared = EpciPassage.objects.filter(siren__in=wanted, epci__obsolete=False)
        for code, today, name, was in shared.order_by("siren", "-people_share", "key").values_list(
            "siren", "epci", "epci__name", "name"
        ):
            led.setdefault(code, []).append((today, name, was))
    return led


def lost_zero(level: Level, text: str) -> str:
    """The code that a text would be with the zeros that a spreadsheet took; "" for none."""
    code, lengths = canonical(text), level.form.lengths
    longer = [length for length in lengths if length > len(code)]
    short = len(code) not in lengths and longer
    return code.zfill(min(longer)) if short and code.isascii() and code.isdigit() else ""


def accepted_among(level: Level, text: str, names: Mapping[str, str]) -> str:
    """What a level accepts; where a zero was lost, the code that was perhaps meant, if known."""
    accepted, whole = level.form.accepted, lost_zero(level, text)
    return f"{accepted} ; {whole} ({names[whole]}) ?" if whole in names else accepted


def accepted_for(level: Level, text: str) -> str:
    """What a level accepts, and what was perhaps meant."""
    accepted, hint = level.form.accepted, hint_for(level, text)
    return f"{accepted} ; {hint}" if hint else accepted


def hint_for(level: Level, text: str) -> str:
    """Of a code that is none, what was perhaps meant, from the database; "" where nothing is known.

    The code whose zeros were lost, the commune of a postcode, the collectivity that has no data,
    the study area of a commune.
    """
    whole = lost_zero(level, text)
    names = names_of(level, [whole] if whole else [])
    if whole in names:
        return f"{whole} ({names[whole]}) ?"
    code = canonical(text)
    outside = collectivity_of_code(code) if level in (levels.COMMUNE, levels.DEPARTMENT) else ""
    if outside:
        said = outside_sentence(outside).removesuffix(".")
        return said[:1].lower() + said[1:]
    if level is levels.EPCI:
        alone = names_of(levels.COMMUNE, [code] if re.fullmatch(CODE_PATTERN, code) else [])
        return "".join(
            f"{code} est la commune {name}, qui se demande par son code Insee, même là où elle "
            "tient lieu d'EPCI"
            for name in alone.values()
        )
    if level.studied:
        return area_around(level, code)
    return hint_for_five(code) if level is levels.COMMUNE else ""


def area_around(level: Level, code: str) -> str:
    """Of the code of a commune, the study area that holds it, or that none does; "" of another."""
    names = names_of(levels.COMMUNE, [code] if re.fullmatch(CODE_PATTERN, code) else [])
    if code not in names:
        return ""
    held = level.areas().filter(members__commune=code).order_by("pk").first()
    if held is None:
        none = "aucune" if level.feminine else "aucun"
        return f"{code} est {names[code]} : cette commune n'est dans {none} {level.one}"
    return f"{code} est la commune {names[code]}, dans {told(held, article=True)} ({held.code})"
