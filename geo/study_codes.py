"""The codes of study areas told beside communes: their names, their meaning, where they are."""

# ruff: noqa: S608 - fragments are made of constants

from geo.levels import Level


def parameter_of(level: Level) -> str:
    """« codeZoneEmploi », « codeBassinVie »: written as the other parameters of communes."""
    return f"code{''.join(word.title() for word in level.name.split('-'))}"


def column_of(level: Level) -> str:
    """The same in tables made of communes: « code_zone_emploi »."""
    return f"code_{level.name.replace('-', '_')}"


def meaning_of(level: Level) -> str:
    """What that code is, in a sentence."""
    of, every = ("de la", "toute") if level.feminine else ("du", "tout")
    return f"Code {of} {level.one} ; vide hors de {every} {level.one}."


def held(level: Level, communes: str) -> str:
    """In SQL, the code of the area of a commune that a statement calls so; null for none."""
    return f"""(SELECT area.code FROM geo_studyareacommune member
        JOIN geo_studyarea area ON area.key = member.area_id
        WHERE member.level = '{level.name}' AND member.commune_id = {communes}.code)"""
