"""Errors reported on a record: received from anyone, answered by those of the territory."""

from django.db import transaction
from django.utils import timezone

from directory.models import ErrorReport, Pole
from web.mail import send


class Closed(Exception):  # noqa: N818 - an answer, not an accident
    """Someone has answered already."""


def report_error(pole: Pole, part: str, text: str, contact: str = "") -> ErrorReport:
    """Keep what someone says is wrong with a record."""
    return ErrorReport.objects.create(pole=pole, part=part, text=text, contact=contact)


@transaction.atomic
def close_report(
    report_id: int, state: ErrorReport.State, answer: str, person_id: int, address: str
) -> ErrorReport:
    """Keep or refuse a report; whoever left an address is told, and the address is erased.

    `address` is that of the record's page. Raises `Closed` where it is closed already.
    """
    report = (
        ErrorReport.objects.select_for_update(of=("self",)).select_related("pole").get(pk=report_id)
    )
    if report.state != ErrorReport.State.OPEN:
        raise Closed
    contact = report.contact
    report.state, report.answer, report.contact = state, answer, ""
    report.closed_at, report.closed_by_id = timezone.now(), person_id
    report.save()
    if contact:
        subject = f"Votre signalement sur « {report.pole.name} »"
        send(
            "directory/courriels/signalement-traite.txt",
            contact,
            subject,
            report=report,
            address=address,
        )
    return report
