"""Make the demonstration over the real ground, through the functions that everybody uses."""

import datetime
from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.contrib.auth.models import User
from django.db import connection, transaction

from calls.application.drafts import erase, save_step, stamp_of, start
from calls.application.submission import submit
from calls.call.writing import move_closing
from calls.demonstration.content import CRITERIA, NUMBERING, PEOPLE, SLUG, TITLE, values
from calls.documents.storing import drop_on_commit
from calls.instruction import writing as instruction
from calls.instruction.writing import Written
from calls.models import (
    Application,
    ApplicationEvent,
    Call,
    CallEvent,
    Clarification,
    Criterion,
    Dossier,
    FormerOpinion,
    HoursChange,
)
from calls.moving import Actor, advance, locked, now_in_database
from calls.states import Move, State
from calls.vocabulary import Advice
from directory.vocabulary import Scheme
from geo.registers import protection
from publishing.ceilings import whole

HOW_MANY = 12
OPEN_FOR = datetime.timedelta(days=30)
CLOSED = "Clôture de la démonstration."
# Where applications are left, one after the other, while they are instructed.
MIXED = (
    State.SUBMITTED, State.COMPLETE, State.IN_INSTRUCTION, State.INSTRUCTED, State.ASKED,
    State.INSTRUCTED, State.INELIGIBLE, State.IN_INSTRUCTION, State.INSTRUCTED, State.WITHDRAWN,
    State.INSTRUCTED, State.COMPLETE,
)  # fmt: skip
# The registers of calls, and how their lines lead to a call.
OF_A_CALL: dict[Any, str] = {
    ApplicationEvent: "application__call",
    Dossier: "application__call",
    FormerOpinion: "opinion__application__call",
    CallEvent: "call",
    HoursChange: "call",
    Clarification: "call",
}
ADVICE = (Advice.FAVOURABLE, Advice.RESERVED, Advice.FAVOURABLE, Advice.UNFAVOURABLE)

# EPCI spread over the ground, one in each of as many regions as there are, overseas included;
# then one more for each, until there are enough. Those of two regions come first.
PLACES = """
WITH held AS (
  SELECT e.siren, e.name, min(c.region_id) AS region, count(DISTINCT c.region_id) AS regions
  FROM geo_epci e JOIN geo_commune c ON c.epci_id = e.siren AND NOT c.obsolete
  GROUP BY e.siren, e.name
),
ranked AS (
  SELECT siren, name, region, regions,
         row_number() OVER (PARTITION BY region ORDER BY regions DESC, md5(siren)) AS place
  FROM held
)
SELECT siren, name FROM ranked ORDER BY place, regions DESC, md5(region), siren LIMIT %s
"""


def places(count: int) -> list[tuple[str, str]]:
    """SIREN and names of so many EPCI, the same each time on the same ground."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [count])
        return list(cursor.fetchall())


def person(name: str) -> User:
    """Someone made up, who cannot sign in."""
    email = f"{name}@{PEOPLE}"
    found, new = User.objects.get_or_create(username=email, defaults={"email": email})
    if new:
        found.set_unusable_password()
        found.save()
    return found


@transaction.atomic
def make(stages: Sequence[State] = MIXED, *, closed: bool = True, count: int = HOW_MANY) -> Call:
    """The call, its criteria, its applications, each brought to its stage."""
    now = now_in_database()
    noon = now.replace(hour=11, minute=0, second=0, microsecond=0)
    call = Call.objects.create(
        slug=SLUG, title=TITLE, scheme=Scheme.AMI, year=now.year, numbering=NUMBERING,
        opens_at=noon - OPEN_FOR, closes_at=noon + OPEN_FOR, aimed_low=3, aimed_high=5,
        budget_eur=300_000, grant_low_eur=30_000, grant_high_eur=80_000, grant_years=2,
        priorities="Un appel pour essayer les écrans : rien n'y est réel.",
        priority_tags=["ruralite", "qpv"], demonstration=True,
        sources=["https://example.org/demonstration"],
    )  # fmt: skip
    Criterion.objects.bulk_create(
        Criterion(call=call, position=place, title=title, text=text, weight=weight)
        for place, (title, text, weight) in enumerate(CRITERIA, start=1)
    )
    for number, (siren, name) in enumerate(places(count), start=1):
        applied(call, number, name, [epci(siren)])
    applications = whole(
        call.applications.exclude(state=State.DRAFT.value).order_by("serial"), 1000
    )
    for place, application in enumerate(applications):
        bring(application, stages[place % len(stages)], place)
    if closed:
        # What was submitted came before; a day's notice is for those who apply in earnest.
        move_closing(call, person("cellule-nationale"), now_in_database(), CLOSED)
    return call


def epci(siren: str) -> dict[str, Any]:
    """A piece of territory."""
    return {"level": "epci", "code": siren, "label": "", "drawn": None}


def applied(call: Call, number: int, place: str, pieces: list[dict[str, Any]]) -> Application:
    """An application, filled and sent."""
    actor = Actor(person(f"porteur-{number}"))
    given = values(number, place, pieces)
    draft = start(call, actor)
    save_step(draft.pk, tuple(given), given, stamp_of(draft, tuple(given)))
    return submit(draft.pk, actor)


def bring(application: Application, stage: State, place: int) -> None:
    """Move an application to its stage, step by step."""
    cell = Actor(person("cellule"), "regional-cell")
    key = application.pk
    if stage is State.WITHDRAWN:
        with transaction.atomic():
            owner = Actor(person(f"porteur-{place + 1}"))
            advance(locked(key), Move.WITHDRAW, owner)
        return
    if stage is State.INELIGIBLE:
        instruction.move(key, Move.REJECT, cell, "Motif d'essai.")
        return
    if stage is not State.SUBMITTED:
        instruction.move(key, Move.ACCEPT, cell)
    if stage in (State.SUBMITTED, State.COMPLETE):
        return
    instruction.move(key, Move.START, cell)
    if stage is State.ASKED:
        instruction.ask(key, cell, "Question d'essai : précisez le calendrier.")
    if stage is State.INSTRUCTED:
        judge(application, place)
        instruction.move(key, Move.CLOSE, cell)


def judge(application: Application, place: int) -> None:
    """Give the opinion of every region."""
    criteria = whole(application.call.criteria.order_by("position"), 100)
    for turn, region in enumerate(application.regions):
        scores = {one.pk: (place * 2 + one.position + turn) % 6 for one in criteria}
        written = Written(ADVICE[(place + turn) % len(ADVICE)], "Avis d'essai.", scores)
        actor = Actor(person(f"cellule-{region}"), "regional-cell")
        instruction.give_opinion(application.pk, region, actor, written)


@transaction.atomic
def standing() -> tuple[int, int, int]:
    """What `remove` would take away: calls, applications, accounts."""
    calls = Call.objects.filter(demonstration=True)
    return (
        calls.count(),
        Application.objects.filter(call__in=calls).count(),
        User.objects.filter(email__endswith=f"@{PEOPLE}").count(),
    )


def remove() -> int:
    """Take the demonstration away whole, with what people tried in it; how many applications."""
    calls = Call.objects.filter(demonstration=True)
    applications = whole(Application.objects.filter(call__in=calls).order_by("id"), 10_000)
    # The one place where lines of the registers go, by the account that owns them.
    with pgtrigger.ignore(*map(protection, OF_A_CALL)):
        for model, of in OF_A_CALL.items():
            model._default_manager.filter(**{f"{of}__in": calls}).delete()
    for application in applications:
        drop_on_commit(erase(application))
    calls.delete()
    User.objects.filter(email__endswith=f"@{PEOPLE}").delete()
    return len(applications)
