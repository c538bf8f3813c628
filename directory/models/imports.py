"""A file of poles that a person is importing: kept between its pages, a day at most."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

KEPT = timedelta(days=1)


class Import(models.Model):
    """The file, and what the person says of its columns; once written, the poles it changed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField("nom du fichier", max_length=200)
    content = models.BinaryField("contenu")
    sheet = models.CharField("feuille", max_length=200, blank=True)
    columns = models.JSONField("sens des colonnes", default=dict, blank=True)
    created_at = models.DateTimeField("déposé le", auto_now_add=True)
    # Slugs of the poles that it added or changed.
    written = models.JSONField("fiches écrites", null=True, blank=True)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ("created_at", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="import_written_is_emptied",
                condition=models.Q(written__isnull=True) | models.Q(content=b""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])
