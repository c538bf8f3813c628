"""Who opens each address of the site: the table that `test_every_address` holds it to.

An address that is not here fails the test: whoever adds one says who opens it. `PUBLIC` answers to
all alike; `ANYONE` to all, and leads elsewhere as the case may be (signing in, signing up);
`SIGNED` to whoever has an account; `OWNER` to the person whose application it is; a `Reserved`
one to those whom the matrix of `test_rights` gives one of its acts on the ground of the sample.
A machine is told 404 where a reader would be led to the sign-in.
"""

from dataclasses import dataclass
from typing import Any

from accounts.roles import Act
from geo.levels import GROUND


@dataclass(frozen=True)
class Open:
    """An address open to a kind of caller."""

    kind: str


@dataclass(frozen=True)
class Reserved:
    """An address for those who may do one of some acts, there or (`anywhere`) at all."""

    acts: tuple[Act, ...]
    anywhere: bool = False
    machine: bool = False


def one_of(*acts: Act, **more: Any) -> Reserved:
    """An address of some acts."""
    return Reserved(acts, **more)


PUBLIC, ANYONE, SIGNED, OWNER = Open("public"), Open("anyone"), Open("signed"), Open("owner")

WHO: dict[str, Open | Reserved] = {
    # The ground, the directory, coverage and the programme, for all.
    **dict.fromkeys(
        (
            "carte", "integration", "annuaire", "pole", *(level.name for level in GROUND),
            "donnees", "sante", "sitemap", "sitemap-section", "robots", "tuile", "tilejson",
            "export", "api", "api-schema", "api-docs",
            *(f"api-{level.plural}{detail}" for level in GROUND for detail in ("", "-detail")),
            "api-poles", "api-poles-detail", "api-recherche",
            "couverture", "couverture-territoire", "priorites", "priorites-territoires",
            "api-appels", "api-contacts", "api-laureats", "api-laureats-detail",
            "api-couverture", "api-indicateurs", "api-indicateurs-valeurs",
            "api-priorites", "api-scores",
            "api-scenarios", "api-sites", "api-lacunes", "appels", "appels-atom",
            "appels-calendrier", "appel", "appel-document", "programme", "services", "service",
            "demander", "agenda", "agenda-atom", "agenda-calendrier", "partenaires",
            "droits", "donnees-personnelles", "pole-signaler", "pole-signale", "pole-confirme",
            "proposer-un-pole", "proposer-un-pole-merci",
        ),
        PUBLIC,
    ),
    # What is not published, and the keeping of records.
    "annuaire-complet": one_of(Act.SEE_UNPUBLISHED, anywhere=True),
    "api-poles-complets": one_of(Act.SEE_UNPUBLISHED, anywhere=True, machine=True),
    "export-poles-complets": one_of(Act.SEE_UNPUBLISHED, anywhere=True, machine=True),
    "pole-historique": one_of(Act.SEE_HISTORY),
    "pole-remettre": one_of(Act.RESTORE),
    "pole-proposer": one_of(Act.PROPOSE),
    "pole-modifier": one_of(Act.EDIT_POLE),
    "importer": one_of(Act.EDIT_POLE, anywhere=True),
    "import": one_of(Act.EDIT_POLE, anywhere=True),  # of who deposited it
    "contributions": one_of(Act.REVIEW, Act.PROPOSE, anywhere=True),
    "contribution-signalement": one_of(Act.REVIEW),
    "contribution-proposition": one_of(Act.REVIEW, Act.PROPOSE),
    "contribution-amender": one_of(Act.REVIEW),
    "contribution-pole": one_of(Act.REVIEW),
    "contribution-pole-accepter": one_of(Act.REVIEW),
    # Requests for services.
    "demandes": one_of(Act.FOLLOW_REQUESTS, anywhere=True),
    "demande": one_of(Act.FOLLOW_REQUESTS),
    "relancer": one_of(Act.FOLLOW_REQUESTS),
    "suivi": ANYONE,
    "pole-confirmer": ANYONE,
    # One's own applications.
    "candidature-document": one_of(Act.SEE_APPLICATION),  # and its owner
    "appel-candidater": SIGNED,
    # The file of a shape, for their forms and for those of records.
    "perimetre-lire": SIGNED,
    "candidatures": SIGNED,
    **dict.fromkeys(
        (
            "candidature", "candidature-retirer", "candidature-recepisse",
            "candidature-document-ajouter", "candidature-document-enlever",
            "candidature-repondre", "candidature-reponse-document", "candidature-etape",
        ),
        OWNER,
    ),
    # Instruction and decisions; lists hold what the reader may see.
    "instruction": one_of(Act.SEE_APPLICATION, anywhere=True),
    "instruction-appel": one_of(Act.SEE_APPLICATION, anywhere=True),
    "instruction-territoires": one_of(Act.SEE_APPLICATION, anywhere=True),
    "dossier": one_of(Act.SEE_APPLICATION),
    "dossier-acte": one_of(Act.SEE_APPLICATION),  # each act asks for its own right
    "dossier-deport": one_of(Act.GIVE_OPINION, Act.DECIDE),
    "dossier-avis": one_of(Act.GIVE_OPINION),
    "dossier-avis-reprendre": one_of(Act.GIVE_OPINION),
    "appel-conduite": one_of(Act.MANAGE_CALLS),
    "dossier-suppleant": one_of(Act.DECIDE),
    "comite": one_of(Act.DECIDE),
    "comite-feuille": one_of(Act.DECIDE),
    "comite-annonce": one_of(Act.DECIDE),
    "statistiques-appels": one_of(Act.SEE_STATISTICS),
    "appel-statistiques": one_of(Act.SEE_STATISTICS),
    "appel-candidatures": one_of(Act.SEE_STATISTICS),
    # Accounts.
    **dict.fromkeys(
        (
            "account_login", "account_logout", "account_inactive", "account_signup",
            "account_email_verification_sent", "account_confirm_email", "account_reset_password",
            "account_reset_password_done", "account_reset_password_from_key",
            "account_reset_password_from_key_done", "mfa_authenticate", "socialaccount_signup",
            "socialaccount_login_cancelled", "socialaccount_login_error",
            "compte-session", "perimetre-peser",
        ),
        ANYONE,
    ),
    **dict.fromkeys(
        (
            "compte-reprendre",
            "compte", "compte-nom", "mes-donnees", "account_reauthenticate", "account_email",
            "account_change_password", "account_set_password", "mfa_index", "mfa_reauthenticate",
            "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
            "socialaccount_connections",
        ),
        SIGNED,
    ),
}  # fmt: skip
