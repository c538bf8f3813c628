"""Requests for services, and the log of each: who moved it, when, with which message."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from directory.models import Pole
from geo.models import Commune
from geo.reach import Reach
from programme.models.described import Service
from programme.vocabulary import NEXT, OPEN, Party, RequestState

PATIENCE = timedelta(days=15)
BETWEEN_REMINDERS = timedelta(days=1)
ERASED = Q(name="", email="", organisation="", need="")


class RequestQuerySet(models.QuerySet):
    """Questions about requests."""

    def within_reach(self, reach: Reach) -> Self:
        """Those that a reach holds, by their pole or their commune."""
        if reach.everywhere:
            return self
        held = Q(pole__in=Pole.objects.within_reach(reach).values("pk"))
        held |= Q(commune__region__in=reach.regions) | Q(commune__department__in=reach.departments)
        return self.filter(held)

    def open(self) -> Self:
        """Those on which something may still be done."""
        return self.filter(state__in=OPEN)

    def late(self, now: datetime) -> Self:
        """Those that nobody has answered for too long."""
        return self.filter(state=RequestState.RECEIVED, created_at__lt=now - PATIENCE)

    def of(self, email: str) -> Self:
        """Those of a person."""
        return self.filter(email__iexact=email) if email else self.none()


class ServiceRequest(models.Model):
    """Someone asks for a service, for a pole or a commune. Written by `requests.writing` alone."""

    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name="service", related_name="requests"
    )
    state = models.CharField(
        "état", max_length=8, choices=RequestState, default=RequestState.RECEIVED
    )
    name = models.CharField("nom", max_length=120, blank=True)
    email = models.EmailField("courriel", blank=True)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    need = models.TextField("besoin", blank=True)
    pole = models.ForeignKey(
        Pole, models.SET_NULL, verbose_name="pôle", null=True, blank=True, related_name="+"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, verbose_name="commune", null=True, blank=True, related_name="+"
    )
    # Whether the operator was written to: otherwise the national cell answers.
    to_operator = models.BooleanField("transmise à l'opérateur")
    created_at = models.DateTimeField("reçue le")
    moved_at = models.DateTimeField("dernier changement")
    reminded_at = models.DateTimeField("opérateur relancé le", null=True, blank=True)
    stripped_at = models.DateTimeField("données personnelles effacées le", null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de service"
        verbose_name_plural = "demandes de service"
        ordering = ("created_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="request_state_known", condition=Q(state__in=RequestState.values)
            ),
            models.CheckConstraint(
                name="request_stripped_is_bare",
                condition=Q(stripped_at__isnull=True) & ~Q(email="")
                | Q(stripped_at__isnull=False) & ERASED,
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("state", "created_at"), name="request_waiting")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("demande", args=[self.pk])

    @property
    def number(self) -> str:
        """What both sides call it."""
        return f"DS-{timezone.localtime(self.created_at).year}-{self.pk:04d}"

    @property
    def following(self) -> tuple[RequestState, ...]:
        """What it may become; nothing once its personal data is erased."""
        return () if self.stripped_at else NEXT[RequestState(self.state)]

    @property
    def may_be_sent_again(self) -> bool:
        """Whether its operator can be written to once more: not twice within a day."""
        last = self.reminded_at or self.created_at
        rested = timezone.now() - last >= BETWEEN_REMINDERS
        return rested and bool(self.following and self.service.operator_email)


class RequestStep(models.Model):
    """One state that a request came to. Never changed, but for its message when it is erased."""

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="steps")
    state = models.CharField("état", max_length=8, choices=RequestState)
    party = models.CharField("par", max_length=9, choices=Party)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField("le")
    message = models.TextField("message", blank=True)

    class Meta:
        verbose_name = "étape d'une demande"
        verbose_name_plural = "étapes d'une demande"
        ordering = ("request", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("request", "state"), name="request_state_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"
