"""What is known of a deposited file; the file itself is kept outside what the server gives."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Stored(models.Model):
    """A file under a random name, with what was found of it when it was deposited."""

    name = models.CharField("nom du fichier", max_length=200)
    stored = models.CharField(max_length=80, unique=True, editable=False)
    size = models.PositiveIntegerField("taille (octets)", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    media_type = models.CharField("type", max_length=100, editable=False)
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(name="%(class)s_not_empty", condition=Q(size__gte=1)),
            models.CheckConstraint(
                name="%(class)s_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name
