"""One application: what was submitted, where it stands, and all that was made of it."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from calls.application.files import ADDED, REMOVED
from calls.application.freezing import WORDS, content_of
from calls.erasing import ERASURE, OWNER, STOCK
from calls.instruction.recusing import ASIDE
from calls.instruction.substituting import NAMED
from calls.instruction.writing import GIVEN, TAKEN_BACK
from calls.models import Application, ApplicationEvent
from calls.moving import OF_THE_OWNER
from calls.replaying import Line, replayed
from calls.states import OutOfOrder, State
from calls.verification.acts import MOST, at_once, other_person
from calls.verification.decisions import of_decision, of_reasons
from calls.verification.opinions import of_opinions
from calls.verification.questions import of_questions
from calls.verification.rules import Promise, of_rules
from calls.verification.substitutes import of_substitutes
from calls.verification.testimony import Testimony, testimony
from directory.models import Pole
from publishing.ceilings import whole

# The acts of a journal that are no moves.
OTHERS = frozenset({GIVEN, TAKEN_BACK, ASIDE, NAMED, ADDED, REMOVED, ERASURE, STOCK})
# Compared by themselves, or what moves after the deposit by the acts of the site.
APART = ("number", "submitted_at", "pole", "call_title", "rules", "hours")


def with_all(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The same, with what is compared of each read for all at once."""
    return applications.select_related("call", "dossier", "decision", "pole").prefetch_related(
        "territories", "members", "budget_lines", "documents", "questions", "substitutes",
        "opinions__former", "opinions__scores__criterion",
    )  # fmt: skip


def disagreements(application: Application, promise: Promise) -> Iterator[str]:
    """What differs, in French, one sentence each, without its number."""
    events = whole(application.events.select_related("told").order_by("id"), MOST)
    told = testimony(events)
    stored = json.loads(json.dumps(content_of(application)))
    yield from of_dossier(application, events, told)
    yield from of_content(application, stored)
    yield from of_rules(application, promise)
    yield from of_states(application, events)
    yield from of_questions(application, told)
    yield from of_opinions(application, told)
    yield from of_substitutes(application, told)
    yield from of_decision(application, told)
    yield from of_reasons(events, told)


def of_dossier(
    application: Application, events: list[ApplicationEvent], told: Testimony
) -> Iterator[str]:
    """What is frozen is what the journal saw come, from whom and when."""
    seen = [str(one.data.get("sha256", "")) for one in told.submitted]
    if seen != [application.frozen_sha256]:
        yield "le dossier figé n'est pas celui que le journal a vu déposer."
    hours = [one.at for one in events]
    if hours != sorted(hours):
        yield "les heures du journal ne se suivent pas."
    for came in told.submitted[:1]:
        if application.submitted_at and not at_once(application.submitted_at, came.at):
            yield "l'heure de dépôt n'est pas celle du journal."
        erased = (OWNER, application.pk) in told.erased
        if other_person(application.owner_id, came.person_id, erased=erased):
            yield "le compte du candidat n'est pas celui qui a déposé."


def of_content(application: Application, stored: dict[str, Any]) -> Iterator[str]:
    """What is instructed and decided upon is what is frozen."""
    frozen = application.frozen
    at = application.submitted_at.isoformat() if application.submitted_at else ""
    if (application.number, at) != (frozen.get("number"), frozen.get("submitted_at")):
        yield "le numéro ou l'heure de dépôt n'est pas celui du dossier figé."
    if application.number != f"{application.call.numbering}-{application.serial or 0:04}":
        yield "le numéro et le rang d'arrivée ne se répondent plus."
    changed = [
        str(WORDS.get(name, name))
        for name, value in frozen.items()
        if name not in APART and stored.get(name) != value
    ]
    if frozen and changed:
        yield f"ce qui est instruit n'est plus le dossier figé ({', '.join(changed)})."
    if frozen and pole_changed(application, frozen.get("pole"), stored["pole"]):
        yield "le pôle de l'annuaire n'est pas celui du dossier figé."


def pole_changed(application: Application, frozen: str | None, stored: str | None) -> bool:
    """Whether the application is of another pole than it said.

    One that is a laureate without a pole becomes one; a pole may be renamed, or leave the
    directory, by the acts of the directory, which has its own history.
    """
    if stored == frozen:
        return False
    if frozen is None:
        return application.stands is not State.LAUREATE
    return Pole.objects.filter(slug=frozen).exists()


def of_states(application: Application, events: list[ApplicationEvent]) -> Iterator[str]:
    """The journal leads to the state."""
    excused = {key for one in events if one.move == STOCK for key in one.data.get("aside", [])}
    lines = [line_of(one, excused) for one in events]
    try:
        reached = replayed(lines, application.frozen.get("regions", []), OTHERS)
    except OutOfOrder as why:
        yield f"le journal ne se suit pas ({why})"
        return
    if reached is not application.stands:
        yield "l'état n'est pas celui où mène le journal."


def line_of(event: ApplicationEvent, excused: set[int]) -> Line:
    """A line of the journal as it is replayed."""
    return Line(
        act=event.move,
        origin=event.from_state,
        target=event.to_state,
        of_owner=event.role == OF_THE_OWNER,
        person=event.person_id,
        region=str(event.data.get("region", "")),
        outcome=str(event.data.get("outcome", "")),
        reasoned=bool(event.data.get("commitment")) or hasattr(event, "told"),
        excused=event.pk in excused,
    )
