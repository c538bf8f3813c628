"""A body of a region that a public page names, for whoever looks for someone to turn to."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from geo.models import Region
from geo.personal_data import names_someone
from programme.vocabulary import ContactKind
from tables.addresses import WebField


def institutional(text: str) -> None:
    """Refuse a text that would reach a person: an address of mail, a number of telephone."""
    if names_someone(text):
        raise ValidationError("une institution, sans courriel ni téléphone")


class RegionalContact(models.Model):
    """A body, as a file of sourced facts gives it: nobody edits it elsewhere."""

    region = models.ForeignKey(Region, models.CASCADE, verbose_name="région")
    kind = models.CharField("nature", max_length=17, choices=ContactKind)
    organisation = models.CharField("organisme", max_length=200, validators=[institutional])
    city = models.CharField("ville", max_length=100, blank=True, validators=[institutional])
    website = WebField("site", max_length=600, blank=True)
    # What a source says that a reader must know first: an old source, a liquidation.
    remark = models.CharField("remarque", max_length=300, blank=True, validators=[institutional])
    in_use = models.BooleanField("peut servir de contact", default=True)
    sources = ArrayField(WebField(max_length=600), verbose_name="sources")
    checked = models.DateField("relevé le")

    class Meta:
        verbose_name = "contact régional"
        verbose_name_plural = "contacts régionaux"
        ordering = ("region", "kind", "organisation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("region", "kind", "organisation"), name="contact_once"),
            models.CheckConstraint(
                name="contact_kind_known", condition=Q(kind__in=ContactKind.values)
            ),
            models.CheckConstraint(
                name="contact_has_source",
                condition=Q(sources__len__gte=1),
                violation_error_message="Une source au moins est attendue.",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation

    @property
    def seen(self) -> bool:
        """Whether its page itself was read; the site of others was named by a source."""
        return self.website in self.sources
