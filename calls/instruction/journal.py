"""The journal of an application, as those who instruct read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from calls.application.files import ADDED, REMOVED
from calls.erasing import ERASURE, STOCK
from calls.instruction.recusing import ASIDE
from calls.instruction.substituting import NAMED
from calls.instruction.writing import GIVEN, TAKEN_BACK
from calls.models import Application, ApplicationEvent
from calls.moving import OF_THE_OWNER
from calls.states import OUTCOME_LABELS, Move, Outcome
from publishing.ceilings import whole
from web.figures import figure

MOST_EVENTS = 10_000
HAPPENED = {
    Move.SUBMIT.value: "Candidature déposée",
    Move.ACCEPT.value: "Déclarée complète",
    Move.REJECT.value: "Déclarée non recevable",
    Move.REINSTATE.value: "Non-recevabilité levée",
    Move.START.value: "Instruction ouverte",
    Move.ASK.value: "Complément demandé",
    Move.ANSWER.value: "Réponse du candidat",
    Move.RESUME.value: "Instruction reprise sans la réponse",
    Move.CLOSE.value: "Instruction close",
    Move.REOPEN.value: "Instruction rouverte",
    Move.DECIDE.value: "Décision prise",
    Move.ANNOUNCE.value: "Décision annoncée",
    Move.PROMOTE.value: "Appelée de la liste complémentaire",
    Move.WITHDRAW.value: "Candidature retirée",
    GIVEN: "Avis rendu",
    ASIDE: "Déport",
    TAKEN_BACK: "Avis repris par son auteur",
    NAMED: "Suppléant désigné",
    ERASURE: "Données personnelles effacées",
    STOCK: "Effacements antérieurs relevés",
}
OF_REGIONS = (GIVEN, ASIDE, TAKEN_BACK, NAMED)
UNSENT = (ADDED, REMOVED)
SECRET = frozenset({Move.DECIDE.value})


@dataclass(frozen=True)
class Line:
    """One thing that happened. `role` is a value of the table of roles, or « candidat »."""

    at: datetime
    what: str
    role: str
    name: str
    reason: str
    detail: str


def lines(
    application: Application, regions: Mapping[str, str], *, names: bool, decisions: bool
) -> list[Line]:
    """The journal, first things first. `names`: whether people are named; `decisions`: whether
    what is decided may be read before it is announced. What an opinion says is never here, nor the
    files that an applicant tries before they answer.
    """
    shown = application.events.exclude(move__in=UNSENT).select_related("told")
    events = whole(shown.order_by("id"), MOST_EVENTS)
    people = named({event.person_id for event in events if event.person_id}) if names else {}
    return [line(acts, regions, people, decisions) for acts in together(events)]


def together(events: list[ApplicationEvent]) -> list[list[ApplicationEvent]]:
    """The events, those of one act together: a person stands aside once, in several regions."""
    found: list[list[ApplicationEvent]] = []
    for one in events:
        last = found[-1][0] if found else None
        if last and one.move == last.move == ASIDE and one.person_id == last.person_id:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def named(ids: set[int]) -> dict[int, str]:
    """Names of people who still have an account, by key."""
    found = whole(User.objects.filter(pk__in=ids).order_by("pk"), MOST_EVENTS)
    return {person.pk: person.get_full_name() or person.email for person in found}


def line(
    acts: list[ApplicationEvent], regions: Mapping[str, str], people: Mapping[int, str],
    decisions: bool,
) -> Line:  # fmt: skip
    """One line, of one event or of several that are one act."""
    event = acts[0]
    hidden = event.move in SECRET and not decisions
    detail = ""
    if event.move in OF_REGIONS:
        detail = ", ".join(regions.get(one.data.get("region", ""), "") for one in acts)
    elif event.data.get("outcome") and not hidden:
        detail = outcome_of(event.data)
    return Line(
        at=event.at,
        what=str(HAPPENED.get(event.move, event.move)),
        role=event.role,
        # The applicant is known by the file itself.
        name="" if event.role == OF_THE_OWNER else people.get(event.person_id or 0, ""),
        reason="" if hidden else event.reason,
        detail=detail,
    )


def outcome_of(data: Mapping[str, object]) -> str:
    """« lauréate, 80 000 € »."""
    label = OUTCOME_LABELS[Outcome(str(data["outcome"]))]
    grant = data.get("grant_eur")
    return f"{label}, {figure(float(str(grant)))}\u00a0€" if grant else label
