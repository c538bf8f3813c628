"""French names in a sentence: article and preposition, from Insee's « type de liaison ».

Insee gives each name a code: 0 no article before a consonant, 1 no article before a vowel or
a mute h, 2 le, 3 la, 4 les, 5 l', 6 aux, 7 las, 8 los. Communes carry their article in their
name ("Le Havre"); departments and regions do not ("Ain", 5). Both are accepted.
"""

ARTICLES = {2: "le", 3: "la", 4: "les", 5: "l'", 6: "aux", 7: "las", 8: "los"}
OF = {2: "du ", 4: "des ", 6: "des "}
AT = {2: "au ", 4: "aux ", 6: "aux "}

# Areas that usage names as a place, not as a territory.
AS_A_PLACE = frozenset({"Paris", "La Réunion", "Mayotte"})
# Feminine areas that usage introduces by "en" rather than "dans la" or "dans l'".
WITH_EN = frozenset({
    "Ardèche", "Ariège", "Charente", "Charente-Maritime", "Corrèze", "Corse-du-Sud", "Côte-d'Or",
    "Dordogne", "Gironde", "Guadeloupe", "Guyane", "Haute-Corse", "Haute-Garonne", "Haute-Loire",
    "Haute-Marne", "Haute-Saône", "Haute-Savoie", "Haute-Vienne", "Isère", "Loire-Atlantique",
    "Lozère", "Martinique", "Mayenne", "Moselle", "Nouvelle-Aquitaine", "Savoie",
    "Seine-Maritime", "Seine-Saint-Denis", "Vendée",
})  # fmt: skip

FEMININE_BODIES = ("Communauté ", "Métropole ", "Eurométropole ", "Agglomération ")
INITIALS = {
    "Communauté de communes": "CC",
    "Communauté d'agglomération": "CA",
    "Communauté urbaine": "CU",
}
ELIDED_INITIALS = "AEIOUYÀÂÉÈÊËÎÏÔÖÛÜŒÆaeiouyàâéèêëîïôöûüœæ"


def carried_article(name: str, linking: int) -> str:
    """The article that the name itself begins with, as written ("Le ", "L'"), or nothing."""
    article = ARTICLES.get(linking, "")
    opening = article if article.endswith("'") else f"{article} "
    if article and name.lower().startswith(opening):
        return name[: len(opening)]
    return ""


def of(name: str, linking: int) -> str:
    """« de » and a name.

    >>> of("Ain", 5), of("Rhône", 2), of("Occitanie", 1), of("Le Havre", 2)
    ("de l'Ain", 'du Rhône', "d'Occitanie", 'du Havre')
    >>> of("La Rochelle", 3), of("La Réunion", 0), of("Los Masos", 8)
    ('de La Rochelle', 'de La Réunion', 'de Los Masos')
    """
    if linking == 1:
        return f"d'{name}"
    return contracted(name, linking, OF, "de ")


def at(name: str, linking: int) -> str:
    """« à » and the name of a commune.

    >>> at("Paris", 0), at("Le Havre", 2), at("Les Abymes", 4), at("La Rochelle", 3)
    ('à Paris', 'au Havre', 'aux Abymes', 'à La Rochelle')
    """
    return contracted(name, linking, AT, "à ")


def contracted(name: str, linking: int, forms: dict[int, str], preposition: str) -> str:
    """A preposition that swallows « le » and « les », and stands before the other articles."""
    carried = carried_article(name, linking)
    if linking in forms:
        return forms[linking] + name[len(carried) :]
    return preposition + (name if carried else with_article(name, linking))


def with_article(name: str, linking: int) -> str:
    """A name with its article, where it has one.

    >>> with_article("Ain", 5), with_article("Yvelines", 4), with_article("Paris", 0)
    ("l'Ain", 'les Yvelines', 'Paris')
    """
    article = ARTICLES.get(linking, "")
    if not article or linking == 6 or carried_article(name, linking):
        return name
    return article + name if article.endswith("'") else f"{article} {name}"


def within(name: str, linking: int) -> str:
    """« en », « dans » or « à » and the name of a department or a region.

    >>> within("Occitanie", 1), within("Grand Est", 2), within("Yvelines", 4), within("Ain", 5)
    ('en Occitanie', 'dans le Grand Est', 'dans les Yvelines', "dans l'Ain")
    >>> within("Paris", 0), within("La Réunion", 0), within("Haute-Savoie", 3)
    ('à Paris', 'à La Réunion', 'en Haute-Savoie')
    """
    if name in AS_A_PLACE:
        return f"à {name}"
    if linking in (0, 1) or name in WITH_EN:
        return f"en {name}"
    return f"dans {with_article(name, linking)}"


def commune_as_subject(name: str, linking: int) -> str:
    """A feminine, singular subject: the name alone where it agrees, else « La commune de ».

    >>> commune_as_subject("Saugues", 0), commune_as_subject("Les Abymes", 4)
    ('Saugues', 'La commune des Abymes')
    """
    masculine_or_plural = linking in (2, 4, 6, 7, 8)
    return f"La commune {of(name, linking)}" if masculine_or_plural else name


def body(name: str) -> str:
    """An inter-municipal body in a sentence.

    >>> body("Communauté de communes des Rives du Haut Allier")
    'la communauté de communes des Rives du Haut Allier'
    >>> body("Métropole de Lyon"), body("Eurométropole de Strasbourg"), body("Metz Métropole")
    ('la Métropole de Lyon', "l'Eurométropole de Strasbourg", 'Metz Métropole')
    """
    if not name.startswith(FEMININE_BODIES):
        return name
    spoken = name[0].lower() + name[1:] if name.startswith("Communauté ") else name
    return f"l'{spoken}" if spoken[0] in ELIDED_INITIALS else f"la {spoken}"


def short_body(name: str) -> str:
    """A body where room is short.

    >>> short_body("Communauté de communes Faucigny-Glières"), short_body("Metz Métropole")
    ('CC Faucigny-Glières', 'Metz Métropole')
    """
    for words, initials in INITIALS.items():
        if name.startswith(f"{words} "):
            return f"{initials}{name[len(words) :]}"
    return name


def of_body(name: str) -> str:
    """« de » and an inter-municipal body.

    >>> of_body("Communauté de communes Le Haut Allier"), of_body("Orléans Métropole")
    ('de la communauté de communes Le Haut Allier', "d'Orléans Métropole")
    """
    spoken = body(name)
    return f"d'{spoken}" if spoken[0] in ELIDED_INITIALS else f"de {spoken}"


def plural(one: str, many: str, count: float) -> str:
    """The words for so many: `one` for 1 alone; a caller that wants it for none gives `count or 1`.

    >>> plural("pôle", "pôles", 2)
    'pôles'
    """
    return one if count == 1 else many


def joined(parts: list[str]) -> str:
    """Parts of a sentence: commas, and « et » before the last."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} et {parts[-1]}"
