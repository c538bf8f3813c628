"""A call of the State to the poles: described by its sources, or run from here."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from calls.models.guards import FROZEN, HOURS, HOURS_LOGGED, RULES_STAY
from calls.vocabulary import DocumentKind, Priority
from directory.models import YEAR_BOUNDS, year_between_bounds
from directory.vocabulary import Scheme
from tables.described import Described
from web.dates import PartialDate, PartialDateField, form_of, read_or_none

DATES = ("opened", "closed", "results")


def ordered(low: str, high: str) -> Q:
    """The condition of a CHECK: a highest figure goes with a lowest one, and is no less."""
    return Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__isnull": False, f"{high}__gte": F(low)})


def same_title(call: "Call") -> bool:
    """Whether a call has the title it is stored under."""
    return Call.objects.filter(pk=call.pk, title=call.title).exists()


class Call(Described):
    """One call, or one phase of it.

    A past edition is described, and its laureates are the recognitions of its scheme. One that
    has an opening hour is run from here: all of those share a scheme, and the title of the call
    is the label of its recognitions.
    """

    title = models.CharField("titre", max_length=200)
    scheme = models.CharField("dispositif", max_length=20, choices=Scheme)
    year = models.PositiveSmallIntegerField("édition", validators=YEAR_BOUNDS)
    phase = models.PositiveSmallIntegerField("phase", null=True, blank=True)
    opened = PartialDateField("lancement", blank=True)
    closed = PartialDateField("clôture", blank=True)
    results = PartialDateField("résultats", blank=True)
    candidates_low = models.PositiveIntegerField("candidats", null=True, blank=True)
    candidates_high = models.PositiveIntegerField(
        "candidats, chiffre le plus haut", null=True, blank=True,
        help_text="Seulement si les sources en donnent plusieurs.",
    )  # fmt: skip
    laureates = models.PositiveIntegerField("lauréats annoncés", null=True, blank=True)
    budget_eur = models.PositiveIntegerField("montant total (€)", null=True, blank=True)
    grant_low_eur = models.PositiveIntegerField(
        "montant par pôle, au moins (€)", null=True, blank=True
    )
    grant_high_eur = models.PositiveIntegerField(
        "montant par pôle, au plus (€)", null=True, blank=True
    )
    grant_years = models.PositiveSmallIntegerField(
        "durée du soutien (années)", null=True, blank=True
    )
    priorities = models.TextField("ce que l'appel vise", blank=True)
    laureates_note = models.TextField("pourquoi des lauréats manquent", blank=True)
    note = models.TextField(
        "remarques", blank=True, help_text="Publiques : là où les sources divergent."
    )

    opens_at = models.DateTimeField(
        "ouverture", null=True, blank=True,
        help_text="Heure de Paris. Remplie, l'appel reçoit ici des candidatures.",
    )  # fmt: skip
    closes_at = models.DateTimeField(
        "clôture à la seconde", null=True, blank=True,
        help_text="Heure de Paris. À cette seconde, plus rien n'est reçu.",
    )  # fmt: skip
    permanent = models.BooleanField(
        "permanent", default=False, help_text="Ouvert sans date de clôture."
    )
    numbering = models.SlugField(
        "début des numéros", max_length=20, blank=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9-]*$", "Des majuscules, chiffres et tirets.")],
        help_text="« PTCE-2027 » donne PTCE-2027-0001, PTCE-2027-0002… Vide : d'après l'année.",
    )  # fmt: skip
    aimed_low = models.PositiveSmallIntegerField(
        "pôles à soutenir, au moins", null=True, blank=True
    )
    aimed_high = models.PositiveSmallIntegerField(
        "pôles à soutenir, au plus", null=True, blank=True
    )
    eligibility = models.TextField("qui peut candidater", blank=True)
    priority_tags = ArrayField(
        models.CharField(max_length=20, choices=Priority), verbose_name="priorités",
        default=list, blank=True,
    )  # fmt: skip
    min_members = models.PositiveSmallIntegerField(
        "personnes morales, au moins", default=3, validators=[MinValueValidator(1)],
        help_text="Structure porteuse comprise.",
    )  # fmt: skip
    article_9 = models.BooleanField(
        "composition de l'article 9", default=True,
        help_text="Une entreprise de l'ESS, une autre entreprise et un autre acteur au moins.",
    )  # fmt: skip
    required_documents = ArrayField(
        models.CharField(max_length=20, choices=DocumentKind),
        verbose_name="documents exigés", default=list, blank=True,
    )  # fmt: skip
    announced_at = models.DateTimeField("annoncé le", null=True, editable=False)
    # Made to try the screens: it never makes a public pole, and is removed whole.
    demonstration = models.BooleanField("démonstration", default=False, editable=False)

    class Meta(Described.Meta):
        verbose_name = "appel"
        verbose_name_plural = "appels"
        ordering = ("-year", "-phase", "slug")
        constraints: ClassVar = [
            *Described.Meta.constraints,
            models.CheckConstraint(name="call_year", condition=year_between_bounds("year")),
            models.CheckConstraint(name="call_scheme_known", condition=Q(scheme__in=Scheme.values)),
            models.CheckConstraint(
                name="call_dates",
                condition=form_of("opened") & form_of("closed") & form_of("results"),
            ),
            models.CheckConstraint(
                name="call_candidates",
                condition=ordered("candidates_low", "candidates_high"),
                violation_error_message="candidates_low, au plus égal à candidates_high",
            ),
            models.CheckConstraint(
                name="call_grants",
                condition=ordered("grant_low_eur", "grant_high_eur"),
                violation_error_message="grant_low_eur, au plus égal à grant_high_eur",
            ),
            models.CheckConstraint(
                name="call_aimed",
                condition=ordered("aimed_low", "aimed_high"),
                violation_error_message="aimed_low, au plus égal à aimed_high",
            ),
            models.UniqueConstraint(
                fields=("scheme",),
                name="call_scheme_once",
                condition=~Q(scheme=Scheme.AMI),
                violation_error_message="Un appel décrit déjà ce dispositif.",
            ),
            models.UniqueConstraint(
                fields=("title",),
                name="call_title_once",
                condition=Q(scheme=Scheme.AMI),
                violation_error_message="Un appel porte déjà ce titre.",
            ),
            models.UniqueConstraint(
                fields=("numbering",),
                name="call_numbering_once",
                condition=~Q(numbering=""),
                violation_error_message="Un appel numérote déjà ainsi ses candidatures.",
            ),
            models.CheckConstraint(
                name="call_live",
                condition=Q(opens_at__isnull=True, closes_at__isnull=True, permanent=False)
                & ~Q(scheme=Scheme.AMI)
                | Q(opens_at__isnull=False, scheme=Scheme.AMI)
                & (
                    Q(permanent=True, closes_at__isnull=True)
                    | Q(permanent=False, closes_at__isnull=False, closes_at__gt=F("opens_at"))
                ),
                violation_error_message=(
                    "Un appel qui reçoit des candidatures a le dispositif « AMI depuis 2026 », "
                    "une ouverture, et soit une clôture plus tardive, soit « permanent »."
                ),
            ),
        ]

        triggers: ClassVar = [RULES_STAY, HOURS_LOGGED]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("appel", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        self.keep_to_what_was_open()
        self.number_by_year()
        same = Call.objects.filter(scheme=self.scheme).exclude(pk=self.pk)
        if self.scheme != Scheme.AMI and same.exists():
            raise ValidationError({"scheme": "Un appel décrit déjà ce dispositif."})
        if self.live and self.announced_at and not same_title(self):
            said = "Les lauréats sont annoncés sous ce titre : il ne change plus."
            raise ValidationError({"title": said})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_by_year()
        super().save(*args, **kwargs)

    def keep_to_what_was_open(self) -> None:
        """Once it is open, its rules, its amounts and its hours are those that all have read."""
        stored = Call.objects.filter(pk=self.pk).first()
        begun = stored is not None and stored.begun(now())
        if self.begun(now()) and not begun and not self.demonstration:
            said = "Une ouverture est à venir : à cette heure, l'appel serait ouvert aussitôt."
            raise ValidationError({"opens_at": said})
        if stored is None or not begun:
            return
        changed = [n for n in stored.kept if getattr(stored, n) != getattr(self, n)]
        if changed:
            said = "L'appel est ouvert : cela ne change plus."
            hours = "L'appel est ouvert : sa clôture se change sur sa page de conduite, motivée."
            raise ValidationError(
                {name: hours if name in ("closes_at", "permanent") else said for name in changed}
            )

    @property
    def kept(self) -> tuple[str, ...]:
        """What stays once it is open; of a demonstration, the hours, that acts alone move."""
        return HOURS if self.demonstration else FROZEN

    def begun(self, at: datetime) -> bool:
        """Whether it has opened, closed since or not."""
        return self.opens_at is not None and self.opens_at <= at

    def closed_by(self, at: datetime) -> bool:
        """Whether its closing is past."""
        return self.closes_at is not None and self.closes_at <= at

    def number_by_year(self) -> None:
        """Where nothing says how applications are numbered, the year does."""
        if self.opens_at and not self.numbering:
            usual = f"PTCE-{self.year}"
            taken = Call.objects.filter(numbering__startswith=usual).exclude(pk=self.pk).count()
            self.numbering = f"{usual}-{taken + 1}" if taken else usual

    @property
    def live(self) -> bool:
        """Whether applications to it are received here, now or some day."""
        return self.opens_at is not None

    def takes(self, at: datetime) -> bool:
        """Whether it receives applications at that second."""
        return (
            self.opens_at is not None
            and self.opens_at <= at
            and (self.closes_at is None or at < self.closes_at)
        )

    @property
    def dates(self) -> dict[str, PartialDate]:
        """The dates that a source gives, by field."""
        found = {name: read_or_none(getattr(self, name)) for name in DATES}
        return {name: when for name, when in found.items() if when is not None}

    def open_now(self, now: datetime) -> bool:
        """Whether it takes candidates: to the second if it is run from here, else to the day."""
        return self.takes(now) if self.live else self.is_open(localdate(now))

    def is_open(self, today: date) -> bool:
        """Whether it takes candidates: launched, without results, and not past its closing."""
        dates = self.dates
        if self.laureates is not None or "results" in dates or "opened" not in dates:
            return False
        return dates["opened"].first <= today and (
            "closed" not in dates or today <= dates["closed"].last
        )
