"""The calls that one instructs, and the applications of one of them."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.doors import reserved
from accounts.rights import may
from accounts.roles import Act
from calls.instruction import listing
from calls.instruction.listing import Filters
from calls.instruction.pages.people import person_of, reader_of
from calls.instruction.pages.vacancies import without_voice
from calls.instruction.reading import Reader, calls_waiting
from calls.models import Call
from calls.states import STATE_LABELS, State
from directory.vocabulary import Theme
from geo.models import Region
from geo.reach import Reach
from web.figures import figure
from web.french import plural
from web.page import Crumb, Page

SORT_LABELS = {
    "numero": "Numéro",
    "depot": "Dépôt, le dernier d'abord",
    "nom": "Nom du projet",
    "aide": "Aide demandée",
    "etat": "État",
}


def instruction_step() -> Crumb:
    """The list of calls."""
    return Crumb("Instruction", reverse("instruction"))


def call_step(call: Call) -> Crumb:
    """The applications of a call."""
    return Crumb(call.title, reverse("instruction-appel", args=[call.slug]))


def live_call(slug: str) -> Call:
    """A call that receives applications here, or 404."""
    found: Call = get_object_or_404(Call.objects.filter(opens_at__isnull=False), slug=slug)
    return found


@require_safe
@reserved(Act.SEE_APPLICATION)
def instruction(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Render the calls, with what waits for the reader in each."""
    reader = reader_of(person_of(request))
    rows = calls_waiting(reader)
    answer = said_of(sum(row.opinions for row in rows), sum(row.received for row in rows))
    found = without_voice(reader) if reader.national else []
    silent = {key: list(some) for key, some in groupby(found, attrgetter("call_id"))}
    context: dict[str, Any] = {
        "page": Page.own(
            name="Instruction",
            title="Instruire les candidatures",
            summary=answer,
            path=reverse("instruction"),
        ),
        "answer": answer,
        "rows": [(row, silent.get(row.call.pk, [])) for row in rows],
        "reader": reader,
    }
    return render(request, "calls/instruction/instruction.html", context)


def said_of(opinions: int, received: int) -> str:
    """What waits, in a sentence."""
    if not received:
        return "Aucune candidature reçue sur votre territoire."
    whole = plural(
        "%(count)s candidature reçue sur votre territoire",
        "%(count)s candidatures reçues sur votre territoire",
        received,
    ) % {"count": figure(received)}
    if not opinions:
        return f"{whole} ; aucune n'attend votre avis."
    waits = plural(
        "%(whole)s ; %(count)s attend votre avis.",
        "%(whole)s ; %(count)s attendent votre avis.",
        opinions,
    )
    return waits % {"whole": whole, "count": figure(opinions)}


class FiltersForm(forms.Form):
    """What the list is narrowed to."""

    etat = forms.ChoiceField(label="État", required=False)
    region = forms.ChoiceField(label="Région", required=False)
    theme = forms.ChoiceField(label="Thématique", required=False)
    tri = forms.ChoiceField(label="Trier par", required=False, choices=list(SORT_LABELS.items()))
    attente = forms.BooleanField(label="Seulement ce qui attend mon avis", required=False)

    def __init__(self, data: Any, states: dict[str, int], regions: dict[str, str]) -> None:
        super().__init__(data)
        every = [("", "Tous")]
        self.choices_of("etat").choices = every + [
            (state.value, f"{STATE_LABELS[state]} ({states[state]})")
            for state in State
            if states.get(state)
        ]
        self.choices_of("region").choices = [("", "Toutes"), *regions.items()]
        self.choices_of("theme").choices = [("", "Toutes"), *Theme.choices]

    def choices_of(self, name: str) -> forms.ChoiceField:
        """A field by its name, known to hold choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        return field

    def read(self) -> Filters:
        """The filters that stand."""
        kept = self.cleaned_data
        return Filters(
            state=kept.get("etat", ""),
            region=kept.get("region", ""),
            theme=kept.get("theme", ""),
            waiting=kept.get("attente", False),
            sort=kept.get("tri") or "numero",
        )


def region_names(codes: set[str]) -> dict[str, str]:
    """Names of regions by code, by name."""
    return dict(
        Region.objects.filter(code__in=codes).order_by("name_key").values_list("code", "name")
    )


@require_safe
@reserved(Act.SEE_APPLICATION)
def applications(request: HttpRequest, reach: Reach, slug: str) -> HttpResponse:
    """Render the applications of a call on the reader's territory."""
    call = live_call(slug)
    reader = reader_of(person_of(request))
    states = listing.counts(call, reader)
    names = region_names(listing.regions_of(call, reader))
    form = FiltersForm(request.GET, states, names)
    valid = form.is_valid()
    rows = listing.listed(call, reader, form.read() if valid else Filters())
    answer = list_answer(call, reader, states, rows.total)
    context: dict[str, Any] = {
        "page": Page.own(
            instruction_step(),
            name=call.title,
            title=f"Candidatures : {call.title}",
            summary=answer,
            path=reverse("instruction-appel", args=[call.slug]),
        ),
        "answer": answer,
        "call": call,
        "reader": reader,
        "conducts": may(reader.person, Act.MANAGE_CALLS),
        "form": form,
        "rows": rows,
        "names": names,
        "contour": territories_address(call, [row.application.number for row in rows]),
    }
    return render(request, "calls/instruction/appel.html", context, status=200 if valid else 400)


def territories_address(call: Call, numbers: list[str]) -> str:
    """The address of the contours of some applications."""
    path = reverse("instruction-territoires", args=[call.slug])
    serials = ",".join(number.rpartition("-")[2] for number in numbers)
    return f"{path}?numeros={serials}"


def list_answer(call: Call, reader: Reader, states: dict[str, int], shown: int) -> str:
    """How many are received, and how many the list shows."""
    received = sum(states.values())
    if not received:
        return "Aucune candidature reçue sur votre territoire."
    where = "en tout" if reader.reach.everywhere else "sur votre territoire"
    said = plural(
        "%(count)s candidature reçue %(where)s",
        "%(count)s candidatures reçues %(where)s",
        received,
    ) % {"count": figure(received), "where": where}
    if shown == received:
        return f"{said}."
    return f"{said}, {figure(shown)} dans cette liste."
