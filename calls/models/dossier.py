"""What was submitted, as it was: written once, with its hash."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from calls.models.application import Application
from geo.registers import APPEND_ONLY


class Dossier(models.Model):
    """An application as it was submitted: what proves it is in a table that nobody rewrites."""

    application = models.OneToOneField(
        Application, models.DO_NOTHING, related_name="dossier", verbose_name="candidature"
    )
    content = models.JSONField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "dossier figé"
        verbose_name_plural = "dossiers figés"
        ordering = ("application",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="dossier_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return self.sha256
