"""Changes that leads propose: kept with the record they started from, then accepted or refused.

Accepting writes only what is proposed, on the record that the officer has seen: where it moved in
between, nothing is written and `Moved` says so.
"""

from django.db import transaction
from django.utils import timezone

from directory.contributions.reports import Closed
from directory.models import Pole, Proposal
from directory.record.comparing import same
from directory.record.fields import FORM_FIELDS
from directory.record.pieces import Record
from directory.record.versions import hold
from directory.record.writing import write_changes
from geo.reach import Reach
from web.mail import send


def propose(pole: Pole, before: Record, fields: Record, why: str, author_id: int) -> Proposal:
    """Keep what a lead wants changed; only fields of the public form can be."""
    unknown = fields.keys() - set(FORM_FIELDS)
    if unknown or not fields:
        raise ValueError(f"no field of a proposal: {sorted(unknown)}")
    return Proposal.objects.create(
        pole=pole, author_id=author_id, before=before, fields=fields, why=why
    )


@transaction.atomic
def accept(
    proposal_id: int, version: str, fields: Record, answer: str, person_id: int, address: str,
    *, reach: Reach,
) -> Proposal:  # fmt: skip
    """Write fields of a proposal, as proposed or amended, and tell the proposer.

    Raises `Misplaced`, and writes nothing, where the record would be moved beyond a reach.
    """
    proposal = opened(proposal_id)
    pole, record = hold(proposal.pole_id, version)
    amended = fields.keys() != proposal.fields.keys() or not all(
        same(name, value, proposal.fields[name]) for name, value in fields.items()
    )
    changed = {name: value for name, value in fields.items() if not same(name, value, record[name])}
    if changed:
        write_changes(pole, changed, reason_of(proposal), reach=reach, proposal=proposal.pk)
    proposal.written = fields
    state = Proposal.State.AMENDED if amended else Proposal.State.ACCEPTED
    return closed(proposal, state, answer, person_id, address)


@transaction.atomic
def refuse(proposal_id: int, answer: str, person_id: int, address: str) -> Proposal:
    """Refuse a proposal, with a reason, and tell the proposer."""
    if not answer:
        raise ValueError("a refusal has a reason")
    return closed(opened(proposal_id), Proposal.State.REFUSED, answer, person_id, address)


def opened(proposal_id: int) -> Proposal:
    """A proposal that waits, locked; `Closed` where someone has answered it."""
    proposal: Proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("pole", "author")
        .get(pk=proposal_id)
    )
    if proposal.state != Proposal.State.OPEN:
        raise Closed
    return proposal


def reason_of(proposal: Proposal) -> str:
    """Why the record changes, for its history."""
    return f"proposition n° {proposal.pk} : {proposal.why}"


def closed(
    proposal: Proposal, state: Proposal.State, answer: str, person_id: int, address: str
) -> Proposal:
    """Close a proposal and tell who made it, where the account is still there."""
    proposal.state, proposal.answer = state, answer
    proposal.closed_at, proposal.closed_by_id = timezone.now(), person_id
    proposal.save()
    if proposal.author and proposal.author.email:
        subject = f"Votre proposition sur « {proposal.pole.name} »"
        template = "directory/courriels/proposition-examinee.txt"
        send(template, proposal.author.email, subject, proposal=proposal, address=address)
    return proposal
