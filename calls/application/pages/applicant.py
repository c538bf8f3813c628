"""The space of an applicant: their applications, one of them, what they still do with it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import signed_in
from calls import letters
from calls.application import drafts, sheets, submission, words
from calls.application.forms.fields import LongTextField
from calls.application.forms.upload import UploadForm
from calls.application.ground import pieces_of
from calls.application.pages.space import (
    MOST_APPLICATIONS,
    Context,
    actor_of,
    list_step,
    mine,
    person_of,
    step_url,
)
from calls.application.receipts import receipt
from calls.application.sheets import MOST_ROWS
from calls.documents.inspecting import LARGEST
from calls.documents.storing import drop_all
from calls.models import Application, Question
from calls.models.application import ANSWERS
from calls.states import ANNOUNCED, Move, OutOfOrder, State, moves_from
from directory.record.pieces import names_of
from publishing.ceilings import whole
from web.french import plural
from web.page import Page


class AnswerForm(forms.Form):
    """The answer to what is asked."""

    use_required_attribute = False
    answer = LongTextField(label="Votre réponse", max_length=6000)


class WithdrawForm(forms.Form):
    """Why an application is withdrawn, if one wants to say it."""

    reason = LongTextField(
        label="Motif", max_length=1000, rows=3, required=False,
        help_text="Gardé au journal : n'y mettez pas de donnée personnelle.",
    )  # fmt: skip


@require_safe
@signed_in
def candidatures(request: HttpRequest) -> HttpResponse:
    """Render one's applications, latest first."""
    found = whole(
        Application.objects.owned_by(person_of(request)).select_related("call").order_by("-id"),
        MOST_APPLICATIONS,
    )
    answer = "Aucune candidature." if not found else plural(
        "%(count)d candidature.", "%(count)d candidatures.", len(found)
    ) % {"count": len(found)}  # fmt: skip
    context: Context = {
        "page": Page.own(name="Mes candidatures", summary=answer, path=reverse("candidatures")),
        "answer": answer,
        "rows": [
            {
                "application": one,
                "state": words.state_label(one),
                "next": words.next_step(one),
                "submitted": sheets.hour(one.submitted_at) if one.submitted_at else "",
            }
            for one in found
        ],
    }
    return render(request, "calls/application/candidatures.html", context)


@require_safe
@signed_in
def candidature(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Render one application: where it stands, its journal; a draft is taken up again."""
    application = mine(request, key)
    if application.stands is State.DRAFT:
        return redirect(step_url(application, "projet"))
    state = words.state_label(application)
    answer = f"Candidature {application.number} : {state}. {words.next_step(application)}"
    announced = application.stands in ANNOUNCED
    context: Context = {
        "page": Page.own(
            list_step(),
            name=application.number,
            summary=answer,
            path=application.get_absolute_url(),
        ),
        "application": application,
        "answer": answer,
        "submitted": sheets.hour(application.submitted_at) if application.submitted_at else "",
        "history": words.history(application),
        "questions": whole(application.questions.order_by("id"), MOST_ROWS),
        "documents": whole(
            application.documents.filter(question__isnull=True).order_by("id"), MOST_ROWS
        ),
        "withdrawable": Move.WITHDRAW in moves_from(application.stands),
        "decision": getattr(application, "decision", None) if announced else None,
        **as_sent(application),
    }
    return render(request, "calls/application/candidature.html", context)


def as_sent(application: Application) -> Context:
    """What was sent, in words."""
    fields = application._meta
    return {
        "territory": list(names_of(pieces_of(application)).values()),
        "members": whole(application.members.order_by("id"), MOST_ROWS),
        "lines": whole(application.budget_lines.order_by("side", "id"), MOST_ROWS),
        "answers": [
            (fields.get_field(name).verbose_name, getattr(application, name))  # type: ignore[union-attr]
            for name in ANSWERS
        ],
    }


@require_safe
@signed_in
def recepisse(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give the receipt as a PDF."""
    application = mine(request, key)
    found = get_object_or_404(Application.objects.received(), pk=application.pk)
    name = f'attachment; filename="recepisse-{found.number}.pdf"'
    headers = {"Content-Disposition": name}
    return HttpResponse(receipt(found), content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def retirer(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Ask whether an application is really withdrawn, or a draft erased; then do it."""
    application = mine(request, key)
    draft = application.stands is State.DRAFT
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return gone(request, application, form.cleaned_data["reason"])
    title = "Effacer le brouillon" if draft else "Retirer la candidature"
    answer = (
        "Le brouillon et ses fichiers seront effacés ; cela ne se défait pas."
        if draft
        else "La candidature ne sera pas instruite ; cela ne se défait pas."
    )
    context: Context = {
        "page": Page.own(
            list_step(), name=title, summary=answer, path=reverse("candidature-retirer", args=[key])
        ),
        "application": application,
        "answer": answer,
        "draft": draft,
        "form": form,
    }
    return render(request, "calls/application/retirer.html", context)


def gone(request: HttpRequest, application: Application, reason: str) -> HttpResponseBase:
    """Withdraw an application, or erase a draft with its files."""
    try:
        if application.stands is State.DRAFT:
            drop_all(drafts.discard(application.pk))
            messages.success(request, "Le brouillon est effacé.")
            return redirect("candidatures")
        application = submission.withdraw(application.pk, actor_of(request), reason)
    except OutOfOrder as error:
        messages.error(request, str(error))
        return redirect(application)
    letters.tell_applicant(
        application,
        f"candidature {application.number} retirée",
        "calls/courriels/retiree.txt",
    )
    messages.success(request, "La candidature est retirée.")
    return redirect(application)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def repondre(request: HttpRequest, key: UUID, question: int) -> HttpResponseBase:
    """Answer a question, with files if need be."""
    application = mine(request, key)
    asked = get_object_or_404(Question, pk=question, application=application)
    if asked.answered_at or asked.closed_at:
        return redirect(application)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not request.FILES:
            return answered(request, application, asked, form.cleaned_data["answer"])
        left = ", ".join(str(file) for file in request.FILES.values())
        form.add_error(
            None,
            f"« {left} » n'est pas déposé : choisissez-le de nouveau et déposez-le d'abord.",
        )
    return answer_page(request, application, asked, form)


def answer_page(
    request: HttpRequest,
    application: Application,
    asked: Question,
    form: forms.Form,
    upload: forms.Form | None = None,
) -> HttpResponse:
    """The page of a question."""
    address = reverse("candidature-repondre", args=[application.key, asked.pk])
    title = "Complément demandé"
    context: Context = {
        "page": Page.own(list_step(), name=title, summary=asked.text, path=address),
        "application": application,
        "question": asked,
        "form": form,
        "upload": upload or UploadForm(),
        "most": LARGEST,
        "documents": whole(asked.documents.order_by("id"), MOST_ROWS),
    }
    return render(request, "calls/application/repondre.html", context)


def answered(
    request: HttpRequest, application: Application, asked: Question, text: str
) -> HttpResponseBase:
    """Keep an answer, and say so."""
    try:
        application = submission.answer(application.pk, asked.pk, text, actor_of(request))
    except OutOfOrder as error:
        messages.error(request, str(error))
        return redirect(application)
    letters.tell_applicant(
        application,
        f"réponse reçue, candidature {application.number}",
        "calls/courriels/reponse.txt",
    )
    messages.success(request, "Votre réponse est reçue.")
    return redirect(application)
