"""The calls of the State as a dataset: what each was, its figures, and its laureates here."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import QueryDict

from calls.call.queries import MOST_CALLS, CallRow, announced_publicly, counted, row_of
from calls.vocabulary import CALLS
from directory.sources import POLES
from directory.vocabulary import EARLIEST_YEAR, LATEST_YEAR, Scheme
from publishing.ceilings import whole
from publishing.columns import Column
from publishing.dataset import Answers, Dataset, Encoding, Found, Paging, Record, Window
from publishing.files.datasets import serve
from publishing.parameters import Parameter, read_int, read_list

YEAR, SCHEME = "annee", "dispositif"
PARAMETERS = (
    Parameter(SCHEME, f"Dispositifs, séparés par des virgules : {', '.join(Scheme.values)}."),
    Parameter(YEAR, "Année de l'appel.", "integer"),
)
KEY = Column("slug", "Identifiant de l'appel, dans l'adresse de sa page.")
COLUMNS = (
    KEY,
    Column("titre", "Titre."),
    Column(SCHEME, "Dispositif.", accepted=tuple(Scheme.values)),
    Column(YEAR, "Année.", "integer"),
    Column("phase", "Phase, là où un appel en a plusieurs.", "integer"),
    Column("lancement", "Date de lancement, entière ou partielle (2013, 2013-07)."),
    Column("cloture", "Date de clôture, entière ou partielle."),
    Column("resultats", "Date des résultats, entière ou partielle."),
    Column("ouvre_le", "Ouverture aux candidatures reçues ici."),
    Column("ferme_le", "Clôture de ces candidatures, à la seconde."),
    Column("permanent", "Ouvert sans date de clôture.", "boolean"),
    Column("candidats_min", "Candidats, au moins ; les sources divergent parfois.", "integer"),
    Column("candidats_max", "Candidats, au plus.", "integer"),
    Column("laureats_annonces", "Lauréats annoncés.", "integer"),
    Column("laureats_presents", "Ceux qui sont dans l'atlas.", "integer"),
    Column("budget_eur", "Montant total, en euros.", "integer"),
    Column("dotation_min_eur", "Montant par pôle, au moins, en euros.", "integer"),
    Column("dotation_max_eur", "Montant par pôle, au plus, en euros.", "integer"),
    Column("dotation_annees", "Durée du soutien, en années.", "integer"),
    Column("remarques", "Là où les sources divergent, et ce qui manque."),
    Column("sources", "Adresses des sources.", "array"),
    Column("url", "Page de l'appel."),
)


def ask(params: QueryDict) -> Found:
    """The calls that the public sees, the latest first; demonstrations aside."""
    schemes = read_list(params, SCHEME, Scheme.values)
    year = read_int(params, YEAR, 0, (EARLIEST_YEAR, LATEST_YEAR))
    asked = announced_publicly()
    asked = asked.filter(scheme__in=schemes) if schemes else asked
    asked = asked.filter(year=year) if year else asked

    def rows(_encoding: Encoding, window: Window) -> Iterator[Record]:
        counts = counted()
        for call in whole(asked.order_by("-year", "-phase", "slug"), MOST_CALLS)[window.part]:
            yield Record(call.slug, public(row_of(call, counts)))

    return Found(
        columns=COLUMNS,
        parameters={SCHEME: schemes, YEAR: year or None},
        rows=rows,
        count=asked.count,
    )


def public(row: CallRow) -> dict[str, Any]:
    """A call as the API and the files say it."""
    call = row.call
    return {
        KEY.name: call.slug,
        "titre": call.title,
        SCHEME: call.scheme,
        YEAR: call.year,
        "phase": call.phase,
        "lancement": call.opened or None,
        "cloture": call.closed or None,
        "resultats": call.results or None,
        "ouvre_le": call.opens_at and call.opens_at.isoformat(),
        "ferme_le": call.closes_at and call.closes_at.isoformat(),
        "permanent": call.permanent,
        "candidats_min": call.candidates_low,
        "candidats_max": call.candidates_high or call.candidates_low,
        "laureats_annonces": call.laureates,
        "laureats_presents": row.shown,
        "budget_eur": call.budget_eur,
        "dotation_min_eur": call.grant_low_eur,
        "dotation_max_eur": call.grant_high_eur or call.grant_low_eur,
        "dotation_annees": call.grant_years,
        "remarques": " ".join(filter(None, (call.note, call.laureates_note))) or None,
        "sources": call.sources,
        "url": f"{settings.PUBLIC_URL}{call.get_absolute_url()}",
    }


serve(
    Dataset(
        name="appels",
        title="Appels de l'État aux PTCE",
        description=(
            "Chaque appel depuis 2013 : ses dates, ses chiffres et ses sources, combien de "
            "lauréats furent annoncés et combien l'atlas en montre."
        ),
        parameters=PARAMETERS,
        stamps=("calls", "poles"),
        sources=(CALLS, POLES),
        columns=COLUMNS,
        key=KEY.name,
        ask=ask,
        spatial=False,
        answers=Answers(
            summary="Appels de l'État aux PTCE",
            description=(
                "Les appels que le public voit, le plus récent d'abord. Les lauréats de chacun : "
                "`/api/laureats/?appel=…`. Une date partielle dit ce que la source en dit."
            ),
            tag="appels",
            page=Paging(most=1000, default=100, farthest=5000),
            asked=(
                Column(SCHEME, "Dispositifs demandés.", "array"),
                Column(YEAR, "Année demandée.", "integer"),
            ),
        ),
    )
)
