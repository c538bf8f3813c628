"""What may still change in a call once it is open: its hours, for a reason, and clarifications."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from calls.models.call import Call
from geo.registers import APPEND_ONLY, STAYS


class HoursChange(models.Model):
    """An act that moved the closing of a call after its opening; public, never rewritten."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="hours_changes")
    closes_before = models.DateTimeField("clôture d'avant", null=True)
    permanent_before = models.BooleanField("permanent avant", default=False)
    closes_after = models.DateTimeField("nouvelle clôture")
    reason = models.TextField("motif")
    # With it the commitment of the journal of calls can be checked.
    salt = models.CharField(max_length=32, blank=True, default="", editable=False)
    # A key that nothing enforces: once the person is forgotten, it names nobody.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, verbose_name="par", related_name="+",
        null=True, db_constraint=False,
    )  # fmt: skip
    # The clock of the database: the call's own guard compares it with the transaction's.
    at = models.DateTimeField("le", db_default=Now())

    class Meta:
        verbose_name = "changement d'horaires"
        verbose_name_plural = "changements d'horaires"
        ordering = ("call", "id")
        constraints: ClassVar = [
            models.CheckConstraint(name="hours_change_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="hours_change_moves",
                condition=Q(permanent_before=True) | ~Q(closes_before=F("closes_after")),
            ),
        ]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.call_id} {self.closes_after}"


class Clarification(models.Model):
    """Something said of an open call to all alike: it explains, and changes no rule."""

    call = models.ForeignKey(Call, models.DO_NOTHING, related_name="clarifications")
    text = models.TextField("précision")
    salt = models.CharField(max_length=32, blank=True, default="", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, verbose_name="par", related_name="+",
        null=True, db_constraint=False,
    )  # fmt: skip
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "précision"
        verbose_name_plural = "précisions"
        ordering = ("call", "id")
        constraints: ClassVar = [
            models.CheckConstraint(name="clarification_says", condition=~Q(text="")),
        ]
        triggers: ClassVar = [STAYS]

    def __str__(self) -> str:
        return self.text
