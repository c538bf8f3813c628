"""Around every view: requests that cannot be read, who changes what, a database or a disk away."""

import logging
import sys
from collections.abc import Callable

import pghistory
from django.contrib.auth.models import User
from django.db import DataError
from django.http import HttpRequest, HttpResponse

from accounts.rights import held_by
from accounts.second_factors import SealedOtherwiseError
from calls.application.pages.uploading import HEAVIEST_REQUEST, UPLOADS
from calls.documents.inspecting import MEGABYTE
from publishing.disk import disk_is_full
from web import errors

log = logging.getLogger(__name__)

# Far above what any page or API asks for.
LONGEST_QUERY = 4096
LONGEST_PATH = 1024
NULL_TOLD = "NUL (0x00)"  # psycopg, of a text that PostgreSQL cannot hold

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReadableRequests:
    """Refuse, with the reason, null characters, addresses and contents too long to be meant."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if reason := unreadable(request):
            return errors.refused(request, reason)
        if too_heavy(request):
            # Before anything reads it: a form is read whole, its files on the disk.
            return errors.too_heavy(request, HEAVIEST_REQUEST // MEGABYTE)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what the database says of a null character that a form let through."""
        if isinstance(exception, DataError) and NULL_TOLD in str(exception):
            return errors.refused(request, "Ce qui est envoyé contient un caractère nul.")
        return None


def too_heavy(request: HttpRequest) -> bool:
    """Whether more is sent than any form of the site takes; uploads weigh theirs themselves."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    weight = int(length) if length.isascii() and length.isdigit() else HEAVIEST_REQUEST + 1
    return weight > HEAVIEST_REQUEST and not request.path_info.endswith(UPLOADS)


def unreadable(request: HttpRequest) -> str:
    """Why a request cannot be read; nothing for one that can."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return (
            f"Les paramètres de l'adresse font {len(query)} caractères ; "
            f"{LONGEST_QUERY} sont acceptés au plus."
        )
    if len(request.path_info) > LONGEST_PATH:
        return (
            f"L'adresse fait {len(request.path_info)} caractères ; {LONGEST_PATH} sont "
            f"acceptés au plus."
        )
    if "\x00" in request.path_info or "\x00" in query or "%00" in query:
        return "L'adresse contient un caractère nul."
    return ""


class Signed:
    """Whatever a request writes is kept in the history with who asked for it, and in which role."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with pghistory.context(**signature(request.user)):
            return self.get_response(request)


def signature(person: object) -> dict[str, object]:
    """The key of a person and their roles at that moment; nothing of a visitor."""
    if not isinstance(person, User):
        return {}
    return {"person": person.pk, "roles": sorted({str(one.role) for one in held_by(person)})}


class OutsideFailed:
    """Answer 503, and log one line: the database does not answer, or the disk is full."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Take over from the view that raised."""
        return told(request, exception)


def told(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """The 503 for what is no fault of the site's; None for what is."""
    if isinstance(exception, errors.DATABASE_AWAY):
        log.error("base de données : %s", str(exception).strip().partition("\n")[0])
        return errors.unavailable(request)
    if isinstance(exception, SealedOtherwiseError):
        log.error("second facteur scellé avec une autre clé : voir SECRET_KEY_FALLBACKS")
        return errors.unavailable(request, str(exception.message))
    if disk_is_full(exception):
        log.error("disque plein : %s", exception)
        return errors.unavailable(
            request,
            (
                "Le disque du serveur est plein : ce qui était envoyé n'est pas gardé. "
                "Réessayez plus tard, ou écrivez à l'exploitant du site."
            ),
        )
    return None


def broken(request: HttpRequest) -> HttpResponse:
    """The site's 500, or a 503 where a middleware or an error page met what is outside."""
    return told(request, sys.exc_info()[1]) or errors.broken(request)
