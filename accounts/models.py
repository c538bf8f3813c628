"""The mandates: roles held, where, by whom, all that they have been; second factors taken away."""

from datetime import datetime
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q

from accounts.roles import Role
from geo.models import Department, Region
from geo.registers import APPEND_ONLY, STAYS, stamped, written_by_history

ON_A_REGION = Q(region__isnull=False, department__isnull=True, pole__isnull=True)
ON_A_DEPARTMENT = Q(region__isnull=True, department__isnull=False, pole__isnull=True)
ON_A_POLE = Q(region__isnull=True, department__isnull=True, pole__isnull=False)
ON_THE_NATION = Q(region__isnull=True, department__isnull=True, pole__isnull=True)
NATIONAL_ROLES = (Role.NATIONAL_CELL, Role.ANALYST, Role.ADMINISTRATOR)


class Counter(models.Model):
    """How often something was tried, until an hour; `key` is a digest (see accounts.counters)."""

    key = models.CharField(primary_key=True, max_length=64)
    value = models.JSONField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class Mandate(models.Model):
    """One role of a person, on one region, department or pole, or on the whole nation."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="personne",
        related_name="mandates",
    )  # fmt: skip
    role = models.CharField("rôle", max_length=20, choices=Role)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="région", related_name="+", null=True, blank=True
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="département", related_name="+", null=True,
        blank=True,
    )  # fmt: skip
    # Named, not imported: accounts stand under the directory, whose doors ask them.
    pole = models.ForeignKey(
        "directory.Pole", models.CASCADE, verbose_name="pôle", related_name="mandates",
        null=True, blank=True,
    )  # fmt: skip
    until = models.DateField(
        "jusqu'au", null=True, blank=True, help_text="Compris ; vide : sans limite."
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="donné par", related_name="+",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    granted_at = models.DateTimeField("donné le", auto_now_add=True)

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        ordering = ("person", "role", "region", "department", "pole", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mandate_ground",
                condition=Q(role=Role.LEAD) & ON_A_POLE
                | Q(role=Role.OFFICER) & (ON_A_REGION | ON_A_DEPARTMENT)
                | Q(role=Role.REGIONAL_CELL) & ON_A_REGION
                | Q(role__in=NATIONAL_ROLES) & ON_THE_NATION,
                violation_error_message=(
                    "Un porteur a un pôle ; un agent, une région ou un département ; une cellule "
                    "régionale, une région ; les autres rôles valent pour toute la France."
                ),
            ),
            models.UniqueConstraint(
                fields=("person", "role", "region", "department", "pole"),
                name="mandate_once",
                nulls_distinct=False,
                violation_error_message="Cette personne a déjà ce mandat.",
            ),
        ]
        triggers: ClassVar = [
            # Whatever the door. A mandate that no person gives is given by the server's command.
            pgtrigger.Protect(
                name="not_by_oneself",
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__granted_by=pgtrigger.F("new__person")),
            ),
        ]

    def __str__(self) -> str:
        ground = self.region or self.department or self.pole
        return f"{self.get_role_display()} ({ground})" if ground else self.get_role_display()


class SecondFactorReset(models.Model):
    """A second factor taken away on the server, with its reason; nobody edits it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="personne",
        related_name="second_factor_resets",
    )  # fmt: skip
    reason = models.CharField("motif", max_length=300)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "second facteur enlevé"
        verbose_name_plural = "seconds facteurs enlevés"
        ordering = ("-at", "-id")
        triggers: ClassVar = [STAYS, stamped("accounts_secondfactorreset")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}"


WRITTEN: Any = pghistory.create_event_model(
    Mandate,
    pghistory.InsertEvent("given"),
    pghistory.UpdateEvent(
        "changed",
        condition=pghistory.AnyChange("person", "role", "region", "department", "pole", "until"),
    ),
    pghistory.DeleteEvent("withdrawn"),
    exclude=["granted_at"],
    obj_field=pghistory.ObjForeignKey(related_name="+"),
    # Beside the event, and not in the shared table of contexts, which is not append-only.
    context_field=pghistory.ContextJSONField(),
    context_id_field=None,  # type: ignore[arg-type]
)


class MandateEvent(WRITTEN):
    """A mandate given, changed or withdrawn, as the database wrote it down itself: nobody edits it.

    Whatever writes (a page, a command, a bulk update, the end of an account or of a pole) leaves
    one. People are keys that nothing enforces: once forgotten, they name nobody.
    """

    class Label(models.TextChoices):
        KNOWN = "known", "déjà là à l'ouverture de la liste"
        GIVEN = "given", "donné"
        CHANGED = "changed", "modifié"
        WITHDRAWN = "withdrawn", "retiré"
        SUSPENDED = "suspended", "suspendu, compte désactivé"
        RESTORED = "restored", "rétabli, compte réactivé"

    # Given by the declaration above, which type checkers do not read.
    pgh_label: str
    pgh_context: dict[str, Any] | None
    pgh_created_at: datetime

    class Meta:
        verbose_name = "acte sur un mandat"
        verbose_name_plural = "actes sur les mandats"
        ordering = ("-pgh_id",)
        triggers = (APPEND_ONLY, written_by_history("accounts_mandateevent"))

    def __str__(self) -> str:
        return f"{self.what} : {self.said}"

    @property
    def what(self) -> Any:
        """Given, changed or withdrawn."""
        return self.Label(self.pgh_label).label

    @property
    def said(self) -> str:
        """The role and its ground, whether or not the pole is still there."""
        try:
            ground = self.region or self.department or self.pole
        except ObjectDoesNotExist:
            ground = f"pôle effacé, n° {self.pole_id}"
        role = Role(self.role).label
        return f"{role} ({ground})" if ground else str(role)

    @property
    def holder(self) -> Any:
        """Whose mandate it is; None once their account is erased."""
        try:
            return self.person
        except ObjectDoesNotExist:
            return None

    @property
    def facts(self) -> dict[str, Any]:
        """Who did it, in which roles and why, as far as it was said."""
        return self.pgh_context or {}
