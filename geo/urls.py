"""The doors of the ground: areas as on geo.api.gouv.fr."""

from geo import layers
from geo.codes import Level
from geo.publishing.doors import area_doors

COMMUNE_FIELDS = (
    "nom", "code", "codeDepartement", "siren", "codeEpci", "codeRegion", "codesPostaux",
    "population",
)  # fmt: skip

urlpatterns = [
    *area_doors(layers.COMMUNES, Level.COMMUNE, COMMUNE_FIELDS),
    *area_doors(layers.EPCIS, Level.EPCI, ("nom", "code", "type", "population")),
    *area_doors(layers.DEPARTMENTS, Level.DEPARTMENT, ("nom", "code", "codeRegion")),
    *area_doors(layers.REGIONS, Level.REGION, ("nom", "code")),
]
