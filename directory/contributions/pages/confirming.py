"""Confirming a record by the link of the yearly message, without signing in."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import public_form
from accounts.roles import Act
from directory.contributions.confirming import Link, confirm, read_token, stale_in
from directory.contributions.pages.people import may_on, own_page
from directory.models import Pole
from directory.record.fields import SHOWN
from directory.record.pieces import Record
from directory.record.stored import record_of
from directory.record.versions import Moved, version_of
from directory.record.words import record_in_words


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def confirmer(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show a record as it is public, and let its lead confirm it; or go and correct it."""
    pole = Pole.objects.public().filter(slug=slug).first()
    link = read_token(token)
    record = record_of(pole) if pole else None
    if pole is None or link is None or record is None or not still_good(link, pole, record):
        return gone(request, pole)
    if request.method == "POST":
        try:
            confirm(link)
        except Moved:
            return gone(request, pole)
        return redirect("pole-confirme", slug)
    title = f"La fiche « {pole.name} » est-elle exacte ?"
    context = {
        "page": own_page("Confirmer", title, pole, request.path),
        "pole": pole,
        "lines": record_in_words(record, SHOWN),
        "stale": stale_in(record, timezone.localdate()),
    }
    return render(request, "directory/contributions/confirmer.html", context)


def still_good(link: Link, pole: Pole, record: Record) -> bool:
    """Whether a link is of this record as it is now, and its person still leads the pole."""
    if link.pole_id != pole.pk or link.version != version_of(record):
        return False
    person = User.objects.filter(pk=link.person_id, is_active=True).first()
    return person is not None and may_on(person, Act.PROPOSE, pole)


def gone(request: HttpRequest, pole: Pole | None) -> HttpResponse:
    """The plain page of a link that no longer serves, with the way on."""
    title = "Ce lien ne sert plus"
    page = own_page("Lien", title, pole, request.path)
    return render(
        request, "directory/contributions/lien_passe.html", {"page": page, "pole": pole}, status=404
    )


@require_safe
def confirme(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank the lead who has confirmed."""
    pole = Pole.objects.public().filter(slug=slug).first()
    if pole is None:
        return gone(request, None)
    title = "Merci, la fiche est confirmée"
    page = own_page("Confirmée", title, pole, reverse("pole-confirme", args=[slug]))
    return render(request, "directory/contributions/confirme.html", {"page": page, "pole": pole})
