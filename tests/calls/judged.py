"""An application judged from end to end, with a row in every table that people judge by."""

import datetime
import io
from dataclasses import replace

import pgtrigger
from django.db import connection
from django.utils import timezone

from calls.application.files import add_document
from calls.application.submission import answer, submit
from calls.call.writing import change_hours, clarify, note_file
from calls.decision import writing as decisions
from calls.decision.writing import Choice
from calls.documents.storing import keep
from calls.instruction import recusing
from calls.instruction import writing as instruction
from calls.instruction.substituting import name_substitute
from calls.models import Application, CallDocument, Criterion, Document
from calls.moving import Actor
from calls.states import Move, Outcome
from tests.calls import files, support
from tests.calls.applications import PIECES, make_call, make_draft
from tests.people import make_person

PARIS = {"level": "commune", "code": "75056", "label": "", "drawn": None}
SQUARE = [[[[5.1, 46.1], [5.2, 46.1], [5.2, 46.2], [5.1, 46.2], [5.1, 46.1]]]]
DRAWN = {"level": "drawn", "code": None, "label": "Le plateau", "drawn": SQUARE}


def make_judged() -> Application:
    """Two regions: one opinion taken back and given again, one stood in for; decided.

    Two questions, one answered with a file, one closed without an answer.
    """
    call = make_call()
    with pgtrigger.ignore("calls.Criterion:grid_stays"):
        Criterion.objects.create(call=call, title="Coopération", text="Qui fait quoi.", highest=5)
        Criterion.objects.create(call=call, title="Modèle", position=2, highest=5)
    public_file(call, "Règlement")
    with pgtrigger.ignore("calls.CallDocument:files_stay"):  # as it was before the opening
        CallDocument.objects.update(added_at=timezone.now() - datetime.timedelta(days=9))
    people = {
        name: Actor(make_person(f"{name}@example.org", "regional-cell", region_id="84"), "cell")
        for name in ("ain", "twin", "paris")
    }
    lead = make_person("porteur@example.org")
    draft = make_draft(call, lead, territories=[*PIECES, PARIS, DRAWN])
    deposit(draft.pk, "Statuts.odt")
    submitted = submit(draft.pk, Actor(lead))
    instruct(submitted, Actor(lead), **people)
    national = Actor(make_person("cna@example.org", "national-cell"), "national-cell")
    stand_in(submitted, people["paris"], national)
    instruction.move(submitted.pk, Move.CLOSE, people["ain"])
    laureate = Choice(submitted.pk, Outcome.LAUREATE, 40_000, rank=1, reason="Solide.")
    decisions.decide([laureate], national)
    soon = timezone.now() + datetime.timedelta(days=60)
    change_hours(call.pk, national.person, soon, "Panne.")
    change_hours(call.pk, national.person, soon + datetime.timedelta(days=1), "Autre panne.")
    clarify(call, national.person, "Le SIRET du siège suffit.")
    note_file(public_file(call, "Notice"), national.person)
    check_constraints()
    return Application.objects.get(pk=submitted.pk)


def instruct(submitted: Application, lead: Actor, ain: Actor, twin: Actor, paris: Actor) -> None:
    """Questions, a recusal, an opinion given, taken back and given again."""
    pk = submitted.pk
    support.start(submitted, ain)
    recusing.stand_aside(pk, ["84"], twin, "Ma sœur y travaille.")
    day = datetime.date(2030, 1, 1)
    asked = instruction.ask(pk, ain, "Quel calendrier ?", day)
    deposit(pk, "Calendrier.odt", asked)
    answer(pk, asked.pk, "Deux ans.", lead)
    instruction.ask(pk, ain, "Quels locaux ?")
    instruction.resume(pk, ain, "Sans réponse.")
    full = remarked(submitted)
    instruction.give_opinion(pk, "84", ain, full)
    instruction.take_back_opinion(pk, "84", ain)
    instruction.give_opinion(pk, "84", ain, full)


def stand_in(submitted: Application, paris: Actor, national: Actor) -> None:
    """Someone gives the opinion of a region that has no cell, and takes it back once."""
    pk = submitted.pk
    name_substitute(pk, "11", paris.person, national, "Pas de cellule.", ())
    instruction.give_opinion(pk, "11", paris, remarked(submitted))
    instruction.take_back_opinion(pk, "11", paris)
    instruction.give_opinion(pk, "11", paris, remarked(submitted))


def remarked(application: Application) -> instruction.Written:
    full = support.full(application)
    return replace(full, remarks=dict.fromkeys(full.scores, "Bien vu."))


def deposit(application: int, name: str, question=None) -> Document:
    content = files.odt() if question is None else files.odt(name.encode())
    return add_document(application, "statuts", io.BytesIO(content), len(content), name, question)


def public_file(call, title: str) -> CallDocument:
    content = files.odt()
    stored, sha256 = keep(io.BytesIO(content), "odt")
    return CallDocument.objects.create(
        call=call, title=title, name=f"{title}.odt", stored=stored, size=len(content),
        sha256=sha256, media_type="application/vnd.oasis.opendocument.text",
    )  # fmt: skip


def check_constraints() -> None:
    """As the end of a transaction would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
