"""Editing a record, or proposing a change of it: one form, two rights."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import reserved
from accounts.roles import Act
from directory.contributions.editing import edit
from directory.contributions.pages.people import key_of, may_on, own_page, pole_within, told
from directory.contributions.proposals import propose
from directory.models import Pole
from directory.record.bounds import Misplaced
from directory.record.fields import FIELD
from directory.record.form import EditForm, ProposalForm, RecordForm
from directory.record.pieces import Record
from directory.record.stored import record_of
from directory.record.versions import Moved, since, version_of
from geo.reach import Reach


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.EDIT_POLE)
def modifier(request: HttpRequest, reach: Reach, slug: str) -> HttpResponse:
    """Edit a record of one's territory."""
    pole = pole_within(reach, slug)
    base, version = started_from(request, pole)
    form: RecordForm = EditForm(*sent(request), record=base, initial={"version": version})
    conflict = None
    if request.method == "POST" and form.is_valid():
        fields, data = form.changed_fields(), form.cleaned_data
        try:
            changed = edit(
                pole.pk, version, fields, data["why"], checked=data["checked"], reach=reach,
            )  # fmt: skip
        except Misplaced as refused:
            form.add_error(None, str(refused))
        except Moved:
            conflict = conflict_of(request, pole, version, fields)
            form = merged(EditForm, pole, fields, data)
        else:
            said = "La fiche est modifiée." if changed else "Rien n'a changé."
            messages.success(request, said)
            return redirect("pole-modifier", slug)
    title = f"Modifier la fiche « {pole.name} »"
    page = own_page("Modifier", title, pole, reverse("pole-modifier", args=[slug]))
    context = {
        "page": page,
        "pole": pole,
        "form": form,
        "conflict": conflict,
        "administers": may_on(request.user, Act.ENTER_ADMINISTRATION, pole),
    }
    return render(request, "directory/contributions/modifier.html", context)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: nothing, until it is sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def started_from(request: HttpRequest, pole: Pole) -> tuple[Record, str]:
    """The record that a form was opened on, and its version: today's, unless it has moved."""
    current = record_of(pole)
    now = version_of(current)
    version = request.POST.get("version", "") if request.method == "POST" else now
    past = None if version == now else since(pole.pk, version)
    return (past.base if past else current), version


def merged(kind: type[RecordForm], pole: Pole, fields: Record, data: dict[str, Any]) -> RecordForm:
    """The form again, on the record as it is now, with what the person has typed."""
    current = record_of(Pole.objects.get(pk=pole.pk))
    kept = {name: data[name] for name in ("why", "checked") if name in data}
    return kind(record=current | fields, initial={**kept, "version": version_of(current)})


def conflict_of(request: HttpRequest, pole: Pole, version: str, fields: Record) -> dict[str, Any]:
    """What has changed since a person opened the form: by whom, when, and which fields meet."""
    found = since(pole.pk, version)
    moments = found.moments if found else []
    changes = told(moments, may_on(request.user, Act.SEE_CONTACTS, pole))
    touched = {name for moment in moments for name in moment.fields}
    return {
        "changes": [one for one in changes if one["differences"]],
        "shared": [FIELD[name].label for name in fields if name in touched],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.PROPOSE)
def proposer(request: HttpRequest, reach: Reach, slug: str) -> HttpResponse:
    """Propose a change of the record of one's pole."""
    pole = pole_within(reach, slug)
    base, version = started_from(request, pole)
    form = ProposalForm(*sent(request), record=base, initial={"version": version})
    if request.method == "POST" and form.is_valid():
        fields = form.changed_fields()
        if fields:
            propose(pole, base, fields, form.cleaned_data["why"], key_of(request))
            said = "Votre proposition est envoyée. Vous serez prévenu de sa suite par courriel."
            messages.success(request, said)
            return redirect("contributions")
        form.add_error(None, "Rien n'est modifié : changez au moins un champ.")
    title = f"Proposer une modification de « {pole.name} »"
    page = own_page("Proposer", title, pole, reverse("pole-proposer", args=[slug]))
    return render(
        request, "directory/contributions/proposer.html", {"page": page, "pole": pole, "form": form}
    )
