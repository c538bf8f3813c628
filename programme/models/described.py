"""Services offered to the poles, events, news, and the bodies that lead the programme."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

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
        kwargs.setdefault("validators", [RegexValidator(TIME, "une heure de Paris : 09:30")])
        super().__init__(*args, **kwargs)


class Service(Territorial, Described):
    """A service of the « bouquet »."""

    # Where requests are sent: no public page, file or feed gives it, and no file loads it.
    UNPUBLISHED = "operator_email"

    name = models.CharField("nom", max_length=200)
    operator = models.CharField("opérateur", max_length=200, blank=True)
    operator_email = models.EmailField(
        "courriel de l'opérateur",
        blank=True,
        help_text="N'est jamais publié : les demandes y sont transmises.",
    )
    audience = models.TextField("pour qui")
    audiences = ArrayField(
        models.CharField(max_length=13, choices=Audience),
        verbose_name="publics",
        default=list,
        blank=True,
        help_text="Pour le filtre de la page des services.",
    )
    what = models.TextField("en quoi il consiste")
    how = models.TextField("comment le demander", blank=True)
    how_url = WebField("où le demander", max_length=600, blank=True)
    since = PartialDateField("depuis", blank=True)

    objects = TerritorialQuerySet.as_manager()

    class Meta(Described.Meta):
        verbose_name = "service"
        verbose_name_plural = "services"
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

    title = models.CharField("titre", max_length=200)
    date = PartialDateField("date", help_text="Le premier jour.")
    until = PartialDateField("dernier jour", blank=True)
    starts = TimeOfDay("début (heure de Paris)")
    ends = TimeOfDay("fin (heure de Paris)")
    place = models.CharField("lieu", max_length=200, blank=True)
    text = models.TextField("ce qui s'y est passé", blank=True)
    replay = WebField("enregistrement", max_length=600, blank=True)

    class Meta(Described.Meta):
        verbose_name = "événement"
        verbose_name_plural = "événements"
        ordering = ("-date", "slug")
        constraints: ClassVar = [
            *Described.Meta.constraints,
            models.CheckConstraint(name="event_date", condition=form_of("date")),
            models.CheckConstraint(name="event_until", condition=form_of("until")),
            models.CheckConstraint(
                name="event_times",
                condition=Q(starts="", ends="")
                | Q(starts__regex=TIME) & (Q(ends="") | Q(ends__regex=TIME)),
                violation_error_message="Une heure de fin va avec une heure de début.",
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
            raise ValidationError({"until": "un jour qui suit la date, toutes deux complètes"})
        if self.starts and not first.exact:
            raise ValidationError({"starts": "aucune heure sans le jour exact"})
        if self.ends and last == first and self.ends <= self.starts:
            raise ValidationError({"ends": "une heure après celle du début"})

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

    title = models.CharField("titre", max_length=200)
    date = PartialDateField("date")
    text = models.TextField("texte")

    class Meta(Described.Meta):
        verbose_name = "actualité"
        verbose_name_plural = "actualités"
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

    name = models.CharField("nom", max_length=200)
    kind = models.CharField("nature", max_length=19, choices=Kind)
    role = models.TextField("rôle")
    # Of the body, never of a person: what a public page gives for whoever writes.
    website = WebField("site ou page PTCE", max_length=600, blank=True)
    email = models.EmailField("courriel générique", blank=True)
    phone = models.CharField("téléphone du standard", max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField("rang", default=0)

    objects = TerritorialQuerySet.as_manager()

    class Meta(Described.Meta):
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"
        ordering = ("rank", "name")
        constraints: ClassVar = [
            *Described.Meta.constraints,
            models.CheckConstraint(name="partner_kind_known", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('partenaires')}#{self.slug}"
