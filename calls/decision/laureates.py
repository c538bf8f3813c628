"""A laureate becomes a pole, or its pole is recognised: public facts only, nothing of a person."""

from datetime import date
from typing import Any

from django.utils.text import slugify

from calls.application.ground import pieces_of as declared
from calls.gains.queries import main_place
from calls.models import Application, Call
from calls.states import OutOfOrder
from directory.models import Pole, Territory
from directory.record.pieces import Record
from directory.record.reasons import because
from directory.record.writing import save_pole
from directory.vocabulary import SeatConfidence, Status
from publishing.ceilings import whole
from publishing.features import dump

SEATS = {
    True: "Siège déduit : la commune la plus peuplée du territoire déclaré.",
    False: "Siège inconnu : le territoire déclaré ne nomme aucune commune.",
}
LONGEST_SLUG = 80
MOST_ALIKE = 50_000  # poles
# The call speaks of a pole that begins, or that develops: it ends the doubt about one.
STATUS_AFTER = {
    Status.ACTIVE: Status.ACTIVE,
    Status.EMERGING: Status.EMERGING,
    Status.UNKNOWN: Status.EMERGING,
    Status.ENDED: Status.EMERGING,
}


def become_pole(
    application: Application, call: Call, address: str, today: date, grant: int | None
) -> Pole:
    """Write the pole of a laureate, and its recognition; the caller ends with `poles_changed`.

    A pole of the directory keeps what its own sources say; what it lacks, the application gives.
    """
    existing = application.pole
    if existing is not None:
        slug, fields = existing.slug, known_again(existing, application, address)
    else:
        slug, fields = free_slug(application.project_name), first_known(application, address)
    fields |= {"status_as_of": today.year, "checked": today, "published": True}
    with because(f"lauréat de « {call.title} »"):
        pole = save_pole(slug, fields)
        pole.recognitions.update_or_create(
            scheme=call.scheme,
            label=call.title,
            defaults={"year": today.year, "amount_eur": grant},
        )
    if existing is None:
        application.pole = pole
        application.save(update_fields=["pole"])
    return pole


def first_known(application: Application, address: str) -> dict[str, Any]:
    """The record of a pole that the directory did not know.

    Its seat is deduced, and said to be: the commune of its territory where most people live.
    """
    region, department, seat = main_place(application.pk)
    if region is None:
        raise OutOfOrder(
            f"{application.number} : le territoire déclaré ne contient aucune commune en vigueur."
        )
    return {
        "name": application.project_name,
        "lead_organisation": application.lead_name,
        "region_code": region,
        "departement": department,
        "seat": {"insee": seat, "confidence": SeatConfidence.INFERRED} if seat else None,
        "footprint": {"presume": True, "territories": pieces_of(application)},
        "themes": list(application.themes),
        "status": Status.EMERGING,
        "sources": [address],
        "note": f"Fiche née de la candidature {application.number}. {SEATS[seat is not None]}",
    }


def known_again(pole: Pole, application: Application, address: str) -> dict[str, Any]:
    """What a pole of the directory learns from being a laureate."""
    fields: dict[str, Any] = {
        "status": STATUS_AFTER[Status(pole.status)],
        "sources": list(dict.fromkeys([*pole.sources, address])),
    }
    if not pole.lead_organisation:
        fields["lead_organisation"] = application.lead_name
    if not pole.themes:
        fields["themes"] = list(application.themes)
    if not Territory.objects.filter(pole=pole).exists():
        fields["footprint"] = {
            "presume": pole.presume_seat_epci,
            "territories": pieces_of(application),
        }
    return fields


def pieces_of(application: Application) -> list[Record]:
    """The declared territories of an application, as `save_pole` reads them, each once."""
    found = {dump(piece): piece for piece in declared(application)}
    return list(found.values())


def free_slug(name: str) -> str:
    """An identifier that no pole has: of the name, numbered where it is taken."""
    stem = slugify(name)[: LONGEST_SLUG - 4].strip("-") or "pole"
    alike = Pole.objects.filter(slug__startswith=stem).order_by("slug")
    taken = set(whole(alike.values_list("slug", flat=True), MOST_ALIKE))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
