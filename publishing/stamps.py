"""When data last changed: one stamp a family, read by every cached answer."""

import uuid
from collections.abc import Iterable

from django.utils import timezone

from publishing.models import Stamp


def touch(*names: str) -> None:
    """Mark families of data (say "poles") as changed. Call inside the writing transaction."""
    now = timezone.now()
    Stamp.objects.bulk_create(
        [Stamp(name=name, value=uuid.uuid4(), changed_at=now) for name in names],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["value", "changed_at"],
    )


def current(names: Iterable[str]) -> str:
    """One token that changes whenever any of the named families changes."""
    found = Stamp.objects.filter(name__in=list(names)).order_by("name").values_list("value")
    return "-".join(value.hex[:12] for (value,) in found) or "vide"
