"""A call of the State to the poles, as its sources describe it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import YEAR_BOUNDS, year_between_bounds
from directory.vocabulary import Scheme
from geo.described import Described
from geo.partial_dates import PartialDate, PartialDateField, form_of, read_or_none

DATES = ("opened", "closed", "results")


def ordered(low: str, high: str) -> Q:
    """The condition of a CHECK: a highest figure goes with a lowest one, and is no less."""
    return Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__isnull": False, f"{high}__gte": F(low)})


class Call(Described):
    """One call, or one phase of it: its laureates are the recognitions of its scheme."""

    title = models.CharField(_("titre"), max_length=200)
    scheme = models.CharField(_("dispositif"), max_length=20, choices=Scheme, unique=True)
    year = models.PositiveSmallIntegerField(_("édition"), validators=YEAR_BOUNDS)
    phase = models.PositiveSmallIntegerField(_("phase"), null=True, blank=True)
    opened = PartialDateField(_("lancement"), blank=True)
    closed = PartialDateField(_("clôture"), blank=True)
    results = PartialDateField(_("résultats"), blank=True)
    candidates_low = models.PositiveIntegerField(_("candidats"), null=True, blank=True)
    candidates_high = models.PositiveIntegerField(
        _("candidats, chiffre le plus haut"), null=True, blank=True,
        help_text=_("Seulement si les sources en donnent plusieurs."),
    )  # fmt: skip
    laureates = models.PositiveIntegerField(_("lauréats annoncés"), null=True, blank=True)
    budget_eur = models.PositiveIntegerField(_("montant total (€)"), null=True, blank=True)
    grant_low_eur = models.PositiveIntegerField(
        _("montant par pôle, au moins (€)"), null=True, blank=True
    )
    grant_high_eur = models.PositiveIntegerField(
        _("montant par pôle, au plus (€)"), null=True, blank=True
    )
    grant_years = models.PositiveSmallIntegerField(
        _("durée du soutien (années)"), null=True, blank=True
    )
    priorities = models.TextField(_("ce que l'appel vise"), blank=True)
    laureates_note = models.TextField(_("pourquoi des lauréats manquent"), blank=True)
    note = models.TextField(
        _("remarques"), blank=True, help_text=_("Publiques : là où les sources divergent.")
    )

    class Meta(Described.Meta):
        verbose_name = _("appel")
        verbose_name_plural = _("appels")
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
                violation_error_message=_("candidates_low, au plus égal à candidates_high"),
            ),
            models.CheckConstraint(
                name="call_grants",
                condition=ordered("grant_low_eur", "grant_high_eur"),
                violation_error_message=_("grant_low_eur, au plus égal à grant_high_eur"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("appel", args=[self.slug])

    @property
    def dates(self) -> dict[str, PartialDate]:
        """The dates that a source gives, by field."""
        found = {name: read_or_none(getattr(self, name)) for name in DATES}
        return {name: when for name, when in found.items() if when is not None}

    def is_open(self, today: date) -> bool:
        """Whether it takes candidates: launched, without results, and not past its closing."""
        dates = self.dates
        if self.laureates is not None or "results" in dates or "opened" not in dates:
            return False
        return dates["opened"].first <= today and (
            "closed" not in dates or today <= dates["closed"].last
        )
