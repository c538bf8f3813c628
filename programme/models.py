"""Services offered to the poles, events, and the bodies that lead the programme."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from geo.described import Described
from geo.models import Region
from geo.partial_dates import PartialDate, PartialDateField, form_of, read_or_none


class Service(Described):
    """A service of the « bouquet »."""

    name = models.CharField(_("nom"), max_length=200)
    operator = models.CharField(_("opérateur"), max_length=200, blank=True)
    audience = models.TextField(_("pour qui"))
    what = models.TextField(_("en quoi il consiste"))
    since = PartialDateField(_("depuis"), blank=True)

    class Meta(Described.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("id",)
        constraints: ClassVar = [
            *Described.Meta.constraints,
            models.CheckConstraint(name="service_since", condition=form_of("since")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def since_when(self) -> PartialDate | None:
        """From when it is offered, where a source says so."""
        return read_or_none(self.since)


class Event(Described):
    """A meeting or a founding moment of the movement, at a date that a source gives."""

    title = models.CharField(_("titre"), max_length=200)
    date = PartialDateField(_("date"))
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    text = models.TextField(_("ce qui s'y est passé"), blank=True)
    replay = models.URLField(_("enregistrement"), max_length=600, blank=True)

    class Meta(Described.Meta):
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ("-date", "slug")
        constraints: ClassVar = [
            *Described.Meta.constraints,
            models.CheckConstraint(name="event_date", condition=form_of("date")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('agenda')}#{self.slug}"

    @property
    def when(self) -> PartialDate:
        """Its date, with its precision."""
        return PartialDate.read(self.date)


class Partner(Described):
    """A body that leads or accompanies the programme, nationally or in one region."""

    name = models.CharField(_("nom"), max_length=200)
    role = models.TextField(_("rôle"))
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("région"), related_name="partners", null=True,
        blank=True,
    )  # fmt: skip
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta(Described.Meta):
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        ordering = ("rank", "name")

    def __str__(self) -> str:
        return self.name
