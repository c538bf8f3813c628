"""The files of an application and of a call: added, taken away, given to whom may read them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import signed_in
from accounts.limits import allow
from calls.application import steps
from calls.application.files import add_document, remove_document
from calls.application.forms.upload import UploadForm
from calls.application.pages.applicant import AnswerForm, answer_page
from calls.application.pages.applying import shown
from calls.application.pages.space import mine, person_of, step_url
from calls.application.pages.uploading import weighed
from calls.documents.refusals import RefusedFileError
from calls.documents.storing import path_of
from calls.models import Application, CallDocument, Document, Question
from calls.models.stored import Stored
from calls.querysets import ApplicationQuerySet
from calls.states import OutOfOrder

MOST_AN_HOUR = 120  # files that one address sends


@require_POST
@signed_in
@weighed
def ajouter(request: HttpRequest, key: UUID, question: int | None = None) -> HttpResponseBase:
    """Keep a file of a draft, or one that goes with an answer."""
    if not allow(request, "candidature-document", MOST_AN_HOUR, 3600):
        return render(request, "429.html", status=429)
    application = mine(request, key)
    asked = get_object_or_404(Question, pk=question, application=application) if question else None
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        kind = form.cleaned_data["kind"]
        try:
            add_document(application.pk, kind, file.file, file.size, file.name, asked)
        except RefusedFileError as refused:
            form.add_error("file", str(refused))
        except OutOfOrder as error:
            messages.error(request, str(error))
            return redirect(application)
        else:
            messages.success(request, f"« {file.name} » est déposé.")
            return back(request, application, asked)
    if asked:
        return answer_page(request, application, asked, being_typed(request), form)
    return documents_page(request, application, form)


def being_typed(request: HttpRequest) -> AnswerForm:
    """The answer that was being typed while its files were deposited."""
    return AnswerForm(initial={"answer": request.POST.get("answer", "")})


def back(
    request: HttpRequest, application: Application, asked: Question | None
) -> HttpResponseBase:
    """The page from which files come, with the answer that was being typed there."""
    if asked and request.POST.get("answer", "").strip():
        return answer_page(request, application, asked, being_typed(request))
    if asked:
        return redirect("candidature-repondre", application.key, asked.pk)
    return redirect(step_url(application, "documents"))


def documents_page(
    request: HttpRequest, application: Application, form: UploadForm
) -> HttpResponseBase:
    """The step of the files."""
    return shown(request, application, steps.BY_SLUG["documents"], upload=form)


@require_POST
@signed_in
def enlever(request: HttpRequest, key: UUID, document: int) -> HttpResponseBase:
    """Take a file away."""
    application = mine(request, key)
    asked = Question.objects.filter(documents=document, application=application).first()
    try:
        if not remove_document(application.pk, document):
            raise Http404
    except OutOfOrder as error:
        messages.error(request, str(error))
        return redirect(application)
    messages.success(request, "Le fichier est enlevé.")
    return back(request, application, asked)


@require_safe
@signed_in
def lire(
    request: HttpRequest, key: UUID, document: int, read_by: Callable[[User], ApplicationQuerySet]
) -> HttpResponseBase:
    """Give a file to its author, and to those who may read the application: `read_by` says whom."""
    person = person_of(request)
    owned = Application.objects.owned_by(person).filter(key=key)
    application = owned.first() or read_by(person).filter(key=key).first()
    if application is None:
        raise Http404
    return given(get_object_or_404(Document, pk=document, application=application))


@require_safe
def reglement(request: HttpRequest, slug: str, document: int) -> HttpResponseBase:
    """Give a public file of a call."""
    return given(get_object_or_404(CallDocument, pk=document, call__slug=slug))


def given(document: Stored) -> HttpResponseBase:
    """A file as an attachment, which no browser opens as a page."""
    try:
        file = path_of(document.stored).open("rb")
    except FileNotFoundError:
        raise Http404("Ce fichier n'est plus là.") from None
    response = FileResponse(
        file, as_attachment=True, filename=document.name, content_type=document.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
