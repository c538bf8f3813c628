"""The ground: areas and their codes of yesterday, their shapes."""

from geo.models.areas import (
    Area,
    Commune,
    Department,
    DerivedArea,
    Epci,
    FormerCommune,
    PlaceName,
    Region,
    StudyArea,
    StudyAreaCommune,
    Zone,
)
from geo.models.passages import CommunePassage, EpciPassage
from geo.models.shapes import (
    Adjacency,
    CommuneShape,
    DepartmentShape,
    EpciShape,
    RegionShape,
    Shape,
    StudyAreaShape,
)

__all__ = [
    "Adjacency", "Area", "Commune", "CommunePassage", "CommuneShape", "Department",
    "DepartmentShape", "DerivedArea", "Epci", "EpciPassage", "EpciShape", "FormerCommune",
    "PlaceName", "Region", "RegionShape", "Shape", "StudyArea", "StudyAreaCommune",
    "StudyAreaShape", "Zone",
]  # fmt: skip
