"""`/api/contacts/`: who to turn to in each region, as public pages name them."""

from collections.abc import Iterator

from django.http import QueryDict

from geo import levels
from geo.filters import read_code
from geo.models import Region
from geo.sources import GROUND
from programme.contacts.reading import contacts_of, public
from programme.vocabulary import ContactKind
from publishing.columns import MULTIPOLYGON, Column
from publishing.dataset import Answers, Dataset, Encoding, Found, Paging, Record, Window
from publishing.files.datasets import serve
from publishing.parameters import Parameter, read_choice
from publishing.sources import Source

CONTACTS = Source(
    ("Atlas des PTCE (pages publiques citées par chaque ligne)",),
    "Contacts : faits relevés dans des pages publiques, que chaque ligne cite.",
)
COLUMNS = (
    Column("code_region", "Code de la région."),
    Column("region", "Région."),
    Column("organisme", "Organisme : une institution, jamais une personne."),
    Column("nature", "Nature de l'organisme.", accepted=tuple(ContactKind.values)),
    Column("role", "Ce pour quoi s'y adresser."),
    Column("ville", "Ville."),
    Column("site_web", "Site web."),
    Column("site_consulte", "Le site a été vu lors du relevé.", "boolean"),
    Column("remarque", "Ce que la source en dit de particulier."),
    Column("joignable", "La source ne dit pas qu'il ne peut plus servir de contact.", "boolean"),
    Column("sources", "Adresses des sources.", "array"),
    Column("releve_le", "Date du relevé."),
)
WITHOUT = Column("regions_sans_contact", "Codes des régions où aucun n'est trouvé.", "array")
PARAMETERS = (
    Parameter("region", "Code de région."),
    Parameter("nature", "Nature de l'organisme.", accepted=tuple(ContactKind.values)),
)


def ask(params: QueryDict) -> Found:
    """The contacts of a region, or of all, and the regions that have none."""
    region = read_code(params, "region", levels.REGION)
    kind = read_choice(params, "nature", "", ("", *ContactKind.values))
    every_region = Region.objects.current().order_by("code").values_list("code", flat=True)
    codes = [region] if region else list(every_region)
    every = contacts_of(codes)
    found = [one for one in every if not kind or one.kind == kind]
    usable = {one.region_id for one in every if one.in_use}

    def rows(_encoding: Encoding, window: Window) -> Iterator[Record]:
        for one in found[window.part]:
            yield Record(str(one.pk), public(one))

    return Found(
        columns=COLUMNS,
        parameters={"region": region or None, "nature": kind or None},
        rows=rows,
        count=lambda: len(found),
        geometry=MULTIPOLYGON,
        head=lambda: {WITHOUT.name: [code for code in codes if code not in usable]},
    )


serve(
    Dataset(
        name="contacts",
        title="Contacts publics des régions",
        description="À qui s'adresser dans chaque région, d'après des pages publiques.",
        parameters=PARAMETERS,
        stamps=(),
        sources=(CONTACTS, GROUND),
        columns=COLUMNS,
        key="organisme",
        ask=ask,
        files=False,
        answers=Answers(
            summary="Contacts publics des régions",
            description=(
                "Des institutions, jamais des personnes, relevées dans des pages publiques avec "
                "leur source et leur date. Une région sans ligne : aucun contact trouvé, ce qui ne "
                "veut pas dire qu'il n'y en a pas ; `regions_sans_contact` en donne la liste. "
                "`joignable` est faux quand la source dit que l'organisme ne peut plus servir de "
                "contact."
            ),
            tag="programme",
            page=Paging(most=1000, default=100, farthest=100_000),
            asked=(
                Column("region", "Code de la région."),
                Column("nature", "Nature de l'organisme."),
            ),
            head=(WITHOUT,),
        ),
    )
)
