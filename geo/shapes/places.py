"""Where a shape can be: the boxes of France, and what a misplaced one most likely is. Pure."""

from dataclasses import dataclass

MARGIN = 0.5  # degrees: a territory may cross the border, or hold the sea around it


@dataclass(frozen=True)
class Box:
    """West, south, east and north, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, other: "Box", margin: float = MARGIN) -> bool:
        """Whether another box is inside, give or take a margin."""
        return (
            self.west - margin <= other.west
            and self.south - margin <= other.south
            and other.east <= self.east + margin
            and other.north <= self.north + margin
        )

    def swapped(self) -> "Box":
        """The box of the same points, longitude and latitude changed for one another."""
        return Box(self.south, self.west, self.north, self.east)

    def across(self) -> "Box":
        """The box of the same points, east for west."""
        return Box(-self.east, self.south, -self.west, self.north)

    def upside_down(self) -> "Box":
        """The box of the same points, north for south."""
        return Box(self.west, -self.north, self.east, -self.south)


# The six grounds that have communes here.
FRANCE = (
    Box(-5.2, 41.3, 9.6, 51.1),  # métropole
    Box(-61.9, 15.8, -61.0, 16.6),  # Guadeloupe
    Box(-61.3, 14.3, -60.8, 14.9),  # Martinique
    Box(-54.7, 2.1, -51.6, 5.8),  # Guyane
    Box(55.2, -21.4, 55.9, -20.8),  # La Réunion
    Box(45.0, -13.1, 45.3, -12.6),  # Mayotte
)
# Grounds that have none: see geo.elsewhere, which has their names.
COLLECTIVITIES = (
    ("975", Box(-56.6, 46.7, -56.1, 47.2)),
    ("977", Box(-62.96, 17.8, -62.7, 18.0)),
    ("978", Box(-63.3, 17.95, -62.96, 18.2)),
    ("984", Box(50.0, -50.0, 78.0, -37.0)),
    ("986", Box(-178.3, -14.5, -176.0, -13.1)),
    ("987", Box(-155.0, -28.0, -134.0, -7.5)),
    ("988", Box(158.0, -23.0, 172.5, -17.5)),
    ("989", Box(-109.4, 10.1, -109.0, 10.5)),
)
# What metres look like, where degrees are expected.
LAMBERT_93 = Box(0.0, 6_000_000.0, 1_300_000.0, 7_200_000.0)
MERCATOR = Box(-7_000_000.0, -2_500_000.0, 6_300_000.0, 6_700_000.0)
WIDEST, TALLEST = 30.0, 25.0  # degrees: more than any of France's grounds

IN_FRANCE = "un périmètre en France"
AWAY = ", en mer ou à l'étranger :"


def in_france(box: Box) -> bool:
    """Whether a box is on one of the grounds that have communes, or close to it."""
    return any(ground.holds(box) for ground in FRANCE)


def collectivity(box: Box) -> str:
    """The code of the overseas collectivity where a box is; "" where it is in none."""
    return next((code for code, ground in COLLECTIVITIES if ground.holds(box)), "")


def said_of(box: Box, name_of: dict[str, str]) -> str:
    """What is said of a box outside France: its likely cause.

    `name_of` names the collectivities, each with its article.
    """
    if box.east - box.west > WIDEST or box.north - box.south > TALLEST:
        whole = box.east - box.west >= 350 and box.north - box.south >= 150
        return f"{IN_FRANCE} ; celui-ci " + (
            "couvre le monde entier" if whole else "est bien plus grand que la France"
        )
    if code := collectivity(box):
        where = name_of.get(code, "une collectivité d'outre-mer")
        return f"{IN_FRANCE}, dans un département ; l'atlas ne couvre pas {where}"
    return f"{IN_FRANCE} ; celui-ci est hors de France{likely(box)}"


def likely(box: Box) -> str:
    """Why a box is not where it was meant to be."""
    if in_france(box.swapped()):
        return " : longitude et latitude semblent inversées (la longitude s'écrit d'abord)"
    if in_france(box.across()):
        return f"{AWAY} le signe de la longitude est peut-être faux (négative à l'ouest)"
    if in_france(box.upside_down()):
        return f"{AWAY} le signe de la latitude est peut-être faux (négative au sud)"
    if in_france(box.swapped().across()) or in_france(box.swapped().upside_down()):
        return " : longitude et latitude semblent inversées, et l'un des signes faux"
    if Box(-1, -1, 1, 1).holds(box, 0):
        return " : ses coordonnées sont proches de zéro, sans doute vides ou dans une autre unité"
    return ", en mer ou à l'étranger"


def said_of_metres(box: Box) -> str:
    """What is said of coordinates that are no degrees."""
    form = "des degrés (longitude de -180 à 180, latitude de -90 à 90)"
    if LAMBERT_93.holds(box, 0):
        return (
            f"{form} ; ces coordonnées semblent être en mètres, en Lambert-93 (EPSG:2154) : "
            "enregistrez le fichier en WGS 84 (EPSG:4326), ou avec son système déclaré"
        )
    if LAMBERT_93.holds(box.swapped(), 0):
        return f"{form} ; ces coordonnées semblent être du Lambert-93 dont x et y sont inversés"
    if MERCATOR.holds(box, 0):
        return (
            f"{form} ; ces coordonnées semblent être en mètres : enregistrez le fichier en "
            "WGS 84 (EPSG:4326), ou avec son système déclaré"
        )
    return form
