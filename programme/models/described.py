"""Services offered to the poles, events, news, and the bodies that lead the programme."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programme.models.territorial import Territorial, TerritorialQuerySet
from programme.vocabulary import Audience, Kind
from tables.addresses import WebField
from tables.described import Described
from web.dates import PartialDate, PartialDateField, form_of, read_or_none

TIME = r"^([01]\d|2[0-3]):[0-5]\d$"


class TimeOfDay(models.CharField):
    """An hour of Paris as a file writes it (09:30), or nothing where no source gives one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": 5, "blank": True}
        kwargs.setdefault("validators", [RegexValidator(TIME, _("une heure de Paris : 09:30"))])
        super().__init__(*args, **kwargs)


class Service(Territorial, Described):
    """A service of the « bouquet »."""

    # Where requests are sent: no public page, file or feed gives it, and no file loads it.
    UNPUBLISHED = "operator_email"

    name = models.CharField(_("nom"), max_length=200)
    operator = models.CharField(_("opérateur"), max_length=200, blank=True)
    operator_email = models.EmailField(
        _("courriel de l'opérateur"),
        blank=True,
        help_text=_("N'est jamais publié : les demandes y sont transmises."),
    )
    audience = models.TextField(_("pour qui"))
    audiences = ArrayField(
        models.CharField(max_length=13, choices=Audience),
        verbose_name=_("publics"),
        default=list,
        blank=True,
        help_text=_("Pour le filtre de la page des services."),
    )
    what = models.TextField(_("en quoi il consiste"))
    how = models.TextField(_("comment le demander"), blank=True)
    how_url = WebField(_("où le demander"), max_length=600, blank=True)
    since = PartialDateField(_("depuis"), blank=True)

    objects = TerritorialQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        return reverse("service", args=[self.slug])

    @classmethod
    def keys(cls) -> "dict[str, models.Field[Any, Any]]":
        """The keys of the file: all but what is never public."""
        return {name: field for name, field in super().keys().items() if name != cls.UNPUBLISHED}

    @property
    def since_when(self) -> PartialDate | None:
        """From when it is offered, where a source says so."""
        return read_or_none(self.since)

    @property
    def audience_labels(self) -> list[str]:
        """For whom it is, in words."""
        return [str(Audience(value).label) for value in self.audiences]


class Event(Described):
    """A meeting or a founding moment of the movement, at a date that a source gives."""

    title = models.CharField(_("titre"), max_length=200)
    date = PartialDateField(_("date"), help_text=_("Le premier jour."))
    until = PartialDateField(_("dernier jour"), blank=True)
    starts = TimeOfDay(_("début (heure de Paris)"))
    ends = TimeOfDay(_("fin (heure de Paris)"))
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    text = models.TextField(_("ce qui s'y est passé"), blank=True)
    replay = WebField(_("enregistrement"), max_length=600, blank=True)

    class Meta(Described.Meta):
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ("-date", "slug")
        constraints: ClassVar = [
            *Described.Meta.constraints,
            models.CheckConstraint(name="event_date", condition=form_of("date")),
            models.CheckConstraint(name="event_until", condition=form_of("until")),
            models.CheckConstraint(
                name="event_times",
                condition=Q(starts="", ends="")
                | Q(starts__regex=TIME) & (Q(ends="") | Q(ends__regex=TIME)),
                violation_error_message=_("Une heure de fin va avec une heure de début."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('agenda')}#{self.slug}"

    def clean(self) -> None:
        """Refuse hours without a day, and an end before its beginning."""
        super().clean()
        try:
            first, last = PartialDate.read(self.date), self.last
        except ValueError:  # said of the field itself
            return
        if self.until and (not first.exact or not last.exact or last < first):
            raise ValidationError({"until": _("un jour qui suit la date, toutes deux complètes")})
        if self.starts and not first.exact:
            raise ValidationError({"starts": _("aucune heure sans le jour exact")})
        if self.ends and last == first and self.ends <= self.starts:
            raise ValidationError({"ends": _("une heure après celle du début")})

    @property
    def when(self) -> PartialDate:
        """Its first day, with its precision."""
        return PartialDate.read(self.date)

    @property
    def last(self) -> PartialDate:
        """Its last day, with its precision."""
        return PartialDate.read(self.until or self.date)


class News(Described):
    """What happened to the programme, at a date that a source gives."""

    title = models.CharField(_("titre"), max_length=200)
    date = PartialDateField(_("date"))
    text = models.TextField(_("texte"))

    class Meta(Described.Meta):
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")
        ordering = ("-date", "slug")
        constraints: ClassVar = [
            *Described.Meta.constraints,
            models.CheckConstraint(name="news_date", condition=form_of("date")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('agenda')}#actualite-{self.slug}"

    @property
    def when(self) -> PartialDate:
        """Its date, with its precision."""
        return PartialDate.read(self.date)


class Partner(Territorial, Described):
    """A body that leads or accompanies the programme, nationally or in some regions."""

    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("nature"), max_length=19, choices=Kind)
    role = models.TextField(_("rôle"))
    # Of the body, never of a person: what a public page gives for whoever writes.
    website = WebField(_("site ou page PTCE"), max_length=600, blank=True)
    email = models.EmailField(_("courriel générique"), blank=True)
    phone = models.CharField(_("téléphone du standard"), max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)

    objects = TerritorialQuerySet.as_manager()

    class Meta(Described.Meta):
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        ordering = ("rank", "name")
        constraints: ClassVar = [
            *Described.Meta.constraints,
            models.CheckConstraint(name="partner_kind_known", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('partenaires')}#{self.slug}"
