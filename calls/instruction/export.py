"""The applications of a call as a file for analysts: no person, no free text, no opinion."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property

from calls.gains.adding import Gains
from calls.gains.queries import contours, patches
from calls.instruction.statistics import MOST_APPLICATIONS, granted_to, outcome_said, shown_state
from calls.models import Application, Call
from calls.states import STATE_LABELS
from calls.vocabulary import RECEIVED
from coverage.states.question import Question
from directory.sources import POLES
from geo.sources import GROUND
from publishing.ceilings import whole
from publishing.columns import MULTIPOLYGON, Column
from publishing.dataset import Encoding, Record
from publishing.files.declaring import Export, Extract
from publishing.files.provenance import Document

KEY = Column("numero", "Numéro de la candidature.")
COLUMNS = (
    KEY,
    Column("etat", "État au jour du fichier ; une décision n'est dite qu'une fois annoncée."),
    Column("depot", "Jour du dépôt (heure de Paris)."),
    Column("regions", "Codes des régions que le territoire touche.", "array"),
    Column("departements", "Codes des départements que le territoire touche.", "array"),
    Column("a_cheval", "Le territoire touche plusieurs régions.", "boolean"),
    Column("thematiques", "Thématiques choisies.", "array"),
    Column("nature_porteuse", "Nature juridique de la structure porteuse."),
    Column("categorie_porteuse", "Catégorie de l'article 9 de la structure porteuse."),
    Column("membres", "Personnes morales, structure porteuse comprise.", "integer"),
    Column("aide_demandee", "Aide demandée, en euros.", "integer"),
    Column("decision", "Décision annoncée : laureate, reserve ou refused ; vide avant."),
    Column("aide_accordee", "Aide annoncée, en euros.", "integer"),
    Column("communes", "Communes du territoire.", "integer"),
    Column("population", "Habitants de ces communes.", "integer"),
    Column("communes_gagnees", "Communes que rien de compté ne couvre aujourd'hui.", "integer"),
    Column("population_gagnee", "Habitants de ces communes.", "integer"),
    Column("population_deja_couverte", "Habitants déjà couverts par un pôle compté.", "integer"),
)
FORMS = ("csv", "csv-metadata.json", "csv.zip", "xlsx", "geojson")
LICENCE = (
    "Candidatures : réservé à l'instruction et à l'analyse, ne pas republier ; sans donnée "
    "personnelle. Communes, EPCI, départements et régions : Licence Ouverte 2.0 (Etalab)."
)


class CallDocument(Document):
    """A file of the applications of a call, which is at no public address."""

    call: Call

    def address(self, form: str) -> str:
        """The address that makes it again, for whom may."""
        path = f"{self.call.get_absolute_url()}statistiques/candidatures.{form}"
        return f"{settings.PUBLIC_URL}{path}"

    @cached_property
    def date(self) -> str:
        """The day it is made: applications change without a stamp."""
        return timezone.localtime().isoformat(timespec="seconds")

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """How it was made."""
        made: dict[str, Any] = Document.provenance.func(self)  # type: ignore[attr-defined]
        return made | {"licence": LICENCE}


def document(call: Call, form: str) -> CallDocument:
    """The file of a call in a format."""
    question = Question()
    found = Application.objects.received().filter(call=call)

    def records(encoding: Encoding) -> Iterator[Record]:
        return rows(call, question, encoding)

    extract = Extract(
        columns=COLUMNS,
        key=KEY.name,
        geometry=MULTIPOLYGON,
        parameters={"appel": call.slug, "titre": call.title, **question.public()},
        records=records,
        count=found.count,
    )
    export = Export(
        name=f"candidatures-{call.slug}",
        title=f"Candidatures : {call.title}",
        description=(
            "Les candidatures reçues, sans donnée personnelle. Une commune est gagnée si rien de "
            "ce que comptent les paramètres ne la couvre aujourd'hui et que la candidature la "
            "couvrirait. Géométrie : territoire déclaré, généralisé."
        ),
        parameters=(),
        stamps=("ground", "poles"),
        sources=(RECEIVED, GROUND, POLES),
        ask=lambda _params: extract,
    )
    made = CallDocument(export, extract, form, QueryDict())
    made.call = call
    return made


def rows(call: Call, question: Question, encoding: Encoding) -> Iterator[Record]:
    """One row an application, by number."""
    found = (
        Application.objects.received()
        .filter(call=call)
        .select_related("decision")
        .prefetch_related("members")
        .defer("contact_name", "contact_email", "contact_phone")
        .order_by("serial", "pk")
    )
    applications = whole(found, MOST_APPLICATIONS)
    keys = [one.pk for one in applications]
    gains = Gains(patches(keys, question), question.ranks)
    shapes = contours(keys) if encoding is Encoding.GEOJSON else {}
    for one in applications:
        yield Record(one.number, properties(one, gains), shapes.get(one.pk))


def properties(one: Application, gains: Gains) -> dict[str, Any]:
    """What is said of an application."""
    gain = gains.of(one.pk)
    said = outcome_said(one)
    return {
        "numero": one.number,
        "etat": STATE_LABELS[shown_state(one)],
        "depot": timezone.localdate(one.submitted_at).isoformat() if one.submitted_at else None,
        "regions": list(one.regions),
        "departements": list(one.departments),
        "a_cheval": len(one.regions) > 1,
        "thematiques": list(one.themes),
        "nature_porteuse": one.lead_nature or None,
        "categorie_porteuse": one.lead_category or None,
        "membres": 1 + len(one.members.all()),
        "aide_demandee": one.requested_eur,
        "decision": one.state if said else None,
        "aide_accordee": granted_to(one) or None,
        "communes": gain.whole.communes,
        "population": gain.whole.people,
        "communes_gagnees": gain.gained.communes,
        "population_gagnee": gain.gained.people,
        "population_deja_couverte": gain.already.people,
    }
