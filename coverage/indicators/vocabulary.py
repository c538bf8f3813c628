"""The words of indicators: what a value is, where it is given, which way priority goes."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a value is, hence how an area's value follows from those of its communes."""

    NUMBER = "nombre", "nombre"  # mean weighted by people
    COUNT = "compte", "compte"  # sum
    CLASS = "classe", "classe"  # share of people in the priority classes
    LIST = "liste", "liste"  # share of people listed


# What a value is, and what an area has of those of its communes where nothing is published for it.
KIND_MEANINGS = {
    Kind.NUMBER: "mesure ; un territoire en a la moyenne, pondérée par la population",
    Kind.COUNT: "décompte ; un territoire en a la somme",
    Kind.CLASS: "une classe ; un territoire a la part des habitants des classes prioritaires",
    Kind.LIST: "présence dans une liste ; un territoire a la part des habitants listés",
}


class FileLevel(TextChoices):
    """What a file gives values of."""

    COMMUNE = "commune", "commune"
    EPCI = "epci", "EPCI ou EPT"
    ZONE = "zone_emploi", "zone d'emploi"


class Direction(TextChoices):
    """Which values call for priority."""

    HIGH = "haute", "plus c'est haut, plus c'est prioritaire"
    LOW = "basse", "plus c'est bas, plus c'est prioritaire"
    NONE = "aucune", "sans effet sur la priorité"


class AreaSource(TextChoices):
    """How the value of an area is known."""

    PUBLISHED = "publie", "publié pour ce territoire"
    CARRIED = "reporte", "reporté d'anciens EPCI"
    MEAN = "moyenne", "moyenne des communes, pondérée par la population"
    SUM = "somme", "somme des communes"
    SHARE = "part", "part de la population"
    GROUND = "sol", "calculé sur l'ensemble du territoire"


class CommuneSource(TextChoices):
    """How the value of a commune is known."""

    PUBLISHED = "publie", "publié pour la commune"
    ZONE = "zone_emploi", "valeur de sa zone d'emploi"
    EPCI = "epci", "donné à toutes les communes de son EPCI"
    ABSENT = "absent", "absente d'une liste : non, ou zéro"
    GROUND = "sol", "calculé d'après la commune elle-même"


# English words that the command takes as well.
KIND_WORDS = {
    **{kind.value: kind for kind in Kind},
    "number": Kind.NUMBER,
    "count": Kind.COUNT,
    "class": Kind.CLASS,
    "list": Kind.LIST,
}
