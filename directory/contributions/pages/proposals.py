"""A proposal: read by who made it, accepted, amended or refused by those of the territory."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import reserved, signed_in
from accounts.rights import reach_of
from accounts.roles import Act
from directory.contributions.forms import ProposalAnswerForm
from directory.contributions.pages.contributions import contributions_page
from directory.contributions.pages.editing import merged, started_from
from directory.contributions.pages.people import key_of, may_on, name_of, shown_to
from directory.contributions.proposals import accept, refuse
from directory.contributions.queries import seen_by
from directory.contributions.reports import Closed
from directory.models import Pole, Proposal
from directory.record.bounds import Misplaced
from directory.record.comparing import same
from directory.record.form import ProposalForm, RecordForm
from directory.record.lines import write_line
from directory.record.pieces import Record, piece
from directory.record.stored import record_of
from directory.record.versions import Moved, version_of
from directory.record.words import differences
from directory.vocabulary import TerritoryLevel
from geo.models import Commune
from geo.reach import Reach
from web.page import absolute


def proposal_page(proposal: Proposal) -> Any:
    """The identity of a proposal's page."""
    title = f"Proposition sur « {proposal.pole.name} »"
    return contributions_page("Proposition", title, proposal.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def proposition(request: HttpRequest, key: int) -> HttpResponse:
    """Read a proposal; decide on it, where one may."""
    reach = reach_of(request.user, Act.REVIEW)
    found = Proposal.objects.filter(seen_by(key_of(request), reach))
    proposal = get_object_or_404(found.select_related("pole", "pole__region", "author"), pk=key)
    decides = may_on(request.user, Act.REVIEW, proposal.pole)
    record = record_of(proposal.pole)
    form = None
    if decides and proposal.state == Proposal.State.OPEN:
        form = ProposalAnswerForm(
            request.POST or None, initial={"version": version_of(record), "decision": "accept"}
        )
        if request.method == "POST" and form.is_valid():
            answer = decided(request, proposal, form.cleaned_data)
            if answer:
                return answer
            record = record_of(Pole.objects.get(pk=proposal.pole_id))
            again = {**form.cleaned_data, "version": version_of(record)}
            form = ProposalAnswerForm(initial=again)
    context = shown(proposal, record, shown_to(request, proposal.pole)) | {
        "page": proposal_page(proposal),
        "form": form,
        "decides": decides,
        "author": name_of(proposal.author)
        if proposal.author and may_on(request.user, Act.SEE_CONTACTS, proposal.pole)
        else "",
    }
    return render(request, "directory/contributions/proposition.html", context)


def decided(request: HttpRequest, proposal: Proposal, data: dict[str, Any]) -> HttpResponse | None:
    """Do what was decided; nothing, and say why, where the record has moved."""
    address = absolute(proposal.get_absolute_url())
    try:
        if data["decision"] == "refuse":
            refuse(proposal.pk, data["answer"].strip(), key_of(request), address)
            messages.success(request, "La proposition est refusée.")
        else:
            accept(
                proposal.pk, data["version"], proposal.fields, data["answer"].strip(),
                key_of(request), address, reach=reach_of(request.user, Act.REVIEW),
            )  # fmt: skip
            messages.success(request, "La proposition est acceptée : la fiche est à jour.")
    except Closed:
        messages.error(request, "Cette proposition a été traitée entre-temps.")
        return redirect(proposal)
    except Moved:
        messages.error(request, "La fiche a changé pendant votre lecture : rien n'est écrit.")
        return None
    except Misplaced as refused:
        messages.error(request, str(refused))
        return None
    return redirect("contributions")


def shown(proposal: Proposal, record: Record, fields_shown: list[str]) -> dict[str, Any]:
    """What the page of a proposal shows: what it changes, what moved since, both grounds."""
    open_ = proposal.state == Proposal.State.OPEN
    before = record if open_ else proposal.before
    fields = proposal.fields if proposal.written is None else proposal.written
    after = before | fields
    moved = differences(proposal.before, record, fields_shown) if open_ else []
    return {
        "proposal": proposal,
        "differences": differences(before, after),
        "proposed": differences(proposal.before, proposal.before | proposal.fields)
        if proposal.state == Proposal.State.AMENDED
        else [],
        "moved": moved,
        "shared": [one.label for one in moved if one.field in proposal.fields],
        "grounds": None
        if same("footprint", before["footprint"], after["footprint"])
        and before["seat"] == after["seat"]
        else {"before": ground_lines(before), "after": ground_lines(after)},
    }


def ground_lines(record: Record) -> str:
    """The pieces of a record's ground, a line each: those declared, or the presumed EPCI."""
    pieces = record["footprint"]["territories"]
    if not pieces and record["footprint"]["presume"] and record["seat"]:
        seat = Commune.objects.filter(pk=record["seat"]["insee"]).first()
        siren = seat and (seat.ept_id or seat.epci_id)
        pieces = [piece(TerritoryLevel.EPCI, siren)] if siren else []
    return "\n".join(write_line(one) for one in pieces)


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.REVIEW)
def amender(request: HttpRequest, reach: Reach, key: int) -> HttpResponse:
    """Change what is proposed, then accept it."""
    found = Proposal.objects.within_reach(reach).open().select_related("pole", "pole__region")
    proposal = get_object_or_404(found, pk=key)
    base, version = started_from(request, proposal.pole)
    if request.method == "POST":
        form: RecordForm = ProposalForm(request.POST, request.FILES, record=base)
        if form.is_valid() and not form.changed_fields():
            form.add_error(None, "Plus rien ne change : refusez plutôt la proposition.")
        if form.is_valid() and (answer := amended(request, proposal, form, version)):
            return answer
        if form.is_valid():
            form = merged(ProposalForm, proposal.pole, form.changed_fields(), form.cleaned_data)
    else:
        form = ProposalForm(record=base | proposal.fields, initial={"version": version})
    form.fields["why"].label = "Message à la personne qui propose"
    form.fields["why"].help_text = "Ce que vous avez modifié de sa proposition."
    page = contributions_page(
        "Modifier la proposition",
        f"Modifier la proposition sur « {proposal.pole.name} »",
        reverse("contribution-amender", args=[key]),
    )
    return render(
        request,
        "directory/contributions/amender.html",
        {"page": page, "proposal": proposal, "form": form},
    )


def amended(
    request: HttpRequest, proposal: Proposal, form: RecordForm, version: str
) -> HttpResponse | None:
    """Accept a proposal as an officer has changed it; nothing where the record has moved."""
    try:
        accept(
            proposal.pk, version, form.changed_fields(), form.cleaned_data["why"],
            key_of(request), absolute(proposal.get_absolute_url()),
            reach=reach_of(request.user, Act.REVIEW),
        )  # fmt: skip
    except Closed:
        messages.error(request, "Cette proposition a été traitée entre-temps.")
        return redirect(proposal)
    except Misplaced as refused:
        messages.error(request, str(refused))
        return None
    except Moved:
        messages.error(
            request,
            "La fiche a changé pendant votre saisie : rien n'est écrit. Relisez, puis validez.",
        )
        return None
    messages.success(request, "La proposition est acceptée avec vos modifications.")
    return redirect("contributions")
