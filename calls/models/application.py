"""An application to a call, piece by piece as it is filled; frozen once submitted."""

import uuid
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import F, Q
from django.urls import reverse

from calls.models.call import Call
from calls.models.guards import OF_ITS_QUESTION, QUESTION_STAYS
from calls.models.stored import Stored
from calls.querysets import ApplicationQuerySet
from calls.states import STATE_LABELS, State
from calls.vocabulary import Category, DocumentKind, LegalNature, Side
from directory.models import Pole, target_matches_level
from directory.vocabulary import TerritoryLevel, Theme
from geo.models import Commune, Department, Epci, Region
from publishing.coordinates import WGS84

ANSWERS = ("need", "project", "governance", "economic_model", "partners", "schedule")
MOST_THEMES = 4
RECEIVED = ("number", "serial", "submitted_at")
REWRITTEN = pgtrigger.Q(old__submitted_at__isnull=False) & reduce(
    or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in RECEIVED)
)


class Application(models.Model):
    """One application; what is personal is in the owner and the three fields of the contact."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, models.PROTECT, verbose_name="appel", related_name="applications"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="compte",
        related_name="applications", null=True,
    )  # fmt: skip
    state = models.CharField(
        "état", max_length=20, choices=[(s.value, label) for s, label in STATE_LABELS.items()],
        default=State.DRAFT.value,
    )  # fmt: skip
    # Grows with each save: who saves over another's version is told.
    version = models.PositiveIntegerField(default=1, editable=False)

    pole = models.ForeignKey(
        Pole, models.SET_NULL, verbose_name="pôle de l'annuaire", related_name="applications",
        null=True, blank=True,
    )  # fmt: skip
    project_name = models.CharField("nom du projet", max_length=200, blank=True)
    summary = models.TextField("résumé", max_length=1500, blank=True)
    themes = ArrayField(
        models.CharField(max_length=30, choices=Theme), verbose_name="thématiques",
        default=list, blank=True, size=MOST_THEMES,
    )  # fmt: skip
    starts_on = models.DateField("début du projet", null=True, blank=True)
    ends_on = models.DateField("fin du projet", null=True, blank=True)

    lead_name = models.CharField("structure porteuse", max_length=200, blank=True)
    lead_siret = models.CharField("SIRET", max_length=14, blank=True)
    lead_nature = models.CharField(
        "nature juridique", max_length=20, choices=LegalNature, blank=True
    )
    lead_category = models.CharField(
        "catégorie de l'article 9", max_length=20, choices=Category, blank=True
    )
    contact_name = models.CharField("personne à joindre", max_length=200, blank=True)
    contact_email = models.EmailField("adresse e-mail", blank=True)
    contact_phone = models.CharField("téléphone", max_length=30, blank=True)

    need = models.TextField("à quel besoin du territoire répond le projet", blank=True)
    project = models.TextField("le projet et ce qu'il a d'innovant", blank=True)
    governance = models.TextField("la gouvernance", blank=True)
    economic_model = models.TextField("le modèle économique", blank=True)
    partners = models.TextField("les partenaires", blank=True)
    schedule = models.TextField("le calendrier", blank=True)

    requested_eur = models.PositiveIntegerField("aide demandée (€)", null=True, blank=True)

    # Derived from the territory: the codes of every region and department that it touches.
    regions = ArrayField(models.CharField(max_length=3), default=list, editable=False)
    departments = ArrayField(models.CharField(max_length=3), default=list, editable=False)

    serial = models.PositiveIntegerField(null=True, editable=False)
    number = models.CharField("numéro", max_length=30, blank=True, editable=False)
    submitted_at = models.DateTimeField("déposée le", null=True, editable=False)
    created_at = models.DateTimeField("commencée le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        ordering = ("call", "serial", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="application_state_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(
                name="application_numbered_once_submitted",
                condition=Q(
                    state=State.DRAFT.value,
                    serial__isnull=True,
                    number="",
                    submitted_at__isnull=True,
                )
                | ~Q(state=State.DRAFT.value)
                & ~Q(number="")
                & Q(serial__gte=1, submitted_at__isnull=False),
            ),
            models.UniqueConstraint(fields=("call", "serial"), name="application_serial_once"),
            models.UniqueConstraint(
                fields=("number",), name="application_number_once", condition=~Q(number="")
            ),
            models.UniqueConstraint(
                fields=("call", "owner"),
                name="application_one_draft",
                condition=Q(state=State.DRAFT.value),
            ),
        ]
        triggers: ClassVar = [
            # When it came and under which number; what it said is in its dossier.
            pgtrigger.Protect(
                name="received_stays", operation=pgtrigger.Update, condition=REWRITTEN
            ),
        ]
        indexes: ClassVar = [
            GinIndex(F("regions"), name="application_regions"),
            GinIndex(F("departments"), name="application_departments"),
            models.Index(fields=("call", "state"), name="application_by_state"),
        ]

    def __str__(self) -> str:
        return self.number or self.project_name or f"brouillon {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("candidature", args=[self.key])

    @property
    def frozen(self) -> dict[str, Any]:
        """What was submitted, as it was; nothing of a draft."""
        return self.dossier.content if hasattr(self, "dossier") else {}

    @property
    def frozen_sha256(self) -> str:
        """The hash of what was submitted; empty for a draft."""
        return self.dossier.sha256 if hasattr(self, "dossier") else ""

    @property
    def stands(self) -> State:
        """Its state, as the state machine names it."""
        return State(self.state)


class ApplicationTerritory(models.Model):
    """One piece of the ground that an application is about; as `directory.Territory` of a pole."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="territories")
    level = models.CharField("niveau", max_length=10, choices=TerritoryLevel)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    epci = models.ForeignKey(Epci, models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    drawn = models.MultiPolygonField(srid=WGS84, null=True, blank=True)
    label = models.CharField("précision", max_length=200, blank=True)

    class Meta:
        verbose_name = "territoire de candidature"
        verbose_name_plural = "territoires de candidature"
        ordering = ("application", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="application_territory_target", condition=target_matches_level()
            ),
            models.CheckConstraint(
                name="application_territory_drawn_valid",
                condition=Q(drawn__isnull=True) | Q(drawn__isvalid=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.label}"


class Member(models.Model):
    """A legal entity of the pole besides its lead."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="members")
    name = models.CharField("nom", max_length=200)
    category = models.CharField("catégorie de l'article 9", max_length=20, choices=Category)
    siret = models.CharField("SIRET", max_length=14, blank=True)

    class Meta:
        verbose_name = "membre"
        verbose_name_plural = "membres"
        ordering = ("application", "id")

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """An expense or an income of the project; the grant asked for is not one of them."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="budget_lines")
    side = models.CharField("sens", max_length=10, choices=Side)
    label = models.CharField("intitulé", max_length=200)
    amount_eur = models.PositiveIntegerField("montant (€)")

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        ordering = ("application", "side", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="budget_line_side_known", condition=Q(side__in=Side.values)
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Question(models.Model):
    """Something more that the applicant is asked for, and their answer."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="demandé par",
        related_name="+", null=True,
    )  # fmt: skip
    text = models.TextField("demande")
    due = models.DateField("à rendre avant le", null=True, blank=True)
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    answer = models.TextField("réponse", blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    # The instruction went on without an answer.
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    # With them the journal's commitments to the two texts can be checked.
    salt = models.CharField(max_length=32, blank=True, default="", editable=False)
    answer_salt = models.CharField(max_length=32, blank=True, default="", editable=False)

    class Meta:
        verbose_name = "demande de complément"
        verbose_name_plural = "demandes de complément"
        ordering = ("application", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("application",),
                name="question_one_open",
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
            ),
        ]
        triggers: ClassVar = [QUESTION_STAYS]

    def __str__(self) -> str:
        return self.text


class Document(Stored):
    """A file deposited with an application, or with the answer to a question."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="documents")
    question = models.ForeignKey(
        Question, models.CASCADE, related_name="documents", null=True, blank=True
    )
    kind = models.CharField(
        "nature", max_length=20, choices=DocumentKind, default=DocumentKind.OTHER
    )

    class Meta(Stored.Meta):
        abstract = False
        verbose_name = "document"
        verbose_name_plural = "documents"
        ordering = ("application", "id")
        triggers: ClassVar = [OF_ITS_QUESTION]
