"""A commune in words: which pole covers it and why, else which is the nearest."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import Pole, Territory
from directory.queries.coverage import Covering
from directory.sentences.poles import named, of_pole
from directory.vocabulary import Basis, Level, Status
from geo import french
from geo.models import Commune, Epci


def commune_answer(commune: Commune, coverings: list[Covering], nearest: list[Pole]) -> str:
    """The first sentence of a commune's page, from the active poles over it, else the nearest."""
    subject = french.commune_as_subject(commune.name, commune.linking)
    active = [c for c in coverings if c.pole.status == Status.ACTIVE]
    if not active:
        return uncovered(subject, nearest)
    first = active[0]
    values = {"place": subject, "pole": named(first.pole), "why": why_covered(first, commune)}
    sentence = {
        Basis.DECLARED: _("%(place)s est couverte par %(pole)s, %(why)s"),
        Basis.PARTIAL: _("%(place)s est couverte en partie par %(pole)s, %(why)s"),
        Basis.PRESUMED: _("%(place)s est présumée couverte par %(pole)s, %(why)s"),
        Basis.BROAD: _("%(place)s est dans le territoire large %(of_pole)s, %(why)s"),
    }[first.basis] % (values | {"of_pole": of_pole(first.pole)})
    others = len(active) - 1
    if others:
        sentence += ngettext(
            " ; %(count)s autre pôle actif la couvre aussi",
            " ; %(count)s autres pôles actifs la couvrent aussi",
            others,
        ) % {"count": others}
    return f"{sentence}."


def uncovered(subject: str, nearest: list[Pole]) -> str:
    """No active pole covers the commune: the nearest, with its distance."""
    sentence = _("Aucun pôle actif connu ne couvre %(place)s") % {
        "place": subject[0].lower() + subject[1:] if subject.startswith("La commune") else subject
    }
    if nearest:
        pole = nearest[0]
        sentence += _(" ; le plus proche est %(pole)s, à %(km)s km") % {
            "pole": named(pole),
            "km": in_kilometres(pole.distance.km),  # type: ignore[attr-defined]
        }
    return f"{sentence}."


def why_covered(covering: Covering, commune: Commune) -> str:
    """Why a pole covers a commune: « qui déclare sa communauté de communes »."""
    territory = covering.territory
    if covering.basis == Basis.PRESUMED:
        return why_presumed(covering.pole, commune)
    if covering.basis == Basis.PARTIAL:
        return _("qui déclare une partie de la commune")
    if covering.basis == Basis.BROAD:
        return why_broad(territory, commune)
    if territory is not None and territory.level == Level.EPCI and territory.epci:
        return _("qui déclare %(body)s") % {"body": her_body(territory.epci)}
    if territory is not None and territory.level == Level.COMMUNE:
        return _("qui déclare la commune elle-même")
    return _("qui déclare un périmètre où elle se trouve")


def why_presumed(pole: Pole, commune: Commune) -> str:
    """« qui y a son siège et ne déclare aucun territoire »."""
    if pole.seat_id == commune.code:
        return _("qui y a son siège et ne déclare aucun territoire")
    return _("qui a son siège dans la même intercommunalité et ne déclare aucun territoire")


def why_broad(territory: Territory | None, commune: Commune) -> str:
    """« qui déclare tout le département de la Haute-Loire »."""
    if territory is not None and territory.level == Level.REGION:
        return _("qui déclare toute la région %(name)s") % {"name": commune.region.name}
    area = commune.department
    return _("qui déclare tout le département %(of)s") % {"of": french.of(area.name, area.linking)}


def her_body(epci: Epci) -> str:
    """The body of a commune, with its possessive: « sa communauté de communes »."""
    if epci.kind == Epci.Kind.EPT:
        return _("son établissement public territorial")
    return _("sa %(kind)s") % {"kind": Epci.Kind(epci.kind).label}


def in_kilometres(km: float) -> str:
    """One decimal under 10 km, none beyond, French comma."""
    return (f"{km:.1f}" if km < 9.95 else f"{km:.0f}").replace(".", ",")
