"""The words of the programme: for whom a service is, what a partner is, where a request stands."""

from django.db import models


class Audience(models.TextChoices):
    """For whom a service is; its text says the rest."""

    EMERGING = "emergents", "pôles émergents"
    EXISTING = "existants", "pôles existants"
    PHASE_1 = "phase-1", "lauréats de la phase 1 de l'AMI"
    PHASE_2 = "phase-2", "lauréats de la phase 2 de l'AMI"
    AUTHORITIES = "collectivites", "collectivités"


class Kind(models.TextChoices):
    """What a partner is in the programme."""

    STATE = "etat", "État"
    NATIONAL_CELL = "cellule-nationale", "cellule nationale d'animation"
    REGIONAL_CELL = "cellule", "cellule régionale d'animation"
    FORMING_CELL = "cellule-en-creation", "cellule régionale en cours de création"
    OPERATOR = "operateur", "opérateur de services"
    NETWORK = "reseau", "réseau"


class ContactKind(models.TextChoices):
    """What a body of a region is, for whoever looks for someone to turn to."""

    CELL = "cellule-regionale", "cellule régionale d'animation"
    CRESS = "cress", "chambre régionale de l'économie sociale et solidaire (CRESS)"
    STATE = "deets", "direction de l'économie, de l'emploi, du travail et des solidarités"

    @property
    def purpose(self) -> str:
        """What such a body does."""
        return str(PURPOSES[self])


PURPOSES = {
    ContactKind.CELL: "Anime les PTCE de la région.",
    ContactKind.CRESS: (
        "Représente et promeut les entreprises de l'économie sociale et solidaire de la région "
        "(loi du 31 juillet 2014, article 6)."
    ),
    ContactKind.STATE: (
        "Service de l'État dans la région, chargé notamment de l'économie et de l'emploi."
    ),
}
CELLS = (Kind.REGIONAL_CELL, Kind.FORMING_CELL)


class RequestState(models.TextChoices):
    """Where a request for a service stands."""

    RECEIVED = "recue", "reçue"
    ANSWERED = "repondue", "réponse donnée"
    DONE = "terminee", "terminée"
    DECLINED = "declinee", "déclinée"


# What may follow each state: nothing skips the answer, nothing comes back.
NEXT: dict[RequestState, tuple[RequestState, ...]] = {
    RequestState.RECEIVED: (RequestState.ANSWERED, RequestState.DECLINED),
    RequestState.ANSWERED: (RequestState.DONE, RequestState.DECLINED),
    RequestState.DONE: (),
    RequestState.DECLINED: (),
}
OPEN = tuple(state for state, following in NEXT.items() if following)
CLOSED = tuple(state for state, following in NEXT.items() if not following)
NEEDS_MESSAGE = (RequestState.ANSWERED, RequestState.DECLINED)


class Party(models.TextChoices):
    """Who acts on a request."""

    REQUESTER = "demandeur", "le demandeur"
    OPERATOR = "operateur", "l'opérateur"
    CELL = "cellule", "la cellule nationale"
