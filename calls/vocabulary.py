"""The words of calls and applications: stored value and French label."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ERASED = "Motif effacé."  # what stands where a reason was


class Priority(TextChoices):
    """What a call favours."""

    RURAL = "ruralite", _("ruralité")
    QPV = "qpv", _("quartiers prioritaires de la politique de la ville (QPV)")
    OVERSEAS = "outre-mer", _("outre-mer")
    TRANSITION = "transition", _("transition écologique")


class Category(TextChoices):
    """The actors of a pole, by article 9 of the law of 31 July 2014."""

    ESS = "ess", _("entreprise de l'ESS")
    ENTERPRISE = "entreprise", _("autre entreprise")
    LOCAL_AUTHORITY = "collectivite", _("collectivité locale ou groupement")
    RESEARCH = "recherche", _("recherche ou enseignement supérieur")
    TRAINING = "formation", _("organisme de formation")
    OTHER = "autre", _("autre personne physique ou morale")


class LegalNature(TextChoices):
    """What the lead is in law."""

    ASSOCIATION = "association", _("association")
    COOPERATIVE = "cooperative", _("coopérative (SCIC, SCOP…)")
    MUTUAL = "mutuelle", _("mutuelle")
    FOUNDATION = "fondation", _("fondation ou fonds de dotation")
    COMPANY = "societe", _("société commerciale")
    OTHER_PRIVATE = "autre-prive", _("autre personne morale de droit privé")
    PUBLIC = "public", _("personne morale de droit public")


class DocumentKind(TextChoices):
    """What a deposited document is."""

    STATUTES = "statuts", _("statuts de la structure porteuse")
    COMMITMENTS = "engagements", _("lettres d'engagement des membres")
    ACCOUNTS = "comptes", _("derniers comptes approuvés")
    GOVERNANCE = "gouvernance", _("organisation et gouvernance du pôle")
    BUDGET = "budget", _("budget détaillé")
    OTHER = "autre", _("autre document")


class Side(TextChoices):
    """The two sides of a budget."""

    EXPENSE = "depense", _("dépense")
    INCOME = "recette", _("recette")


class Advice(TextChoices):
    """What a regional cell thinks."""

    FAVOURABLE = "favorable", _("favorable")
    RESERVED = "reserve", _("réservé")
    UNFAVOURABLE = "defavorable", _("défavorable")


class OpinionState(TextChoices):
    """Whether an opinion counts yet."""

    DRAFT = "draft", _("en cours")
    GIVEN = "given", _("rendu")
    RECUSED = "recused", _("déport")
