"""What people say of a record: errors reported, changes proposed, confirmations asked for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from directory.models.poles import Pole
from directory.querysets import AboutPoleQuerySet

LONGEST_TEXT = 2000


class ErrorReport(models.Model):
    """An error that anyone reports on a record, without an account."""

    class State(models.TextChoices):
        OPEN = "open", "à traiter"
        KEPT = "kept", "retenu"
        REFUSED = "refused", "écarté"

    class Part(models.TextChoices):
        """What the public sees of a record."""

        NAME = "name", "le nom"
        ACTION = "action", "ce que fait le pôle"
        TERRITORY = "territory", "le territoire"
        STATUS = "status", "le statut, l'année ou les reconnaissances"
        CONTACT = "contact", "la structure porteuse, le siège ou le site web"
        OTHER = "other", "autre chose"

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="error_reports")
    part = models.CharField("ce qui est faux", max_length=10, choices=Part)
    text = models.TextField("l'erreur", max_length=LONGEST_TEXT)
    # Erased when the report is closed.
    contact = models.EmailField("adresse électronique", blank=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField("réponse", max_length=LONGEST_TEXT, blank=True)
    created_at = models.DateTimeField("reçu le", auto_now_add=True)
    closed_at = models.DateTimeField("traité le", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = AboutPoleQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        ordering = ("created_at", "id")
        indexes: ClassVar = [models.Index(fields=("state", "created_at"), name="error_report_open")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="error_report_closed",
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state__in=("kept", "refused"), closed_at__isnull=False, contact=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pole_id} {self.part} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("contribution-signalement", args=[self.pk])


class Proposal(models.Model):
    """A change that the lead of a pole proposes: the record before, and the fields wanted."""

    class State(models.TextChoices):
        OPEN = "open", "à examiner"
        ACCEPTED = "accepted", "acceptée"
        AMENDED = "amended", "acceptée avec des modifications"
        REFUSED = "refused", "refusée"

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="proposals")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )
    before = models.JSONField("fiche à ce moment")
    fields = models.JSONField("champs proposés")
    why = models.TextField("pourquoi", max_length=LONGEST_TEXT)
    state = models.CharField("état", max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField("réponse", max_length=LONGEST_TEXT, blank=True)
    written = models.JSONField("champs écrits", null=True, blank=True)
    created_at = models.DateTimeField("proposée le", auto_now_add=True)
    closed_at = models.DateTimeField("examinée le", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = AboutPoleQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        ordering = ("created_at", "id")
        indexes: ClassVar = [models.Index(fields=("state", "created_at"), name="proposal_open")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="proposal_closed",
                condition=Q(state="open", closed_at__isnull=True, written__isnull=True)
                | Q(
                    state__in=("accepted", "amended"),
                    closed_at__isnull=False,
                    written__isnull=False,
                )
                | Q(state="refused", closed_at__isnull=False, written__isnull=True) & ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pole_id} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("contribution-proposition", args=[self.pk])


class ConfirmationRequest(models.Model):
    """The yearly request to a lead: is the record still right? One a year for each of them."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="confirmation_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField("envoyée le")

    class Meta:
        verbose_name = "demande de confirmation"
        verbose_name_plural = "demandes de confirmation"
        ordering = ("pole", "person", "sent_at", "id")

    def __str__(self) -> str:
        return f"{self.pole_id} {self.sent_at:%Y-%m-%d}"
