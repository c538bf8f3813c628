"""Where the ground comes from: its areas, and those drawn for studies."""

from geo.levels import STUDIED, Level
from publishing.sources import Source

GROUND = Source(
    (
        "Insee (code officiel géographique, populations municipales)",
        "IGN (Admin Express)",
        "DGCL (intercommunalités)",
    ),
    "Communes, EPCI, départements et régions : Licence Ouverte 2.0 (Etalab).",
)
OF_STUDIES = {
    level: Source((level.source,), f"{level.title} : {level.licence}.") for level in STUDIED
}
OF_COMMUNES = (GROUND, *OF_STUDIES.values())  # whose rows say the study areas that they are in


def of_level(level: Level) -> tuple[Source, ...]:
    """What the areas of a level come from."""
    return (GROUND, OF_STUDIES[level]) if level.studied else (GROUND,)
