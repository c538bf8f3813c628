"""The pages of an import: a file is deposited, read, compared, then written whole or not at all."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import reserved
from accounts.roles import Act
from directory.contributions.pages.people import key_of
from directory.imports.files import (
    Gone,
    Moved,
    choose,
    compared,
    keep,
    look_at,
    of_person,
    seal_of,
    throw_away,
    write,
)
from directory.imports.forms import ColumnsForm, DepositForm
from directory.imports.preview import Preview, preview_of, refusal_of
from directory.models import Import, Pole
from directory.steps import directory_step
from geo.reach import Reach
from publishing.ceilings import whole
from publishing.problems import BusyError
from tables.counting import counted
from tables.difference import Verdict
from tables.engine import Refusals
from web.errors import unavailable
from web.page import Crumb, Page

MOST_WRITTEN = 100_000  # lines of a file


def import_page(name: str, title: str, path: str) -> Page:
    """The identity of a page of imports."""
    first = Crumb("Importer un fichier", reverse("importer"))
    above = [] if path == first.url else [first]
    return Page.under(directory_step(), *above, name=name, title=title, path=path, indexed=False)


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.EDIT_POLE)
def importer(request: HttpRequest, _reach: Reach) -> HttpResponse:
    """Deposit a file; those under way are listed."""
    form = DepositForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        found, thrown = keep(key_of(request), shortened(file.name), file.read())
        for name in thrown:
            messages.warning(request, f"Dix fichiers attendaient : « {name} » est abandonné.")
        return redirect(found)
    title = "Importer un fichier"
    context = {
        "page": import_page(title, title, reverse("importer")),
        "form": form,
        "under_way": of_person(key_of(request)),
    }
    return render(request, "directory/imports/importer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.EDIT_POLE)
def importation(request: HttpRequest, reach: Reach, key: int) -> HttpResponse:
    """Read a file: what its columns mean, what it would change; write it, or throw it away."""
    found = get_object_or_404(Import, pk=key, person=key_of(request))
    if found.written is not None:
        return written_page(request, found)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    try:
        return (act and act(request, reach, found)) or preview_page(request, reach, found)
    except BusyError as busy:
        return unavailable(request, str(busy.detail))


def reread(request: HttpRequest, _reach: Reach, found: Import) -> HttpResponse | None:
    """Keep what the person says of the columns, and read again."""
    form = columns_form(found, request)
    if form is None or not form.is_valid():
        return None
    other_sheets = {
        name: column for name, column in found.columns.items()
        if name not in form.look.heading.names
    }  # fmt: skip
    choose(found, form.cleaned_data.get("sheet", found.sheet), other_sheets | form.chosen())
    return redirect(found)


def written(request: HttpRequest, reach: Reach, found: Import) -> HttpResponse | None:
    """Write the file."""
    try:
        seen = request.POST.get("vu", "")
        done = write(found.pk, reach, seen, force=request.POST.get("force") == "on")
    except Gone:
        messages.error(request, "Ce fichier a été écrit ou abandonné entre-temps.")
        return redirect("importer")
    except Moved:
        said = "L'annuaire a changé depuis votre aperçu : rien n'est écrit. Relisez ce qui change."
        messages.error(request, said)
        return None
    except Refusals as refusals:
        messages.error(request, f"Rien n'est écrit. {refusals}")
        return None
    if left := len(done.with_verdict(Verdict.CONFLICT)):
        said = counted(left, "champ en conflit reste", "champs en conflit restent")
        messages.warning(request, f"{said} comme dans l'annuaire.")
    messages.success(request, "Le fichier est écrit." if done.writes else "Rien n'a changé.")
    return redirect(found)


def abandoned(request: HttpRequest, _reach: Reach, found: Import) -> HttpResponse:
    """Throw the file away."""
    throw_away(found)
    messages.success(request, f"« {found.name} » est abandonné : rien n'a été écrit.")
    return redirect("importer")


def shortened(name: str) -> str:
    """A name of file that can be kept, with its end."""
    path = PurePath(name)
    return f"{path.stem[: 200 - len(path.suffix)]}{path.suffix}"


ACTS: dict[str, Callable[[HttpRequest, Reach, Import], HttpResponse | None]] = {
    "relire": reread,
    "ecrire": written,
    "abandonner": abandoned,
}


def columns_form(found: Import, request: HttpRequest | None = None) -> ColumnsForm | None:
    """The form of the columns of a table."""
    seen = look_at(found)
    data = request.POST if request else None
    return ColumnsForm(data, look=seen, sheet=found.sheet) if seen else None


def preview_page(request: HttpRequest, reach: Reach, found: Import) -> HttpResponse:
    """What the file would change, or why it cannot."""
    preview = previewed(found, reach)
    context: dict[str, Any] = {
        "page": import_page(found.name, f"Import de « {found.name} »", found.get_absolute_url()),
        "found": found,
        "columns": columns_form(found),
        "preview": preview,
        "seated": preview.seated(),
    }
    return render(request, "directory/imports/apercu.html", context)


def previewed(found: Import, reach: Reach) -> Preview:
    """The difference of a file in words, or its refusal."""
    try:
        difference = compared(found, reach)
        return preview_of(difference, seal_of(difference))
    except Refusals as refusals:
        ((_name, refused),) = refusals.files
        return refusal_of(refused)


def written_page(request: HttpRequest, found: Import) -> HttpResponse:
    """What a file has changed, each record with its history, where it is undone."""
    poles = Pole.objects.filter(slug__in=found.written or []).order_by("name", "slug")
    context = {
        "page": import_page(found.name, f"« {found.name} » est écrit", found.get_absolute_url()),
        "found": found,
        "poles": whole(poles, MOST_WRITTEN),
    }
    return render(request, "directory/imports/ecrit.html", context)
