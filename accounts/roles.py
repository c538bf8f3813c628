"""Who may do what, and how far: the one table of rights. Nothing else grants anything."""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """What a mandate makes of a person. Without any mandate, a person still owns what is theirs."""

    LEAD = "lead", "porteur d'un pôle"
    OFFICER = "officer", "agent d'un territoire"
    REGIONAL_CELL = "regional-cell", "cellule régionale d'animation"
    NATIONAL_CELL = "national-cell", "cellule nationale d'animation"
    ANALYST = "analyst", "analyste"
    ADMINISTRATOR = "administrator", "administrateur"


class Act(StrEnum):
    """What can be done that a visitor cannot."""

    SEE_UNPUBLISHED = "see-unpublished"
    PROPOSE = "propose"
    EDIT_POLE = "edit-pole"
    DELETE_POLE = "delete-pole"
    REVIEW = "review"
    SEE_HISTORY = "see-history"
    RESTORE = "restore"
    SEE_CONTACTS = "see-contacts"
    SEE_APPLICATION = "see-application"
    INSTRUCT = "instruct"
    GIVE_OPINION = "give-opinion"
    ASK_APPLICANT = "ask-applicant"
    DECIDE = "decide"
    MANAGE_CALLS = "manage-calls"
    SEE_STATISTICS = "see-statistics"
    EDIT_PROGRAMME = "edit-programme"
    FOLLOW_REQUESTS = "follow-requests"
    ENTER_ADMINISTRATION = "enter-administration"
    MANAGE_PEOPLE = "manage-people"
    SEE_MANDATES = "see-mandates"


ACT_LABELS: dict[Act, str] = {
    Act.SEE_UNPUBLISHED: "Voir les fiches de pôles non publiées",
    Act.PROPOSE: "Proposer une modification d'une fiche",
    Act.EDIT_POLE: "Modifier une fiche",
    Act.DELETE_POLE: "Supprimer une fiche",
    Act.REVIEW: "Traiter les signalements et les propositions",
    Act.SEE_HISTORY: "Lire l'historique d'une fiche",
    Act.RESTORE: "Remettre une fiche à une date",
    Act.SEE_CONTACTS: "Voir qui porte un pôle et comment lui écrire",
    Act.SEE_APPLICATION: "Lire les candidatures",
    Act.INSTRUCT: "Vérifier une candidature, ouvrir et clore son instruction",
    Act.GIVE_OPINION: "Donner un avis et noter une candidature",
    Act.ASK_APPLICANT: "Demander un complément à un candidat",
    Act.DECIDE: "Classer, décider et annoncer",
    Act.MANAGE_CALLS: "Ouvrir et tenir les appels",
    Act.SEE_STATISTICS: "Lire les statistiques des appels, sans donnée personnelle",
    Act.EDIT_PROGRAMME: "Tenir services, agenda et partenaires",
    Act.FOLLOW_REQUESTS: "Suivre les demandes de service",
    Act.ENTER_ADMINISTRATION: "Entrer dans l'administration",
    Act.MANAGE_PEOPLE: "Donner et retirer les rôles, sauf à soi-même",
    Act.SEE_MANDATES: "Lire la liste des rôles donnés, modifiés et retirés",
}


class Extent(models.TextChoices):
    """How far a right reaches."""

    POLE = "pole", "son pôle"
    TERRITORY = "territory", "son territoire"
    NATION = "nation", "toute la France"


LEAD, OFFICER, CELL = Role.LEAD, Role.OFFICER, Role.REGIONAL_CELL
NATIONAL, ANALYST, ADMINISTRATOR = Role.NATIONAL_CELL, Role.ANALYST, Role.ADMINISTRATOR
POLE, TERRITORY, NATION = Extent.POLE, Extent.TERRITORY, Extent.NATION

# An administrator keeps people and reference data, and reads no application: that is for those
# who instruct them. An analyst reads what is not public, and nothing personal.
RIGHTS: dict[Act, dict[Role, Extent]] = {
    Act.SEE_UNPUBLISHED: {
        LEAD: POLE, OFFICER: TERRITORY, CELL: TERRITORY,
        NATIONAL: NATION, ANALYST: NATION, ADMINISTRATOR: NATION,
    },
    Act.PROPOSE: {LEAD: POLE},
    Act.EDIT_POLE: {
        OFFICER: TERRITORY, CELL: TERRITORY, NATIONAL: NATION, ADMINISTRATOR: NATION,
    },
    Act.DELETE_POLE: {ADMINISTRATOR: NATION},
    Act.REVIEW: {OFFICER: TERRITORY, CELL: TERRITORY, NATIONAL: NATION, ADMINISTRATOR: NATION},
    Act.SEE_HISTORY: {
        LEAD: POLE, OFFICER: TERRITORY, CELL: TERRITORY,
        NATIONAL: NATION, ANALYST: NATION, ADMINISTRATOR: NATION,
    },
    Act.RESTORE: {OFFICER: TERRITORY, CELL: TERRITORY, NATIONAL: NATION, ADMINISTRATOR: NATION},
    Act.SEE_CONTACTS: {
        OFFICER: TERRITORY, CELL: TERRITORY, NATIONAL: NATION, ADMINISTRATOR: NATION,
    },
    Act.SEE_APPLICATION: {OFFICER: TERRITORY, CELL: TERRITORY, NATIONAL: NATION},
    Act.INSTRUCT: {CELL: TERRITORY, NATIONAL: NATION},
    Act.GIVE_OPINION: {CELL: TERRITORY},
    Act.ASK_APPLICANT: {CELL: TERRITORY, NATIONAL: NATION},
    Act.DECIDE: {NATIONAL: NATION},
    Act.MANAGE_CALLS: {NATIONAL: NATION, ADMINISTRATOR: NATION},
    Act.SEE_STATISTICS: {NATIONAL: NATION, ANALYST: NATION, ADMINISTRATOR: NATION},
    Act.EDIT_PROGRAMME: {CELL: TERRITORY, NATIONAL: NATION, ADMINISTRATOR: NATION},
    Act.FOLLOW_REQUESTS: {CELL: TERRITORY, NATIONAL: NATION, ADMINISTRATOR: NATION},
    Act.ENTER_ADMINISTRATION: {
        OFFICER: TERRITORY, CELL: TERRITORY, NATIONAL: NATION, ADMINISTRATOR: NATION,
    },
    Act.MANAGE_PEOPLE: {ADMINISTRATOR: NATION},
    Act.SEE_MANDATES: {NATIONAL: NATION, ADMINISTRATOR: NATION},
}  # fmt: skip

# Roles that reach the whole nation's records hold nothing until a second factor is set.
NEEDS_SECOND_FACTOR = frozenset({NATIONAL, ADMINISTRATOR})
