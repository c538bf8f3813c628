"""Questions about applications, by name. Who asks is always told as plain values."""

from typing import Any, Self

from django.db import models

from calls.states import State
from calls.vocabulary import OpinionState
from geo.reach import Reach


class ApplicationQuerySet(models.QuerySet):
    """Questions about applications."""

    def owned_by(self, person: Any) -> Self:
        """Those that a person made."""
        return self.filter(owner_id=person.pk)

    def with_interest_of(self, person: Any) -> Self:
        """Those that a person made, or stood aside of."""
        recused = models.Q(opinions__author=person, opinions__state=OpinionState.RECUSED)
        return self.filter(models.Q(owner_id=person.pk) | recused).distinct()

    def received(self) -> Self:
        """Those that were submitted: a draft is its author's alone."""
        return self.exclude(state=State.DRAFT)

    def within_reach(self, reach: Reach) -> Self:
        """Those received that a reach holds; one that straddles two regions belongs to both."""
        received = self.received()
        if reach.everywhere:
            return received
        return received.filter(
            models.Q(regions__overlap=sorted(reach.regions))
            | models.Q(departments__overlap=sorted(reach.departments))
            | models.Q(pole_id__in=reach.records)
        )
