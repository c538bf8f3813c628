"""One call run from here: its closing, clarifications, files and announcement, and its journal."""

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Max

from calls.call.writing import ADDED, CLARIFIED, MOVED, file_added, hours_moved
from calls.commitments import clarification_content, reason_content
from calls.models import ApplicationEvent, Call, CallEvent, Clarification, HoursChange
from calls.states import Move
from calls.verification.acts import MOST, at_once, rewritten
from publishing.ceilings import whole


def disagreements(call: Call) -> Iterator[str]:
    """What differs, in French, one sentence each, without its name."""
    events = whole(call.events.order_by("id"), MOST)
    yield from of_closing(call, [one for one in events if one.act == MOVED])
    yield from of_clarifications(call, [one for one in events if one.act == CLARIFIED])
    yield from of_files(call, [one for one in events if one.act == ADDED])
    yield from of_announcement(call)


def of_closing(call: Call, acts: list[CallEvent]) -> Iterator[str]:
    """The closing is that of the last change, and each change is an act of the journal."""
    changes = whole(call.hours_changes.order_by("id"), MOST)
    if any(after.closes_before != before.closes_after for before, after in pairwise(changes)):
        yield "les changements de clôture ne se suivent pas."
    if changes and (call.permanent or call.closes_at != changes[-1].closes_after):
        yield "la clôture n'est pas celle du dernier changement."
    if len(changes) != len(acts):
        yield "les changements de clôture ne sont pas ceux du journal."
        return
    for change, act in zip(changes, acts, strict=True):
        if change_differs(change, act):
            yield f"un changement de clôture du {act.at:%d/%m/%Y} n'est pas celui du journal."


def change_differs(change: HoursChange, act: CallEvent) -> bool:
    """Whether a change says other hours, another reason, another person than its act."""
    said = hours_moved(change)
    return (
        {name: act.data.get(name) for name in said} != said
        or rewritten(change.salt, act.data.get("commitment"), reason_content(change.reason))
        or change.by_id != act.person_id
        or not at_once(change.at, act.at)
    )


def of_clarifications(call: Call, acts: list[CallEvent]) -> Iterator[str]:
    """What was said of an open call to all alike."""
    found = whole(call.clarifications.order_by("id"), MOST)
    if len(found) != len(acts):
        yield "les précisions ne sont pas celles du journal."
        return
    for one, act in zip(found, acts, strict=True):
        if clarification_differs(one, act):
            yield f"une précision du {act.at:%d/%m/%Y} n'est pas celle du journal."


def clarification_differs(one: Clarification, act: CallEvent) -> bool:
    """Whether a clarification says something else, or is of another person or hour."""
    return (
        rewritten(one.salt, act.data.get("commitment"), clarification_content(one.text))
        or one.by_id != act.person_id
        or not at_once(one.at, act.at)
    )


def of_files(call: Call, acts: list[CallEvent]) -> Iterator[str]:
    """The public files that came after the opening; dossiers hold those that were there."""
    known = {one.data.get("document"): one for one in acts}
    found = {one.pk: one for one in whole(call.documents.order_by("id"), MOST)}
    for key, act in known.items():
        document = found.get(key)
        if (
            document is None
            or file_added(document) != act.data
            or not at_once(document.added_at, act.at)
        ):
            yield f"un fichier public ajouté le {act.at:%d/%m/%Y} a changé ou manque."
    for key, document in found.items():
        late = call.opens_at is not None and document.added_at > call.opens_at
        if late and key not in known and not call.demonstration:
            yield f"le fichier public « {document.name} » n'est pas au journal."


def of_announcement(call: Call) -> Iterator[str]:
    """The hour of an announcement is that of the journals."""
    events = ApplicationEvent.objects.filter(application__call=call, move=Move.ANNOUNCE)
    last = events.aggregate(at=Max("at"))["at"]  # a permanent call announces more than once
    if last is None:
        if call.announced_at:
            yield "une annonce n'est pas aux journaux."
    elif not at_once(call.announced_at, last):
        yield "l'heure de l'annonce n'est pas celle des journaux."
