"""Apply to a call: start, fill step by step, send."""

from uuid import UUID

from allauth.account.decorators import verified_email_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import signed_in
from calls import letters
from calls.application import drafts, sheets, steps
from calls.application.eligibility import Check, eligible
from calls.application.forms.steps import StepForms
from calls.application.forms.upload import UploadForm
from calls.application.forms.words import in_words
from calls.application.pages.space import (
    MOST_APPLICATIONS,
    Context,
    actor_of,
    is_script,
    list_step,
    mine,
    person_of,
    step_url,
)
from calls.application.receipts import receipt
from calls.application.sheets import MOST_ROWS
from calls.application.submission import CrowdedError, NotEligibleError, TooLateError, submit
from calls.documents.inspecting import LARGEST
from calls.models import Application, Call
from calls.states import OutOfOrder, State
from publishing.ceilings import whole
from web.french import plural
from web.page import Crumb, Page

CONFLICT = 409
UNAVAILABLE = 503
# The steps with a page of their own; the others share one.
TEMPLATES = {
    "documents": "calls/application/documents.html",
    "envoi": "calls/application/envoi.html",
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@verified_email_required
def candidater(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Say what applying asks, and start; one's draft is taken up where it was left."""
    call = get_object_or_404(Call.objects.filter(opens_at__isnull=False), slug=slug)
    closed = sheets.opening(call, timezone.now())
    if request.method == "POST" and not closed:
        application = drafts.start(call, actor_of(request))
        return redirect(step_url(application, steps.STEPS[0].slug))
    applications = Application.objects.owned_by(person_of(request)).filter(call=call)
    above = (Crumb("Appels", reverse("appels")), Crumb(call.title, call.get_absolute_url()))
    answer = closed or "Une candidature se prépare en sept étapes, en autant de fois qu'il faut."
    context: Context = {
        "page": Page.own(
            *above, name="Candidater", summary=answer, path=reverse("appel-candidater", args=[slug])
        ),
        "call": call,
        "answer": answer,
        "closed": closed,
        "closes": sheets.hour(call.closes_at) if call.closes_at else "",
        "applications": whole(applications.order_by("-id"), MOST_APPLICATIONS),
        "steps": steps.STEPS,
    }
    return render(
        request, "calls/application/candidater.html", context, status=CONFLICT if closed else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def etape(request: HttpRequest, key: UUID, step: str) -> HttpResponseBase:
    """Render one step, or keep what is sent of it."""
    if step not in steps.BY_SLUG:
        raise Http404
    application = mine(request, key)
    if application.stands is not State.DRAFT:
        return settled(request, application)
    chosen = steps.BY_SLUG[step]
    if request.method != "POST":
        forms = chosen.forms(application) if chosen.forms else None
        return shown(request, application, chosen, forms)
    if step == "envoi":
        return sent(request, application)
    if chosen.forms is None:
        raise Http404
    forms = chosen.forms(application, request.POST, request.FILES)
    return kept(request, application, chosen, forms)


def settled(request: HttpRequest, application: Application) -> HttpResponseBase:
    """What is submitted is not filled any more."""
    said = "Cette candidature est déposée : elle ne se modifie plus."
    if is_script(request):
        return JsonResponse({"dit": said}, status=CONFLICT)
    messages.warning(request, said)
    return redirect(application)


def kept(
    request: HttpRequest, application: Application, step: steps.Step, forms: StepForms
) -> HttpResponseBase:
    """Keep what is right of a step; say what is wrong, or what was saved elsewhere meanwhile."""
    values = forms.values()
    stamp = request.POST.get("cachet")
    try:
        application, now = drafts.save_step(application.pk, forms.names, values, stamp)
    except drafts.OvertakenError as overtaken:
        said = "Cette étape a été enregistrée ailleurs depuis que vous l'avez ouverte."
        if is_script(request):
            return JsonResponse({"dit": said}, status=CONFLICT)
        return shown(request, application, step, forms, overtaken=overtaken.stamp)
    except OutOfOrder:
        return settled(request, application)
    if is_script(request):
        return told(application, step, forms, now)
    if forms.faults:
        messages.warning(request, "Le reste est enregistré.")
        return shown(request, application, step, forms, stamp=now)
    messages.success(request, "Étape enregistrée.")
    onwards = step if "rester" in request.POST else steps.after(step.slug)
    return redirect(step_url(application, onwards.slug))


def told(application: Application, step: steps.Step, forms: StepForms, stamp: str) -> JsonResponse:
    """What the page's script says after it has saved, and the rules as they stand."""
    checks = sheets.checks_of(application, timezone.now())
    faults = len(forms.faults)
    now = timezone.localtime()
    said = f"Brouillon enregistré à {now.hour} h {now:%M}."
    if faults:
        said += " " + plural(
            "Un champ est à corriger.", "%(count)d champs sont à corriger.", faults
        ) % {"count": faults}
    rules = render_to_string(
        "calls/application/regles.html", {"checks": of_step(step, checks), "step": step}
    )
    return JsonResponse({"dit": said, "cachet": stamp, "regles": rules})


def of_step(step: steps.Step, checks: list[Check]) -> list[Check]:
    """The rules that a step answers."""
    return [check for check in checks if check.step == step.slug]


def shown(
    request: HttpRequest,
    application: Application,
    step: steps.Step,
    forms: StepForms | None = None,
    *,
    overtaken: str = "",
    stamp: str = "",
    **more: object,
) -> HttpResponse:
    """The page of a step."""
    checks = sheets.checks_of(application, timezone.now())
    title = f"{step.title} – {application.project_name or 'candidature'}"
    context: Context = {
        "page": Page.own(
            list_step(),
            name=str(step.title),
            summary=str(step.lead),
            path=step_url(application, step.slug),
        ),
        "document_title": title,
        "application": application,
        "call": application.call,
        "step": step,
        "place": [one.slug for one in steps.STEPS].index(step.slug) + 1,
        "steps": steps.progress(step.slug, checks),
        "previous": steps.before(step.slug),
        "checks": checks if step.slug == "envoi" else of_step(step, checks),
        "ready": eligible(checks),
        "forms": forms,
        "faults": forms.faults if forms else [],
        # Sent again with the stamp of what was shown, it is replaced knowingly.
        "stamp": overtaken or stamp or (forms.stamp if forms else ""),
        "overtaken": overtaken,
        "closes": sheets.hour(application.call.closes_at) if application.call.closes_at else "",
        **more,
    }
    if step.slug == "documents":
        context["documents"] = whole(application.documents.order_by("id"), MOST_ROWS)
        context["most"] = LARGEST
        context.setdefault("upload", UploadForm())
    if overtaken and forms is not None:
        application.refresh_from_db()
        context["stored"] = in_words(type(forms)(application))
    template = TEMPLATES.get(step.slug, "calls/application/etape.html")
    status = CONFLICT if overtaken else 200
    return render(request, template, context, status=status)


def sent(request: HttpRequest, application: Application) -> HttpResponseBase:
    """Submit; where it cannot be, say why and keep the draft."""
    try:
        application = submit(application.pk, actor_of(request))
    except OutOfOrder:
        return redirect(application)
    except CrowdedError:
        messages.error(
            request,
            "La candidature n'est pas envoyée : d'autres dépôts étaient en cours. Le brouillon "
            "est gardé, envoyez-la de nouveau.",
        )
        response = shown(request, application, steps.BY_SLUG["envoi"])
        response.status_code, response["Retry-After"] = UNAVAILABLE, "5"
        return response
    except NotEligibleError as refused:
        late = isinstance(refused, TooLateError)
        said = next((c.why for c in refused.checks if late and c.name == "ouverture"), "")
        why = said or "Des règles ne sont pas remplies."
        messages.error(request, f"La candidature n'est pas envoyée. {why} Le brouillon est gardé.")
        response = shown(request, application, steps.BY_SLUG["envoi"], late=late)
        response.status_code = CONFLICT if late else 200
        return response
    tell_received(application)
    messages.success(
        request,
        f"Candidature reçue sous le numéro {application.number}.",
    )
    return redirect(application)


def tell_received(application: Application) -> None:
    """The receipt, by e-mail."""
    assert application.submitted_at is not None  # noqa: S101 - it has just been received
    letters.tell_applicant(
        application,
        f"candidature {application.number} reçue",
        "calls/courriels/deposee.txt",
        when=sheets.hour(application.submitted_at),
        attached=lambda: (
            f"recepisse-{application.number}.pdf",
            receipt(application),
            "application/pdf",
        ),
    )
