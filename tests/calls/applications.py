"""Calls that receive applications, and applications at every stage, for tests."""

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from calls.application.drafts import save_step, stamp_of, start
from calls.application.submission import submit
from calls.models import Application, Call
from calls.models.application import ANSWERS
from calls.moving import Actor, advance, locked
from calls.states import Move, State

# Numbers that are keyed as SIRETs are; they are of nobody that these tests know.
SIRETS = ("73282932000074", "55208131766522", "35600000000048", "44306184100047")
EPCI = {"level": "epci", "code": "200000001", "label": "", "drawn": None}
PIECES = [EPCI]


def make_call(slug: str = "ami-2027", **fields: Any) -> Call:
    """A call that is open now, for a month."""
    now = timezone.now()
    values = {
        "title": slug.upper(),
        "scheme": "ami",
        "year": 2027,
        "opens_at": now - datetime.timedelta(days=1),
        "closes_at": now + datetime.timedelta(days=30),
        "grant_low_eur": 30_000,
        "grant_high_eur": 100_000,
        "sources": ["https://example.org/ami"],
    }
    return Call.objects.create(slug=slug, **values | fields)


FILLED: dict[str, Any] = {
    "project_name": "Laine du plateau",
    "summary": "Transformer la laine sur place.",
    "themes": ["textile-laine"],
    "starts_on": datetime.date(2027, 6, 1),
    "ends_on": datetime.date(2029, 5, 31),
    "lead_name": "Association Laine",
    "lead_siret": SIRETS[0],
    "lead_nature": "association",
    "lead_category": "ess",
    "contact_name": "Camille Durand",
    "contact_email": "camille@example.org",
    "requested_eur": 50_000,
    **{name: f"Réponse : {name}." for name in ANSWERS},
    "territories": PIECES,
    "members": [
        {"name": "Filature SARL", "category": "entreprise", "siret": SIRETS[1]},
        {"name": "Commune du plateau", "category": "collectivite", "siret": SIRETS[3]},
    ],
    "budget": [
        {"side": "depense", "label": "Animation", "amount_eur": 80_000},
        {"side": "recette", "label": "Région", "amount_eur": 30_000},
    ],
}


def make_draft(call: Call, person: User, **fields: Any) -> Application:
    """A draft of which everything is filled, but for what `fields` says otherwise."""
    application = start(call, Actor(person))
    values = FILLED | fields
    names = tuple(values)
    return save_step(application.pk, names, values, stamp_of(application, names))[0]


def make_submitted(call: Call, person: User, **fields: Any) -> Application:
    """An application received."""
    return submit(make_draft(call, person, **fields).pk, Actor(person))


def move_to(application: Application, *moves: Move, person: User) -> Application:
    """The same, further on; conditions hold."""
    for move in moves:
        with transaction.atomic():
            found = locked(application.pk)
            advance(found, move, Actor(person, "national-cell"), reason="Motif.")
    application.refresh_from_db()
    assert application.stands in State
    return application
