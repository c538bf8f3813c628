"""The fields of a record of a pole, said once: every door reads this table.

A door with an order of its own names what it puts first (`in_order`); what it does not name follows
as here, so that a new field shows unasked; the page of a pole alone phrases each, one by one.
"""

from collections.abc import Iterable

from directory.record.kinds.area import Area
from directory.record.kinds.cited import Cited
from directory.record.kinds.kind import Field
from directory.record.kinds.plain import (
    choice,
    choices,
    day,
    flag,
    is_year,
    line,
    names,
    text,
    url,
    urls,
    year,
)
from directory.record.kinds.recognitions import Recognitions
from directory.record.kinds.seat import Seat
from directory.record.kinds.territories import Territories
from directory.vocabulary import PUBLIC_STATUS, Status, TerritoryLevel, Theme

# Groups of the form of records, in order.
POLE, STANDING, PEOPLE = "Le pôle", "Où il en est", "Qui, et où"
GROUND, SOURCES = "Son territoire", "D'après quoi"
GROUPS = (POLE, STANDING, PEOPLE, GROUND, SOURCES)
# Sections of the administration: the first has no title.
ABOUT, STATE, PLACE, FOLLOWED = "", "Publication et statut", "Lieu", "Sources et suivi"

FIELDS: tuple[Field, ...] = (
    Field(
        "name", "Nom", line(200),
        public="nom", about="Nom.", group=POLE, section=ABOUT, linked="name",
        searched=True,
    ),
    Field(
        "other_names", "Autres noms", names(200, most=50, rows=2), help="Un par ligne.",
        public="autres_noms", about="Autres noms.", group=POLE, section=ABOUT,
        linked="alternateName",
        searched=True, found="aussi nommé {}",
    ),
    Field(
        "lead_organisation", "Structure porteuse", text(2000, rows=2),
        public="structure_porteuse", about="Structure porteuse.", group=PEOPLE, section=ABOUT,
        missing="la structure porteuse n'est pas connue",
        searched=True, found="porté par {}",
    ),
    Field(
        "seat", "Siège", Seat(), help="Son nom, ou son code Insee (01004).",
        group=PEOPLE, section=PLACE, missing="la commune du siège n'est pas connue",
    ),
    Field(
        "departement", "Département", Area(TerritoryLevel.DEPARTMENT), attribute="department_id",
        public="code_departement", about="Code du département.", group=PEOPLE, section=PLACE,
    ),
    Field(
        "region_code", "Région", Area(TerritoryLevel.REGION, required=True, named="region"),
        attribute="region_id",
        public="code_region", about="Code de la région.", group=PEOPLE, section=PLACE,
    ),
    Field(
        "territory_text", "Territoire, en toutes lettres", text(2000, rows=2),
        help="Dans les mots du pôle ou de sa source.",
        public="territoire", about="Territoire, selon les sources.", group=GROUND, section=PLACE,
        searched=True, found="territoire\u00a0: {}",
    ),
    Field(
        "footprint", "Territoires", Territories(),
        group=GROUND, section=PLACE, missing="aucun territoire n'est déclaré",
    ),
    Field("epci", "EPCI cités", Cited()),
    Field(
        "themes", "Thématiques", choices(Theme, most=4),
        help="Quatre au plus, la plus parlante d'abord.",
        public="thematiques", about="Thématiques, la plus parlante d'abord.",
        group=POLE, section=STATE,
    ),
    Field(
        "status", "Statut", choice(Status, PUBLIC_STATUS),
        public="statut", about="actif, emergent, inconnu, termine.",
        group=STANDING, section=STATE,
    ),
    Field(
        "status_as_of", "Année du statut", year(), help="L'année de la source qui le dit.",
        public="statut_annee", about="Année de la source du statut.",
        group=STANDING, section=STATE, missing="le statut n'a pas d'année",
    ),
    Field(
        "founded_year", "Année de création", year(),
        public="annee_creation", about="Année de création.", group=STANDING, section=STATE,
        listed="Création", sort="annee", linked="foundingDate",
    ),
    Field(
        "website", "Site web", url(400), help="Adresse complète\u00a0: https://exemple.fr.",
        public="site_web", about="Site web.", group=PEOPLE, section=FOLLOWED,
        missing="le site web n'est pas connu",
    ),
    Field(
        "description", "Présentation", text(2000, rows=4),
        help="Ce que fait le pôle, en deux ou trois phrases.",
        public="presentation", about="Présentation.", group=POLE, section=ABOUT,
        linked="description", missing="aucune présentation ne dit ce que fait le pôle",
        searched=True, found="présentation\u00a0: {}",
    ),
    Field(
        "recognitions", "Reconnaissances", Recognitions(),
        public="reconnaissances", about="Dispositifs qui ont reconnu le pôle.",
    ),
    Field("published", "Publié", flag(), section=STATE),
    Field(
        "sources", "Sources", urls(600, most=100, rows=3),
        help="Une page publique par ligne, une au moins.",
        public="sources", about="Adresses des sources.", group=SOURCES, section=FOLLOWED,
    ),
    Field(
        "note", "Note (rédaction seulement)", text(10_000, rows=6),
        section=FOLLOWED, reserved=True,
    ),
    Field(
        "checked", "Dernière vérification", day(),
        public="verifie_le", about="Date de la dernière vérification.", section=FOLLOWED,
    ),
)  # fmt: skip
NAMES = tuple(field.name for field in FIELDS)
FIELD = {field.name: field for field in FIELDS}
# Those that hold web addresses.
WEB = tuple(field.name for field in FIELDS if field.kind.web)
YEARS = tuple(field.name for field in FIELDS if is_year(field))
SORTED = {field.sort: field for field in FIELDS if field.sort}
# What tables of poles show besides what they say of their own.
LISTED = tuple(field for field in FIELDS if field.listed)
# Those whose words the search reads, in the order in which it says where it found some.
SEARCHED = tuple(field for field in FIELDS if field.searched)


def in_order(first: Iterable[str] = (), last: Iterable[str] = ()) -> list[Field]:
    """The fields in the order of a door: some first, some last, the others as in the table."""
    named = (*first, *last)
    between = [name for name in NAMES if name not in named]
    return [FIELD[name] for name in (*first, *between, *last)]


# The form of records: what a lead may propose, and nothing else.
IN_FORM = tuple(
    field
    for group in GROUPS
    for field in in_order(first=("name", "other_names", "description", "footprint"))
    if field.group == group
)
FORM_FIELDS = tuple(field.name for field in IN_FORM)
# What a lead is asked to confirm: what the public sees.
SHOWN = (*FORM_FIELDS, *(one.name for one in FIELDS if one.public and not one.group))
