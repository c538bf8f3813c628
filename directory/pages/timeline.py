"""A pole's line of time: its founding, its recognitions, the year its status is known from."""

from dataclasses import dataclass

from directory.models import Pole, Recognition
from directory.vocabulary import Scheme, Status


@dataclass(frozen=True)
class Event:
    """Something that happened in a year (None where no source dates it)."""

    year: int | None
    title: str
    detail: str = ""
    amount_eur: int | None = None


def events_of(pole: Pole) -> list[Event]:
    """Events, oldest first; those without a year last."""
    found = [Event(r.year, r.label, given_by(r), r.amount_eur) for r in pole.recognitions.all()]
    if pole.founded_year:
        founding = "Année du pôle, ou du lieu ou de la structure dont il est issu"
        found.insert(0, Event(pole.founded_year, "Création", founding))
    if pole.status_as_of and pole.status != Status.UNKNOWN:
        title = f"Dernière source sur le statut : {Status(pole.status).label}"
        found.append(Event(pole.status_as_of, title))
    return sorted(found, key=lambda event: (event.year is None, event.year or 0))


def given_by(recognition: Recognition) -> str:
    """What a recognition is, for a reader who does not know its short name."""
    match recognition.scheme:
        case Scheme.OTHER:
            return ""
        case Scheme.WITNESS_2012:
            return "Pôle témoin, reconnu par le Labo de l'ESS"
        case Scheme.AAP_2013 | Scheme.AAP_2015:
            return "Lauréat d'un appel à projets de l'État ; l'année est celle des résultats"
        case Scheme.AMI_2021_1:
            return "Repéré par l'État comme pôle émergent (première phase), sans subvention"
    return "Lauréat d'un appel à manifestation d'intérêt (AMI) de l'État"
