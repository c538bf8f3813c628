"""What OpenAPI says of the answers of `/api/indicateurs/`."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse

from coverage.indicators.territories import LEVELS
from coverage.indicators.vocabulary import BodySource, CommuneSource, Direction, Kind
from geo.bodies import MEANING, PUBLIC_NAME
from publishing.columns import Column
from publishing.doors.openapi import LINKS, PROBLEM, PROBLEM_TYPE, object_of, told


def one_of(description: str, values: Any) -> dict[str, Any]:
    """A closed list of public words, each with its meaning."""
    said = "; ".join(f"`{value}` : {value.label}" for value in values)
    words = list(dict.fromkeys(str(value) for value in values))
    return {"type": "string", "enum": words, "description": f"{description} {said}."}


def text(description: str, *, nullable: bool = False) -> dict[str, Any]:
    """A text, for OpenAPI."""
    return {"type": "string", "nullable": nullable, "description": description}


def number(description: str, kind: str = "number") -> dict[str, Any]:
    """A number that may not be known, for OpenAPI."""
    return {"type": kind, "nullable": True, "description": description}


COUNTS = {"numberMatched": {"type": "integer"}, "numberReturned": {"type": "integer"}}
SPAN = {
    "type": "object",
    "properties": {
        "territoires": number("Territoires qui ont une valeur.", "integer"),
        "minimum": number("La plus basse."),
        "maximum": number("La plus haute."),
    },
}
ENTRY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": text("Identifiant."),
        "libelle": text("Ce qui est mesuré."),
        "unite": text("Unité de `valeur` ; d'une classe ou d'une liste, une part de 0 à 1."),
        "nature": one_of("Ce qu'est une valeur.", Kind),
        "sens": one_of("Ce qui appelle une priorité.", Direction),
        "classes": {
            "type": "object",
            "description": "Libellé de chaque classe.",
            "additionalProperties": {"type": "string"},
        },
        "classes_prioritaires": {"type": "array", "items": {"type": "string"}},
        "absent_signifie_non": {"type": "boolean", "description": "Le fichier est une liste."},
        "source": text("Producteur et titre."),
        "adresse": text("Adresse de la source.", nullable=True),
        "licence": text("Licence ; null si elle n'est pas connue.", nullable=True),
        "millesime": text("Millésime."),
        "annee": number("Dernière année du millésime.", "integer"),
        "notes": text("Précautions de lecture."),
        "calcule": {"type": "boolean", "description": "Calculé d'après les communes."},
        "a_recharger": {
            "type": "boolean",
            "description": "Chargé sur une géographie antérieure à celle servie.",
        },
        "charge_le": {"type": "string", "format": "date-time"},
        "niveaux": {
            "type": "object",
            "properties": {str(level): SPAN for level in LEVELS},
            "description": "Par niveau, ce qui est connu.",
        },
    },
}
CATALOGUE = {
    "type": "object",
    "properties": {**COUNTS, "resultats": {"type": "array", "items": ENTRY}},
}
VALUE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": text("Code Insee, ou SIREN de l'EPCI ou de l'EPT."),
        PUBLIC_NAME: text(f"D'un EPCI : {MEANING}"),
        "nom": text("Nom."),
        "valeur": number("Dans l'unité de l'indicateur."),
        "texte": text("Libellé de la classe, ou ce que dit la liste ; vide sinon."),
        "part_connue": number("Part des habitants sur laquelle repose la valeur, de 0 à 1."),
        "connu_par": one_of("D'où vient la valeur.", (*BodySource, *CommuneSource)),
    },
}
VALUES = {
    "type": "object",
    "properties": {
        "parametres": object_of(
            Column(name, f"{name} demandé.") for name in ("niveau", "region", "departement", "zone")
        ),
        "indicateur": ENTRY,
        "total": {
            "type": "object",
            "properties": {
                "avec_valeur": {"type": "integer"},
                "sans_valeur": {"type": "integer"},
                "minimum": number("La plus basse."),
                "maximum": number("La plus haute."),
            },
        },
        **COUNTS,
        "links": told(LINKS),
        "resultats": {"type": "array", "items": VALUE},
    },
}
REFUSED = {(400, PROBLEM_TYPE): OpenApiResponse(PROBLEM, "Paramètre refusé.")}
UNKNOWN = {(404, PROBLEM_TYPE): OpenApiResponse(PROBLEM, "Introuvable.")}
