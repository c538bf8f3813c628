"""A call run from here, and applications to it, brought further by the real functions."""

import datetime
import io
from typing import Any

import pgtrigger
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from calls.application.freezing import frozen_of, sha256_of
from calls.instruction import writing as instruction
from calls.instruction.writing import Written
from calls.models import Application, ApplicationTerritory, Call, Criterion, Dossier, Member
from calls.moving import Actor, advance, locked
from calls.states import Move, State
from calls.vocabulary import Category
from tests import factories
from tests.calls import applications


def make_call(slug: str = "ami-2027", **fields: Any) -> Call:
    """A call that closed an hour ago, with a grid of two criteria."""
    now = timezone.now()
    closed: dict[str, Any] = {
        "title": f"AMI {slug}",
        "opens_at": now - datetime.timedelta(days=60),
        "closes_at": now - datetime.timedelta(hours=1),
        "numbering": slug.upper(),
        "budget_eur": 200_000,
        "aimed_low": 1,
        "aimed_high": 2,
    }
    call = applications.make_call(slug, **closed | fields)
    for position, (title, weight, highest) in enumerate(
        [("Coopération", 3, 5), ("Modèle économique", 1, 10)], 1
    ):
        with pgtrigger.ignore("calls.Criterion:grid_stays"):  # made as it was before the opening
            Criterion.objects.create(
                call=call, position=position, title=title, weight=weight, highest=highest
            )
    return call


def amend(call: Call, **fields: Any) -> None:
    """Make a call, open or not, what it had always been."""
    with pgtrigger.ignore("calls.Call:hours_logged", "calls.Call:rules_stay"):
        Call.objects.filter(pk=call.pk).update(**fields)


def make_application(
    call: Call,
    owner: User | None = None,
    *territories: dict[str, Any],
    regions: tuple[str, ...] = ("84",),
    **fields: Any,
) -> Application:
    """An application received. Its territory is an EPCI of the Ain where none is given."""
    serial = call.applications.count() + 1
    values: dict[str, Any] = {
        "state": State.SUBMITTED.value,
        "serial": serial,
        "number": f"{call.numbering}-{serial:04}",
        "submitted_at": timezone.now() - datetime.timedelta(days=10),
        "project_name": f"Filière {serial}",
        "summary": "Relocaliser une filière.",
        "lead_name": f"Structure {serial}",
        "lead_siret": "73282932000074",
        "lead_nature": "association",
        "lead_category": "ess",
        "contact_name": "Camille Martin",
        "contact_email": f"contact{serial}@exemple.fr",
        "contact_phone": "0601020304",
        "themes": ["mobilite"],
        "requested_eur": 80_000,
        "regions": list(regions),
        "departments": ["01"],
    }
    application = Application.objects.create(call=call, owner=owner, **values | fields)
    for piece in territories or (factories.territory("epci", "200000001"),):
        ApplicationTerritory.objects.create(application=application, **piece)
    for category in (Category.ENTERPRISE, Category.LOCAL_AUTHORITY):
        Member.objects.create(application=application, name=f"Membre {category}", category=category)
    content = frozen_of(application)
    Dossier.objects.create(application=application, content=content, sha256=sha256_of(content))
    return application


def full(application: Application, **fields: Any) -> Written:
    """An opinion that can be given: the highest score everywhere."""
    scores = dict(application.call.criteria.values_list("pk", "highest"))
    return Written(**{"advice": "favorable", "text": "Solide.", "scores": scores} | fields)


def start(application: Application, actor: Actor) -> None:
    """Bring an application received to its instruction."""
    for what in (Move.ACCEPT, Move.START):
        instruction.move(application.pk, what, actor)


def instruct(application: Application, *actors: tuple[str, Actor]) -> None:
    """Bring it to the end of its instruction: an opinion a region."""
    start(application, actors[0][1])
    for region, actor in actors:
        instruction.give_opinion(application.pk, region, actor, full(application))
    instruction.move(application.pk, Move.CLOSE, actors[0][1])


def force(application: Application, what: Move, actor: Actor) -> None:
    """A move of the applicant's side."""
    with transaction.atomic():
        advance(locked(application.pk), what, actor)


def verified(*arguments: str) -> tuple[int, str]:
    """What `verify_applications` says, and how it leaves."""
    said = io.StringIO()
    try:
        call_command("verify_applications", *arguments, stdout=said)
    except SystemExit as left:
        return int(left.code or 0), said.getvalue()
    return 0, said.getvalue()
