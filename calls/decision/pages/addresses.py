"""What the list of addresses hands to the instruction, which knows nothing of decisions."""

from calls.decision import writing
from calls.instruction.pages.people import make_lead
from calls.models import Application
from calls.moving import Actor


def promote(application: Application, actor: Actor, reason: str, grant: int | None) -> None:
    """Choose an application of the reserve list, and write to it; as `writing.promote`."""
    writing.promote(application.pk, actor, make_lead, reason, grant)
