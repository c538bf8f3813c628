"""The words of indicators: what a value is, where it is given, which way priority goes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a value is, hence how a body's value follows from those of its communes."""

    NUMBER = "nombre", _("nombre")  # mean weighted by people
    COUNT = "compte", _("compte")  # sum
    CLASS = "classe", _("classe")  # share of people in the priority classes
    LIST = "liste", _("liste")  # share of people listed


class Level(TextChoices):
    """What a file gives values of."""

    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("EPCI ou EPT")
    ZONE = "zone_emploi", _("zone d'emploi")


class Direction(TextChoices):
    """Which values call for priority."""

    HIGH = "haute", _("plus c'est haut, plus c'est prioritaire")
    LOW = "basse", _("plus c'est bas, plus c'est prioritaire")
    NONE = "aucune", _("sans effet sur la priorité")


class Basis(TextChoices):
    """How the value of a body is known."""

    PUBLISHED = "publie", _("publié pour l'EPCI")
    CARRIED = "reporte", _("reporté d'anciens EPCI")
    MEAN = "moyenne", _("moyenne des communes, pondérée par la population")
    SUM = "somme", _("somme des communes")
    SHARE = "part", _("part de la population")
    GROUND = "sol", _("calculé sur l'ensemble du territoire")


class CommuneBasis(TextChoices):
    """How the value of a commune is known."""

    PUBLISHED = "publie", _("publié pour la commune")
    ZONE = "zone_emploi", _("valeur de sa zone d'emploi")
    EPCI = "epci", _("donné à toutes les communes de son EPCI")
    ABSENT = "absent", _("absente d'une liste : non, ou zéro")
    GROUND = "sol", _("calculé d'après la commune elle-même")


# English words that the command takes as well.
KIND_WORDS = {
    **{kind.value: kind for kind in Kind},
    "number": Kind.NUMBER,
    "count": Kind.COUNT,
    "class": Kind.CLASS,
    "list": Kind.LIST,
}
