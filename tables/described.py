"""What a TOML file describes, one table a record: its address name, its sources, its last load."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tables.addresses import WebField


class Described(models.Model):
    """A record of a file; every field that can be edited is a key of the file."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    sources = ArrayField(WebField(max_length=600), verbose_name="sources", default=list)
    # What the last load wrote, key by key: a later edit is known by its difference from it.
    loaded = models.JSONField(default=dict, editable=False)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_has_source",
                condition=Q(sources__len__gte=1),
                violation_error_message="Une source au moins est attendue.",
            ),
        ]

    @classmethod
    def keys(cls) -> "dict[str, models.Field[Any, Any]]":
        """The keys of the file, and their fields."""
        return {
            field.name: field
            for field in cls._meta.concrete_fields
            if field.editable and not field.primary_key and field.name != "slug"
        }

    def value(self, key: str) -> Any:
        """What the record holds for a key; an hour as its text, which JSON keeps."""
        held = getattr(self, self.keys()[key].attname)
        return held.astimezone(UTC).isoformat() if isinstance(held, datetime) else held
