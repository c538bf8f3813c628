"""Records that bear the same name in the same seat: most often the same pole, written twice."""

from collections.abc import Iterable

from django.db.models import QuerySet

from directory.models import Pole
from geo.names import normalise
from publishing.ceilings import whole

MOST = 50_000  # poles of one commune


def homonym_of(name: str, seat: str | None, besides: str) -> Pole | None:
    """Another record of that name with that seat; none where the seat is not known."""
    if not seat:
        return None
    beside = whole(Pole.objects.filter(seat=seat).exclude(slug=besides).order_by("slug"), MOST)
    return next((pole for pole in beside if normalise(pole.name) == normalise(name)), None)


def told(name: str, seat: str | None, besides: str) -> str:
    """What is said of it to who fills a form; "" where there is none."""
    found = homonym_of(name, seat, besides)
    if found is None:
        return ""
    return (
        f"Une fiche porte déjà ce nom avec ce siège : « {found.slug} ». Si ce sont deux pôles, "
        "distinguez leurs noms."
    )


def told_in_a_file(
    records: Iterable[tuple[str, str, str | None]], among: QuerySet[Pole]
) -> list[str]:
    """Warnings about the records that a file adds: (slug, name, seat), `among` those to be told."""
    added = [(slug, normalise(name), seat) for slug, name, seat in records if seat]
    seats = {seat for _slug, _name, seat in added}
    beside = among.filter(seat__in=seats).order_by("-slug").values_list("slug", "name", "seat")
    known = {(normalise(name), seat): slug for slug, name, seat in whole(beside, MOST)}
    warnings = []
    for slug, name, seat in added:
        other = known.setdefault((name, seat), slug)
        if other != slug:
            warnings.append(
                f"« {slug} » a le même nom et le même siège que « {other} » : est-ce le même pôle ?"
            )
    return warnings
