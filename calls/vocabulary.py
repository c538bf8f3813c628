"""The words of calls and applications: stored value and French label."""

from django.db.models import TextChoices

from publishing.sources import Source

CALLS = Source(
    ("Atlas des PTCE (pages publiques citées par chaque appel)",),
    "Appels : faits relevés dans des pages publiques, que chaque appel cite.",
)
RECEIVED = Source(
    ("Candidatures reçues sur l'Atlas des PTCE",),
    "Candidatures : réservées à qui les instruit.",
)
ERASED = "Motif effacé."  # what stands where a reason was


class Priority(TextChoices):
    """What a call favours."""

    RURAL = "ruralite", "ruralité"
    QPV = "qpv", "quartiers prioritaires de la politique de la ville (QPV)"
    OVERSEAS = "outre-mer", "outre-mer"
    TRANSITION = "transition", "transition écologique"


class Category(TextChoices):
    """The actors of a pole, by article 9 of the law of 31 July 2014."""

    ESS = "ess", "entreprise de l'ESS"
    ENTERPRISE = "entreprise", "autre entreprise"
    LOCAL_AUTHORITY = "collectivite", "collectivité locale ou groupement"
    RESEARCH = "recherche", "recherche ou enseignement supérieur"
    TRAINING = "formation", "organisme de formation"
    OTHER = "autre", "autre personne physique ou morale"


class LegalNature(TextChoices):
    """What the lead is in law."""

    ASSOCIATION = "association", "association"
    COOPERATIVE = "cooperative", "coopérative (SCIC, SCOP…)"
    MUTUAL = "mutuelle", "mutuelle"
    FOUNDATION = "fondation", "fondation ou fonds de dotation"
    COMPANY = "societe", "société commerciale"
    OTHER_PRIVATE = "autre-prive", "autre personne morale de droit privé"
    PUBLIC = "public", "personne morale de droit public"


class DocumentKind(TextChoices):
    """What a deposited document is."""

    STATUTES = "statuts", "statuts de la structure porteuse"
    COMMITMENTS = "engagements", "lettres d'engagement des membres"
    ACCOUNTS = "comptes", "derniers comptes approuvés"
    GOVERNANCE = "gouvernance", "organisation et gouvernance du pôle"
    BUDGET = "budget", "budget détaillé"
    OTHER = "autre", "autre document"


class Side(TextChoices):
    """The two sides of a budget."""

    EXPENSE = "depense", "dépense"
    INCOME = "recette", "recette"


class Advice(TextChoices):
    """What a regional cell thinks."""

    FAVOURABLE = "favorable", "favorable"
    RESERVED = "reserve", "réservé"
    UNFAVOURABLE = "defavorable", "défavorable"


class OpinionState(TextChoices):
    """Whether an opinion counts yet."""

    DRAFT = "draft", "en cours"
    GIVEN = "given", "rendu"
    RECUSED = "recused", "déport"
