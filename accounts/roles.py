"""Who may do what, and how far: the one table of rights. Nothing else grants anything."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Role(models.TextChoices):
    """What a mandate makes of a person. Without any mandate, a person still owns what is theirs."""

    LEAD = "lead", _("porteur d'un pôle")
    OFFICER = "officer", _("agent d'un territoire")
    REGIONAL_CELL = "regional-cell", _("cellule régionale d'animation")
    NATIONAL_CELL = "national-cell", _("cellule nationale d'animation")
    ANALYST = "analyst", _("analyste")
    ADMINISTRATOR = "administrator", _("administrateur")


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


ACT_LABELS: dict[Act, "StrOrPromise"] = {
    Act.SEE_UNPUBLISHED: _("Voir les fiches de pôles non publiées"),
    Act.PROPOSE: _("Proposer une modification d'une fiche"),
    Act.EDIT_POLE: _("Modifier une fiche"),
    Act.DELETE_POLE: _("Supprimer une fiche"),
    Act.REVIEW: _("Traiter les signalements et les propositions"),
    Act.SEE_HISTORY: _("Lire l'historique d'une fiche"),
    Act.RESTORE: _("Remettre une fiche à une date"),
    Act.SEE_CONTACTS: _("Voir qui porte un pôle et comment lui écrire"),
    Act.SEE_APPLICATION: _("Lire les candidatures"),
    Act.INSTRUCT: _("Vérifier une candidature, ouvrir et clore son instruction"),
    Act.GIVE_OPINION: _("Donner un avis et noter une candidature"),
    Act.ASK_APPLICANT: _("Demander un complément à un candidat"),
    Act.DECIDE: _("Classer, décider et annoncer"),
    Act.MANAGE_CALLS: _("Ouvrir et tenir les appels"),
    Act.SEE_STATISTICS: _("Lire les statistiques des appels, sans donnée personnelle"),
    Act.EDIT_PROGRAMME: _("Tenir services, agenda et partenaires"),
    Act.FOLLOW_REQUESTS: _("Suivre les demandes de service"),
    Act.ENTER_ADMINISTRATION: _("Entrer dans l'administration"),
    Act.MANAGE_PEOPLE: _("Donner et retirer les rôles, sauf à soi-même"),
    Act.SEE_MANDATES: _("Lire la liste des rôles donnés, modifiés et retirés"),
}


class Extent(models.TextChoices):
    """How far a right reaches."""

    POLE = "pole", _("son pôle")
    TERRITORY = "territory", _("son territoire")
    NATION = "nation", _("toute la France")


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
