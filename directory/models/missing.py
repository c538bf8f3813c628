"""A pole that a visitor says is missing: what they know of it, and what became of the proposal."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from directory.models.contributions import LONGEST_TEXT
from directory.models.poles import Pole
from directory.querysets import MissingPoleQuerySet
from geo.models import Commune, Department
from tables.addresses import WebField

LONGEST_NAME, LONGEST_SITE, LONGEST_SOURCE = 200, 400, 600


class MissingPole(models.Model):
    """A pole that anyone proposes, without an account, with a page that names it.

    It is of its department: that of the seat where a seat is given. Without one, only those who
    act over the whole nation have it in their list.
    """

    class State(models.TextChoices):
        OPEN = "open", "à examiner"
        ACCEPTED = "accepted", "accepté"
        KNOWN = "known", "déjà dans l'atlas"
        REFUSED = "refused", "écarté"

    name = models.CharField("nom", max_length=LONGEST_NAME)
    seat = models.ForeignKey(
        Commune, models.PROTECT, verbose_name="commune du siège", related_name="+",
        null=True, blank=True,
    )  # fmt: skip
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="département", related_name="+",
        null=True, blank=True,
    )  # fmt: skip
    territory_text = models.TextField(
        "territoire, en toutes lettres", max_length=LONGEST_TEXT, blank=True
    )
    website = WebField("site web", max_length=LONGEST_SITE, blank=True)
    source = WebField("source", max_length=LONGEST_SOURCE)
    # Identifier of the call, which is of an app above: `contributions.calls` knows its title.
    call = models.CharField("appel", max_length=80, blank=True)
    text = models.TextField("précisions", max_length=LONGEST_TEXT, blank=True)
    # Erased when the proposal is closed.
    contact = models.EmailField("adresse électronique", blank=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField("réponse", max_length=LONGEST_TEXT, blank=True)
    # The record made of it, or the one that was there already.
    pole = models.ForeignKey(
        Pole, models.SET_NULL, verbose_name="fiche", related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField("reçu le", auto_now_add=True)
    closed_at = models.DateTimeField("traité le", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = MissingPoleQuerySet.as_manager()

    class Meta:
        verbose_name = "pôle proposé"
        verbose_name_plural = "pôles proposés"
        ordering = ("created_at", "id")
        indexes: ClassVar = [models.Index(fields=("state", "created_at"), name="missing_pole_open")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="missing_pole_closed",
                condition=Q(state="open", closed_at__isnull=True, pole__isnull=True)
                | Q(state__in=("accepted", "known"), closed_at__isnull=False, contact="")
                | Q(state="refused", closed_at__isnull=False, contact="", pole__isnull=True)
                & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="missing_pole_seat_in_department",
                condition=Q(seat__isnull=True) | Q(department__isnull=False),
            ),
            models.CheckConstraint(name="missing_pole_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("contribution-pole", args=[self.pk])
