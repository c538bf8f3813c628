"""The rows of the committee as forms: what is typed for each application."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from calls.decision.committee import LAST, Candidate, Committee, Pick
from calls.decision.writing import Choice
from calls.instruction.pages.forms import LONGEST_REASON
from calls.states import OUTCOME_LABELS, Outcome, State

MOST_EUROS = 100_000_000


class PickForm(forms.Form):
    """What is thought of one application."""

    rank = forms.IntegerField(label="Rang", min_value=1, max_value=LAST)
    outcome = forms.ChoiceField(label="Décision", required=False)
    grant = forms.IntegerField(label="Aide (€)", min_value=0, max_value=MOST_EUROS, required=False)
    reason = forms.CharField(
        label="Motif", max_length=LONGEST_REASON, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, candidate: Candidate, data: Any = None) -> None:
        self.candidate = candidate
        pick = candidate.pick
        initial = {
            "rank": pick.rank,
            "outcome": pick.outcome.value if pick.outcome else "",
            "grant": pick.grant,
            "reason": pick.reason,
            "seen": pick.seen.isoformat() if pick.seen else "",
        }
        super().__init__(data, prefix=str(candidate.key), initial=initial)
        choices = [(one.value, label.capitalize()) for one, label in OUTCOME_LABELS.items()]
        if candidate.application.stands is not State.DECIDED:
            choices.insert(0, ("", "À décider"))
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - declared above
        outcome.choices = choices
        name = candidate.application.project_name
        for key, label in (("rank", "Rang"), ("outcome", "Décision"),
                           ("grant", "Aide en euros"), ("reason", "Motif")):  # fmt: skip
            self.fields[key].widget.attrs["aria-label"] = f"{label} : {name}"

    def pick(self) -> Pick:
        """What is typed; what is not valid counts for nothing."""
        kept: Mapping[str, Any] = self.cleaned_data
        outcome = kept.get("outcome") or ""
        return Pick(
            outcome=Outcome(outcome) if outcome else None,
            grant=kept.get("grant"),
            rank=kept.get("rank") or LAST,
            reason=kept.get("reason", ""),
            seen=seen_of(kept.get("seen", "")),
        )


def seen_of(text: str) -> datetime | None:
    """When it was last decided, as the page was made; None where it says nothing of the kind."""
    try:
        return parse_datetime(text) if text else None
    except ValueError:
        return None


def typed(committee: Committee, data: Any) -> dict[int, PickForm]:
    """The forms of the applications that may be decided, by key, as they were sent.

    One that became decidable since the page was made has nothing typed, and keeps what it has.
    """
    forms_sent = {
        one.key: PickForm(one, data)
        for one in committee.candidates
        if one.editable and f"{one.key}-rank" in data
    }
    for form in forms_sent.values():
        form.is_valid()
    return forms_sent


def choices_of(sent: Mapping[int, PickForm], common_reason: str) -> list[Choice]:
    """The decisions to write; the common reason is of those refused without one of their own."""
    found = []
    for key, form in sent.items():
        pick = form.candidate.pick
        if pick.outcome is None:
            continue
        reason = pick.reason.strip()
        if not reason and pick.outcome is Outcome.REFUSED:
            reason = common_reason.strip()
        found.append(Choice(key, pick.outcome, pick.grant, pick.rank, reason, pick.seen))
    return found
