"""The forms of requests: asking for a service, moving a request."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import Honeypot
from directory.models import Pole
from geo.models import Commune
from geo.search import Match, find_communes
from programme.models import Service
from programme.models.requests import ServiceRequest
from programme.requests.writing import Asked, Move
from programme.vocabulary import NEEDS_MESSAGE, Party, RequestState
from publishing.ceilings import whole

MOST_POLES = 50_000
MOST_PROPOSED = 5
EXACT = 1  # the rank of a code, a postcode or a whole name: see geo.search
LONGEST_NEED, LONGEST_MESSAGE = 5000, 5000

SILENT = "Écrivez au demandeur ce que vous lui répondez."
ACTS = {
    RequestState.ANSWERED: "Répondre",
    RequestState.DONE: "Dire que la demande est terminée",
    RequestState.DECLINED: "Décliner la demande",
}


class RequestForm(Honeypot):
    """What a requester writes, without an account."""

    nom = forms.CharField(
        label="Vos nom et prénom",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    courriel = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="La réponse vous y est envoyée. Par exemple\u00a0: nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        label="Votre organisation",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    pole = forms.ChoiceField(
        label="Le pôle concerné",
        required=False,
        help_text=(
            "S'il est dans l'annuaire\u202f; sinon, donnez la commune. L'un des deux est attendu."
        ),
    )
    commune = forms.CharField(
        label="La commune concernée",
        max_length=100,
        required=False,
        help_text="Son nom, son code postal ou son code Insee.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    besoin = forms.CharField(
        label="Votre besoin",
        max_length=LONGEST_NEED,
        help_text=(
            "Ce que vous voulez faire et ce qui vous manque, en quelques phrases. N'écrivez rien "
            "de personnel sur d'autres que vous."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pole"].choices = pole_choices()  # type: ignore[attr-defined]

    def clean_commune(self) -> Commune | None:
        """The one commune that the text names."""
        text = self.cleaned_data["commune"].strip()
        return commune_named(text) if text else None

    def clean(self) -> Any:
        """A pole or a commune: it says which regional cell follows the request."""
        cleaned = super().clean()
        given = self.data.get("pole") or self.data.get("commune", "").strip()
        if not given:
            self.add_error("pole", "Choisissez un pôle, ou donnez une commune ci-dessous.")
        return cleaned

    def asked(self, service: Service) -> Asked:
        """The request, once the form is valid."""
        said = self.cleaned_data
        slug = said["pole"]
        return Asked(
            service=service,
            name=said["nom"],
            email=said["courriel"],
            organisation=said["organisation"],
            need=said["besoin"],
            pole=Pole.objects.public().get(slug=slug) if slug else None,
            commune=said["commune"],
        )


def pole_choices() -> list[Any]:
    """Public poles by region, behind a line for none."""
    poles = Pole.objects.public().select_related("region").only("slug", "name", "region__name")
    ordered = whole(poles.order_by("region__name", "region", "name", "slug"), MOST_POLES)
    groups = [
        (name, [(pole.slug, pole.name) for pole in members])
        for name, members in groupby(ordered, key=lambda pole: pole.region.name)
    ]
    return [("", "Aucun, ou pas dans l'annuaire"), *groups]


def commune_named(text: str) -> Commune:
    """The commune that a text names exactly; raises with those it may mean."""
    found = find_communes(text, MOST_PROPOSED + 1)
    exact = [match for match in found if match.rank <= EXACT]
    best = [match for match in exact if match.rank == exact[0].rank]
    if len(best) == 1:
        return Commune.objects.get(code=best[0].code)
    if best:
        said = "Plusieurs communes répondent à ce texte\u00a0: %(names)s. Écrivez le code Insee."
        raise ValidationError(said % {"names": proposed(best)})
    if found:
        said = "Aucune commune ne s'appelle exactement ainsi. Est-ce %(names)s\u202f?"
        raise ValidationError(said % {"names": proposed(found)})
    raise ValidationError(
        "Aucune commune trouvée\u00a0: un nom, un code postal ou un code Insee est accepté."
    )


def proposed(matches: list[Match]) -> str:
    """Some communes, each with its code."""
    names = [f"{match.name} ({match.code})" for match in matches[:MOST_PROPOSED]]
    return ", ".join(names) + (", …" if len(matches) > MOST_PROPOSED else "")


class MoveForm(forms.Form):
    """What becomes of a request, and what is said to its requester."""

    vers = forms.ChoiceField(label="Suite donnée", widget=forms.RadioSelect, required=True)
    message = forms.CharField(
        label="Message au demandeur",
        required=False,
        max_length=LONGEST_MESSAGE,
        help_text="Envoyé par courriel, il reste lisible sur la page de suivi.",
        error_messages={"required": SILENT},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, request: ServiceRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(state.value, ACTS[state]) for state in request.following]
        self.fields["vers"].choices = choices  # type: ignore[attr-defined]
        needed = all(state in NEEDS_MESSAGE for state in request.following)
        self.fields["message"].required = needed
        if not needed:
            self.fields[
                "message"
            ].help_text = (
                "Attendu pour décliner. Envoyé par courriel, il reste lisible sur la page de suivi."
            )

    def clean(self) -> Any:
        """A message where one is needed."""
        cleaned = super().clean() or {}
        wanted = cleaned.get("vers")
        silent = "message" in cleaned and not cleaned["message"].strip()
        if silent and wanted and RequestState(wanted) in NEEDS_MESSAGE:
            self.add_error("message", SILENT)
        return cleaned

    def move(self, party: Party, person: Any = None) -> Move:
        """The change of state, once the form is valid."""
        said = self.cleaned_data
        return Move(RequestState(said["vers"]), said["message"], party, person)
