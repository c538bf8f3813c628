"""What holds in some regions, or in the whole of France where none is named."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from geo.models import Region
from geo.reach import Reach
from publishing.ceilings import whole


class TerritorialQuerySet(models.QuerySet):
    """Questions about where something holds."""

    def named_in(self, codes: list[str]) -> Self:
        """What names one of some regions."""
        return self.filter(regions__overlap=codes)

    def within_reach(self, reach: Reach) -> Self:
        """What a reach holds: what names one of its regions; all of it over the whole nation."""
        return self if reach.everywhere else self.named_in(sorted(reach.regions))


class Territorial(models.Model):
    """Something with a territory, as codes of regions: so a file can give them."""

    regions = ArrayField(
        models.CharField(max_length=2),
        verbose_name="régions",
        default=list,
        blank=True,
        help_text="Aucune : toute la France.",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a code that is no region's."""
        super().clean()
        named = {code for code in self.regions if isinstance(code, str)}
        known = Region.objects.filter(code__in=named, obsolete=False).order_by("code")
        unknown = sorted(named - set(whole(known.values_list("code", flat=True), len(named))))
        if unknown:
            said = "codes de régions en vigueur ; inconnus : %(codes)s"
            raise ValidationError({"regions": said % {"codes": ", ".join(unknown)}})
