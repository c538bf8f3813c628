"""The words of the directory: stored value, French label, and the public value of the API."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

EARLIEST_YEAR, LATEST_YEAR = 1980, 2100


class Status(TextChoices):
    """How far a pole is, by its latest dated source."""

    ACTIVE = "active", _("actif")
    EMERGING = "emerging", _("émergent")
    UNKNOWN = "unknown", _("inconnu")
    ENDED = "ended", _("terminé")


class SeatConfidence(TextChoices):
    """Whether a source gives the seat."""

    STATED = "stated", _("donné par une source")
    INFERRED = "inferred", _("déduit")


class Level(TextChoices):
    """The level at which a source names a territory."""

    PART = "part", _("partie de commune")
    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("EPCI ou EPT")
    DEPARTMENT = "department", _("département")
    REGION = "region", _("région")
    DRAWN = "drawn", _("périmètre dessiné")


# The field of a territory that its level calls for.
TERRITORY_TARGETS = {
    Level.PART: "commune",
    Level.COMMUNE: "commune",
    Level.EPCI: "epci",
    Level.DEPARTMENT: "department",
    Level.REGION: "region",
    Level.DRAWN: "drawn",
}


class Basis(TextChoices):
    """On what ground a commune is in a pole's footprint; first that holds (most certain first)."""

    DECLARED = "declared", _("déclaré")
    PARTIAL = "partial", _("partie de commune")
    PRESUMED = "presumed", _("présumé (EPCI du siège)")
    BROAD = "broad", _("large (département ou région)")
    NONE = "none", _("aucun territoire")


# What is known nearer than by department: distances to a pole are measured to that.
EXACT_BASES = (Basis.DECLARED, Basis.PARTIAL, Basis.PRESUMED)


class FootprintBasis(TextChoices):
    """How a file says a pole's territory; `FootprintBasis` of a file, `Basis` of a commune."""

    COMMUNES = "declared-communes", _("communes déclarées")
    EPCI = "declared-epci", _("EPCI ou EPT déclarés")
    DEPARTMENT = "declared-department", _("départements déclarés")
    REGION = "declared-region", _("régions déclarées")
    PART = "declared-part", _("parties de communes déclarées")
    DRAWN = "declared-drawn", _("périmètre dessiné")
    DETAIL = "declared-detail", _("plusieurs niveaux, ou des précisions")
    SEAT_EPCI = "seat-epci", _("rien de déclaré : EPCI du siège présumé")
    NONE = "none", _("aucun territoire")


class Scheme(TextChoices):
    """The scheme that recognised a pole."""

    WITNESS_2012 = "temoin-2012", _("Pôles témoins 2012")
    AAP_2013 = "aap-2013", _("Appel à projets 2013")
    AAP_2015 = "aap-2015", _("Appel à projets 2015")
    AMI_2021_1 = "ami-2021-phase-1", _("AMI 2021, phase 1")
    AMI_2021_2 = "ami-2021-phase-2", _("AMI 2021, phase 2")
    AMI_2022 = "ami-2022", _("AMI 2022")
    AMI_2023 = "ami-2023", _("AMI 2023")
    AMI_2024 = "ami-2024", _("AMI 2024")
    AMI_2025 = "ami-2025", _("AMI 2025")
    AMI = "ami", _("AMI depuis 2026")  # the label of the recognition is the title of the call
    OTHER = "autre", _("Autre reconnaissance")


class Theme(TextChoices):
    """What a pole works on; four at most, most telling first."""

    AGRICULTURE = "agriculture", _("Agriculture")
    FOOD = "alimentation", _("Alimentation")
    WOOD = "bois-foret", _("Bois et forêt")
    CULTURE = "culture", _("Culture")
    CIRCULAR = "economie-circulaire", _("Économie circulaire")
    ENERGY = "energie", _("Énergie")
    ESS = "entrepreneuriat-ess", _("Entrepreneuriat de l'ESS")
    FINANCE = "finance-solidaire", _("Finance solidaire")
    TRAINING = "formation", _("Formation")
    HOUSING = "habitat-ecoconstruction", _("Habitat et écoconstruction")
    WORK = "insertion-emploi", _("Insertion et emploi")
    MOBILITY = "mobilite", _("Mobilité")
    DIGITAL = "numerique", _("Numérique")
    REUSE = "reemploi", _("Réemploi")
    HEALTH = "sante-autonomie", _("Santé et autonomie")
    LOCAL_SERVICES = "services-proximite", _("Services de proximité")
    TEXTILE = "textile-laine", _("Textile et laine")
    THIRD_PLACES = "tiers-lieu", _("Tiers-lieux")
    TOURISM = "tourisme", _("Tourisme")
    OTHER = "autre", _("Autre")


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
