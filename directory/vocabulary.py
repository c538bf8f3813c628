"""The words of the directory: stored value, French label, and the public value of the API."""

from django.db.models import TextChoices

EARLIEST_YEAR, LATEST_YEAR = 1980, 2100


class Status(TextChoices):
    """How far a pole is, by its latest dated source."""

    ACTIVE = "active", "actif"
    EMERGING = "emerging", "émergent"
    UNKNOWN = "unknown", "inconnu"
    ENDED = "ended", "terminé"


class SeatConfidence(TextChoices):
    """Whether a source gives the seat."""

    STATED = "stated", "donné par une source"
    INFERRED = "inferred", "déduit"


class TerritoryLevel(TextChoices):
    """The level at which a source names a territory."""

    PART = "part", "partie de commune"
    COMMUNE = "commune", "commune"
    EPCI = "epci", "EPCI ou EPT"
    DEPARTMENT = "department", "département"
    REGION = "region", "région"
    DRAWN = "drawn", "périmètre dessiné"


# The word of each, as people type it.
TYPED_LEVELS = {
    TerritoryLevel.COMMUNE: "commune",
    TerritoryLevel.PART: "partie",
    TerritoryLevel.EPCI: "epci",
    TerritoryLevel.DEPARTMENT: "departement",
    TerritoryLevel.REGION: "region",
    TerritoryLevel.DRAWN: "dessin",
}
# The field of a territory that its level calls for.
TERRITORY_TARGETS = {
    TerritoryLevel.PART: "commune",
    TerritoryLevel.COMMUNE: "commune",
    TerritoryLevel.EPCI: "epci",
    TerritoryLevel.DEPARTMENT: "department",
    TerritoryLevel.REGION: "region",
    TerritoryLevel.DRAWN: "drawn",
}


class Basis(TextChoices):
    """On what ground a commune is in a pole's footprint; first that holds (most certain first)."""

    DECLARED = "declared", "déclaré"
    PARTIAL = "partial", "partie de commune"
    PRESUMED = "presumed", "présumé (EPCI du siège)"
    BROAD = "broad", "large (département ou région)"
    NONE = "none", "aucun territoire"


# What is known nearer than by department: distances to a pole are measured to that.
EXACT_BASES = (Basis.DECLARED, Basis.PARTIAL, Basis.PRESUMED)


class FootprintBasis(TextChoices):
    """How a file says a pole's territory; `FootprintBasis` of a file, `Basis` of a commune."""

    COMMUNES = "declared-communes", "communes déclarées"
    EPCI = "declared-epci", "EPCI ou EPT déclarés"
    DEPARTMENT = "declared-department", "départements déclarés"
    REGION = "declared-region", "régions déclarées"
    PART = "declared-part", "parties de communes déclarées"
    DRAWN = "declared-drawn", "périmètre dessiné"
    DETAIL = "declared-detail", "plusieurs niveaux, ou des précisions"
    SEAT_EPCI = "seat-epci", "rien de déclaré : EPCI du siège présumé"
    NONE = "none", "aucun territoire"


class Scheme(TextChoices):
    """The scheme that recognised a pole."""

    WITNESS_2012 = "temoin-2012", "Pôles témoins 2012"
    AAP_2013 = "aap-2013", "Appel à projets 2013"
    AAP_2015 = "aap-2015", "Appel à projets 2015"
    AMI_2021_1 = "ami-2021-phase-1", "AMI 2021, phase 1"
    AMI_2021_2 = "ami-2021-phase-2", "AMI 2021, phase 2"
    AMI_2022 = "ami-2022", "AMI 2022"
    AMI_2023 = "ami-2023", "AMI 2023"
    AMI_2024 = "ami-2024", "AMI 2024"
    AMI_2025 = "ami-2025", "AMI 2025"
    AMI = "ami", "AMI depuis 2026"  # the label of the recognition is the title of the call
    OTHER = "autre", "Autre reconnaissance"


class Theme(TextChoices):
    """What a pole works on; four at most, most telling first."""

    AGRICULTURE = "agriculture", "Agriculture"
    FOOD = "alimentation", "Alimentation"
    WOOD = "bois-foret", "Bois et forêt"
    CULTURE = "culture", "Culture"
    CIRCULAR = "economie-circulaire", "Économie circulaire"
    ENERGY = "energie", "Énergie"
    ESS = "entrepreneuriat-ess", "Entrepreneuriat de l'ESS"
    FINANCE = "finance-solidaire", "Finance solidaire"
    TRAINING = "formation", "Formation"
    HOUSING = "habitat-ecoconstruction", "Habitat et écoconstruction"
    WORK = "insertion-emploi", "Insertion et emploi"
    MOBILITY = "mobilite", "Mobilité"
    DIGITAL = "numerique", "Numérique"
    REUSE = "reemploi", "Réemploi"
    HEALTH = "sante-autonomie", "Santé et autonomie"
    LOCAL_SERVICES = "services-proximite", "Services de proximité"
    TEXTILE = "textile-laine", "Textile et laine"
    THIRD_PLACES = "tiers-lieu", "Tiers-lieux"
    TOURISM = "tourisme", "Tourisme"
    OTHER = "autre", "Autre"


PUBLIC_STATUS = {
    Status.ACTIVE: "actif",
    Status.EMERGING: "emergent",
    Status.UNKNOWN: "inconnu",
    Status.ENDED: "termine",
}
PUBLIC_BASIS = {
    Basis.DECLARED: "declare",
    Basis.PARTIAL: "partie",
    Basis.PRESUMED: "presume",
    Basis.BROAD: "large",
    Basis.NONE: "aucune",
}
PUBLIC_CONFIDENCE = {SeatConfidence.STATED: "source", SeatConfidence.INFERRED: "deduit"}
