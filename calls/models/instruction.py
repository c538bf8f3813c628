"""The instruction of an application: opinions and scores of regional cells, the decision."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from calls.models.application import Application
from calls.models.grid import Criterion
from calls.states import OUTCOME_LABELS
from calls.vocabulary import Advice, OpinionState
from geo.models import Region
from geo.registers import APPEND_ONLY

OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]


class Opinion(models.Model):
    """What one person of a regional cell thinks, or that they stand aside (conflict of interest).

    A region gives one opinion at most; someone who stands aside does not stop a colleague.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="opinions")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région", related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="auteur", related_name="+",
        null=True,
    )  # fmt: skip
    state = models.CharField("état", max_length=8, choices=OpinionState, default=OpinionState.DRAFT)
    advice = models.CharField("avis", max_length=12, choices=Advice, blank=True)
    text = models.TextField("avis motivé", blank=True)
    reason = models.TextField("motif du déport", blank=True)
    # With it the journal's commitment can be checked; erased with what it is about.
    salt = models.CharField(max_length=32, blank=True, default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("commencé le", auto_now_add=True)
    given_at = models.DateTimeField("rendu le", null=True, blank=True)

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ("application", "region", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("application", "region", "author"),
                name="opinion_once_by_author",
                violation_error_message="Vous avez déjà un avis sur cette candidature.",
            ),
            models.UniqueConstraint(
                fields=("application", "region"),
                name="opinion_given_once_by_region",
                condition=Q(state=OpinionState.GIVEN),
                violation_error_message="Cette région a déjà rendu son avis.",
            ),
            models.CheckConstraint(
                name="opinion_given_whole",
                condition=~Q(state=OpinionState.GIVEN)
                | Q(advice__in=Advice.values, given_at__isnull=False),
                violation_error_message="Un avis rendu est favorable, réservé ou défavorable.",
            ),
            models.CheckConstraint(
                name="opinion_recusal_reason",
                condition=~Q(state=OpinionState.RECUSED) | ~Q(reason=""),
                violation_error_message="Un déport a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.region_id}"


class FormerOpinion(models.Model):
    """An opinion as it was given, before its author took it back: what was scored stays known."""

    opinion = models.ForeignKey(Opinion, models.DO_NOTHING, related_name="former")
    advice = models.CharField("avis", max_length=12, choices=Advice)
    text = models.TextField("avis motivé")
    # [[key of the criterion, score], …], in the order of the grid.
    scores = models.JSONField("notes", default=list)
    # [[key of the criterion, text], …]; null for what was taken back before they were kept.
    remarks = models.JSONField("remarques", null=True, default=None)
    salt = models.CharField(max_length=32, blank=True, default="", editable=False)
    given_at = models.DateTimeField("rendu le")
    taken_back_at = models.DateTimeField("repris le", auto_now_add=True)
    # Whose opinions its author could read by then.
    after_reading = ArrayField(
        models.CharField(max_length=3), verbose_name="après lecture de", default=list
    )

    class Meta:
        verbose_name = "avis repris"
        verbose_name_plural = "avis repris"
        ordering = ("opinion", "id")
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.given_at}"


class Substitute(models.Model):
    """Someone named by the national cell to give the opinion of a region that has nobody left."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="substitutes")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région", related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="personne", related_name="+",
        null=True,
    )  # fmt: skip
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="désigné par",
        related_name="+", null=True,
    )  # fmt: skip
    reason = models.TextField("motif")
    salt = models.CharField(max_length=32, blank=True, default="", editable=False)
    named_at = models.DateTimeField("désigné le", auto_now_add=True)

    class Meta:
        verbose_name = "suppléance"
        verbose_name_plural = "suppléances"
        ordering = ("application", "region", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("application", "region", "person"), name="substitute_once"
            ),
            models.CheckConstraint(name="substitute_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.region_id}"


class Score(models.Model):
    """What an opinion gives on one criterion, out of its highest."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField("note")
    comment = models.TextField("remarque", blank=True)

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "notes"
        ordering = ("opinion", "criterion")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("opinion", "criterion"), name="score_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"


class Decision(models.Model):
    """What the national cell decides of an application; told to nobody until it is announced."""

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="decision", verbose_name="candidature"
    )
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    outcome = models.CharField("décision", max_length=10, choices=OUTCOME_CHOICES)
    grant_eur = models.PositiveIntegerField("aide (€)", null=True, blank=True)
    reason = models.TextField("motif", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="décidé par", related_name="+",
        null=True,
    )  # fmt: skip
    decided_at = models.DateTimeField("décidé le")

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ("rank", "application")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="decision_outcome_known",
                condition=Q(outcome__in=[outcome.value for outcome in OUTCOME_LABELS]),
            ),
            models.CheckConstraint(
                name="decision_refusal_reason",
                condition=~Q(outcome="refused") | ~Q(reason=""),
                violation_error_message="Une candidature non retenue l'est pour un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"
