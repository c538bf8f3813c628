"""The sites chosen for a number of poles or a budget, in order of what each adds."""

from collections.abc import Iterator
from functools import partial

from django.http import QueryDict

from coverage.columns import SOURCES, WITH_INDICATORS, centres
from coverage.indicators.sources import sources_named
from coverage.sites.plan import ASKED as PLAN_ASKED
from coverage.sites.plan import PARAMETERS as PLAN_PARAMETERS
from coverage.sites.plan import read_plan
from coverage.sites.queries import Answer, about, points, sites, solve
from coverage.states.question import ASKED, PARAMETERS, Question
from geo.models import Commune
from publishing.columns import POINT, Column
from publishing.dataset import Answers, Dataset, Encoding, Found, Record, Window
from publishing.files.datasets import serve

KEY = Column(
    "cle", "SIREN d'un EPCI ou d'un EPT, code Insee d'une commune, ou identifiant d'un pôle."
)
PROOF = (
    Column("borne", "Ce qu'aucun choix ne dépasse.", "number"),
    Column("ecart", "Part de la borne qui manque peut-être ; 0 veut dire prouvé.", "number"),
    Column("preuve", "Ce que l'on sait du choix.", accepted=("prouve", "borne", "interrompu")),
    Column("prouve", "Aucun choix ne couvre davantage.", "boolean"),
    Column("interrompu", "La recherche a atteint sa limite de temps.", "boolean"),
    Column("limite_s", "Cette limite, en secondes ; nulle là où il n'y en a pas.", "number"),
)
WEIGHTING = Column(
    "ponderation",
    "Ce qui est maximisé.",
    "object",
    (
        Column("code", "Identifiant."),
        Column("libelle", "Ce qui est compté."),
        Column("unite", "Unité des champs `valeur_…`."),
        Column("millesime", "Millésime."),
        Column("source", "Source."),
        Column("population_sans_valeur", "Habitants dont l'indicateur ne dit rien.", "integer"),
    ),
)


def columns_of(unit: str, label: str) -> tuple[Column, ...]:
    """Gains are in people, then in the unit of what is weighed."""
    of = f"{label} ({unit})"
    return (
        Column("rang", "Place, le site qui ajoute le plus étant premier.", "integer"),
        KEY,
        Column("nom", "Nom de l'EPCI, de la commune ou du pôle."),
        Column("code_insee", "Code Insee de la commune du siège, ou de la plus peuplée de l'EPCI."),
        Column("commune", "Nom de cette commune.", in_answers=False),
        Column("population_gagnee", "Habitants que le site ajoute aux précédents.", "integer"),
        Column("population_cumulee", "Habitants que tous ajoutent jusqu'à lui.", "integer"),
        Column("valeur_gagnee", f"Ce que le site ajoute de ce qui est maximisé : {of}.", "integer"),
        Column("valeur_cumulee", f"Ce que tous en ajoutent jusqu'à lui : {of}.", "integer"),
        Column("force", "Le site est imposé (`forcer`).", "boolean"),
    )


COLUMNS = columns_of("habitants", "Population municipale")
DOCUMENT = (
    Column("demandes", "Sites cherchés.", "integer"),
    Column("payes", "Sites que paie le budget ; nul avec `k`.", "integer"),
    Column("choisis", "Sites choisis : ceux qui ajoutent, et ceux que l'on impose.", "integer"),
    Column("candidats", "Candidats.", "integer"),
    Column("sans_lieu", "Pôles émergents non candidats : ni siège ni territoire connu.", "array"),
    WEIGHTING,
    Column("population_gagnee", "Habitants que les sites ajoutent.", "integer"),
    Column("valeur_gagnee", "Ce qu'ils ajoutent de ce qui est maximisé.", "number"),
    *PROOF,
    Column("methode", "Méthode de calcul."),
    Column("source", "Source du problème."),
    Column("population_deja_couverte", "Habitants que les pôles en place couvrent.", "integer"),
    Column("valeur_deja_couverte", "Ce qu'ils couvrent de ce qui est maximisé.", "number"),
    Column("population_hors_de_portee", "Habitants qu'aucun candidat ne couvre.", "integer"),
    Column("valeur_hors_de_portee", "Ce qu'aucun n'en couvre.", "number"),
    Column("sites", "Les sites, en ordre de ce que chacun ajoute.", "array", COLUMNS),
    Column(
        "courbe",
        "Pour chaque nombre de sites ; le dernier point est la réponse.",
        "array",
        (
            Column("sites", "Nombre de sites.", "integer"),
            Column("cle", "Le site ajouté ; nul après des échanges."),
            Column("population_gagnee", "Habitants ajoutés.", "integer"),
            Column("valeur_gagnee", "Ce qui est ajouté de ce qui est maximisé.", "number"),
            Column("borne", "Ce qu'aucun choix d'autant de sites ne dépasse.", "number"),
            Column("apres_echanges", "Des sites des points d'avant sont remplacés.", "boolean"),
        ),
    ),
)


def ask(params: QueryDict) -> Found:
    """The sites of a plan: chosen here, so that all is said with its proof and its curve."""
    question = Question.read(params)
    answer = solve(question, read_plan(params, question))
    said, curve = about(answer), {"courbe": points(answer)}
    return Found(
        columns=columns_of(answer.weighting.unit, answer.weighting.label),
        parameters=question.public() | answer.plan.public(),
        rows=partial(rows, answer),
        count=lambda: len(answer.portfolio.choices),
        geometry=POINT,
        document=lambda: said | {"sites": sites(answer)} | curve,
        result=said | curve,
        sources=sources_named([answer.weighting.code]),
        repeatable=not answer.portfolio.interrupted,
    )


def rows(answer: Answer, encoding: Encoding, window: Window) -> Iterator[Record]:
    """Sites in their order, at the centre of the commune of their seat."""
    page = sites(answer)[window.part]
    codes = [row["code_insee"] for row in page]
    places = centres(codes, encoding)
    seats = Commune.objects.filter(code__in=[code for code in codes if code]).order_by("code")
    names = dict(seats.values_list("code", "name"))
    for row in page:
        seat = row["code_insee"]
        yield Record(row["cle"], row | {"commune": names.get(seat)}, places.get(seat))


serve(
    Dataset(
        name="sites",
        title="Meilleurs sites",
        description=(
            "Les sites qui couvrent le plus d'habitants que rien ne couvre encore, pour un nombre "
            "de pôles ou un budget, et ce que chacun ajoute."
        ),
        parameters=(*PARAMETERS, *PLAN_PARAMETERS),
        stamps=WITH_INDICATORS,
        sources=SOURCES,
        columns=COLUMNS,
        key=KEY.name,
        ask=ask,
        answers=Answers(
            summary="Meilleurs sites",
            description=(
                "Choisit les sites qui couvrent le plus d'habitants que rien ne couvre encore. Les "
                "champs `population_…` comptent toujours des habitants ; `valeur_…` et `borne`, ce "
                "qui est maximisé, dans l'unité que dit `ponderation` (les deux sont égaux quand "
                "`poids` est `population`). Rangs et courbe suivent la valeur : les habitants de "
                "la courbe peuvent baisser là où un échange en gagne. À valeur égale, le plus "
                "petit code (Insee, SIREN ou identifiant de pôle) est choisi, quel que soit "
                "l'ordre de la demande.\n\n"
                "`payes` : les sites que paie le budget, nul avec `k` ; `demandes` : ceux que l'on "
                "cherche, moins nombreux s'il y a moins de candidats ; `choisis` : ceux qui "
                "ajoutent quelque chose, ou que l'on impose. `sans_lieu` : les pôles émergents qui "
                "ne sont pas candidats, car ni leur siège ni leur territoire n'est connu.\n\n"
                "Le dernier point de `courbe` est la réponse ; `apres_echanges` dit qu'elle "
                "remplace des sites des points précédents (`cle` est alors nul). `ecart` est "
                "arrondi par excès : 0 veut dire prouvé, comme `prouve`. `interrompu` : la "
                "recherche exacte a atteint `limite_s` secondes ; la même demande peut recevoir "
                "une autre réponse, qui n'a donc pas d'`ETag` et ne se garde pas."
            ),
            tag="couverture",
            asked=(*ASKED, *PLAN_ASKED),
            document=DOCUMENT,
        ),
    )
)
