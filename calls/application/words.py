"""What an applicant reads of their application: its state, the next step, what happened."""

from dataclasses import dataclass
from datetime import datetime

from calls.application.sheets import hour
from calls.models import Application
from calls.states import STATE_LABELS, Move, State
from publishing.ceilings import whole

# Until decisions are announced together, nothing says that one is taken.
SHOWN_AS = {State.DECIDED: State.INSTRUCTED}
NEXT = {
    State.DRAFT: "À compléter puis à envoyer.",
    State.SUBMITTED: "La cellule régionale vérifie que le dossier est complet.",
    State.COMPLETE: "L'instruction va s'ouvrir.",
    State.INELIGIBLE: "La candidature ne sera pas instruite.",
    State.IN_INSTRUCTION: "Les cellules régionales rendent leur avis.",
    State.ASKED: "Un complément vous est demandé : répondez ci-dessous.",
    State.INSTRUCTED: "La cellule nationale décide ; les décisions sont annoncées ensemble.",
    State.LAUREATE: "La candidature est lauréate.",
    State.RESERVE: "La candidature est sur la liste complémentaire.",
    State.REFUSED: "La candidature n'est pas retenue.",
    State.WITHDRAWN: "La candidature est retirée.",
}
TOLD = {
    Move.SUBMIT: "Candidature déposée",
    Move.ACCEPT: "Dossier déclaré complet",
    Move.REJECT: "Candidature déclarée non recevable",
    Move.REINSTATE: "Non-recevabilité levée",
    Move.START: "Instruction ouverte",
    Move.ASK: "Complément demandé",
    Move.ANSWER: "Réponse reçue",
    Move.RESUME: "Instruction reprise sans la réponse",
    Move.CLOSE: "Instruction close",
    Move.ANNOUNCE: "Décision annoncée",
    Move.PROMOTE: "Candidature appelée de la liste complémentaire",
    Move.WITHDRAW: "Candidature retirée",
}
# The reasons that an applicant is told; the others are of those who instruct.
REASONS_TOLD = {Move.REJECT, Move.REINSTATE, Move.RESUME, Move.ANNOUNCE, Move.PROMOTE}
MOST_EVENTS = 10_000


@dataclass(frozen=True)
class Happened:
    """A line of the journal, as the applicant reads it: nobody is named."""

    at: datetime
    when: str
    what: str
    reason: str


def shown_state(application: Application) -> State:
    """The state that an applicant is told."""
    return SHOWN_AS.get(application.stands, application.stands)


def state_label(application: Application) -> str:
    """Its name."""
    return STATE_LABELS[shown_state(application)]


def next_step(application: Application) -> str:
    """What comes next."""
    return str(NEXT[shown_state(application)])


def history(application: Application) -> list[Happened]:
    """What happened, first things first."""
    told = {move.value: said for move, said in TOLD.items()}
    reasons = {move.value for move in REASONS_TOLD}
    return [
        Happened(
            one.at, hour(one.at), str(told[one.move]), one.reason if one.move in reasons else ""
        )
        for one in whole(application.events.select_related("told").order_by("id"), MOST_EVENTS)
        if one.move in told
    ]
