"""What the rules of eligibility ask, read from an application and its call."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from calls.application import sirets
from calls.application.eligibility import Check, Entity, Sheet, checks
from calls.models import Application, Call
from calls.models.application import ANSWERS
from calls.vocabulary import DocumentKind, Side
from publishing.ceilings import whole

# What every application fills, by step.
ASKED = {
    "projet": ("project_name", "summary", "themes"),
    "membres": ("lead_name", "lead_siret", "lead_nature", "lead_category", "contact_name",
                "contact_email"),
    "reponses": ANSWERS,
}  # fmt: skip
MOST_ROWS = 1000


def hour(at: datetime) -> str:
    """« 15 mars 2027 à 12 h 00 », in Paris; seconds where they count."""
    local = timezone.localtime(at)
    day = "1er" if local.day == 1 else str(local.day)
    second = f"\u00a0min\u00a0{local:%S}\u00a0s" if local.second else ""
    return f"{day} {date_format(local, 'F Y')} à {local.hour}\u00a0h\u00a0{local:%M}{second}"


def checks_of(application: Application, now: datetime) -> list[Check]:
    """Every rule, for an application as it stands."""
    return checks(sheet_of(application, now))


def sheet_of(application: Application, now: datetime) -> Sheet:
    """All that the rules ask."""
    call = application.call
    lines = whole(application.budget_lines.order_by("id"), MOST_ROWS)
    asked = call.required_documents
    return Sheet(
        min_members=call.min_members,
        article_9=call.article_9,
        required_documents=tuple((kind, str(DocumentKind(kind).label)) for kind in asked),
        grant_low=call.grant_low_eur,
        grant_high=call.grant_high_eur,
        takes=call.takes(now),
        opening=opening(call, now),
        missing=tuple(missing(application)),
        lead_nature=application.lead_nature,
        entities=tuple(entities_of(application)),
        pieces=application.territories.count(),
        regions=frozenset(application.regions),
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        expenses=sum(line.amount_eur for line in lines if line.side == Side.EXPENSE),
        incomes=sum(line.amount_eur for line in lines if line.side == Side.INCOME),
        lines_without_amount=sum(not line.amount_eur for line in lines),
        requested=application.requested_eur,
        documents=frozenset(
            whole(application.documents.order_by("id").values_list("kind", flat=True), MOST_ROWS)
        ),
    )


def missing(application: Application) -> list[tuple[str, str]]:
    """What is left empty: the step, the label."""
    return [
        (step, str(application._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        for step, names in ASKED.items()
        for name in names
        if not getattr(application, name)
    ]


def entities_of(application: Application) -> list[Entity]:
    """The lead first, then the members."""
    lead = Entity(
        application.lead_name, application.lead_category, sirets.siren_of(application.lead_siret)
    )
    return [lead] + [
        Entity(member.name, member.category, sirets.siren_of(member.siret))
        for member in whole(application.members.order_by("id"), MOST_ROWS)
    ]


def opening(call: Call, now: datetime) -> str:
    """Why a call takes nothing now; nothing where it does."""
    if call.opens_at is None:
        return "Cet appel ne reçoit pas de candidature ici."
    if now < call.opens_at:
        return f"L'appel ouvre le {hour(call.opens_at)} (heure de Paris)."
    if call.closes_at is not None and now >= call.closes_at:
        return f"L'appel est clos depuis le {hour(call.closes_at)} (heure de Paris)."
    return ""
