"""What the words and figures of the directory mean, said once for every page that links here."""

from dataclasses import dataclass

from directory.vocabulary import PUBLIC_BASIS, PUBLIC_STATUS, Basis, Scheme, Status


@dataclass(frozen=True)
class Definition:
    """A word, its public value where the API has one, and what it means."""

    title: str
    value: str
    text: str


STATUSES = {
    Status.ACTIVE: Definition(
        "Actif",
        PUBLIC_STATUS[Status.ACTIVE],
        "La source datée la plus récente décrit le pôle comme en fonctionnement.",
    ),
    Status.EMERGING: Definition(
        "Émergent",
        PUBLIC_STATUS[Status.EMERGING],
        (
            "Le pôle n'est connu que par la première phase d'un appel, ou il est lauréat sans "
            "qu'aucune source décrive encore son activité."
        ),
    ),
    Status.UNKNOWN: Definition(
        "Inconnu",
        PUBLIC_STATUS[Status.UNKNOWN],
        "Aucune source ne permet de dire si le pôle fonctionne encore.",
    ),
    Status.ENDED: Definition(
        "Terminé",
        PUBLIC_STATUS[Status.ENDED],
        "Une source dit que le pôle a pris fin. Il n'est jamais compté dans la couverture.",
    ),
}

BASES = {
    Basis.DECLARED: Definition(
        "Territoire déclaré",
        PUBLIC_BASIS[Basis.DECLARED],
        (
            "Une source nomme la commune, ou l'intercommunalité (EPCI ou EPT) dont elle fait "
            "partie ; ou un périmètre dessiné en tient au moins la moitié."
        ),
    ),
    Basis.PARTIAL: Definition(
        "Partie de commune",
        PUBLIC_BASIS[Basis.PARTIAL],
        (
            "Le territoire nommé est plus petit que la commune : un quartier, un arrondissement "
            "de Paris, Lyon ou Marseille, un périmètre dessiné. Les habitants affichés sont "
            "pourtant ceux de la commune entière : rien de plus fin n'est connu."
        ),
    ),
    Basis.PRESUMED: Definition(
        "Territoire présumé",
        PUBLIC_BASIS[Basis.PRESUMED],
        (
            "Aucune source ne nomme de territoire : le pôle est supposé agir dans "
            "l'intercommunalité (EPCI ou EPT) de son siège. C'est une hypothèse de l'atlas, "
            "non une déclaration."
        ),
    ),
    Basis.BROAD: Definition(
        "Territoire large",
        PUBLIC_BASIS[Basis.BROAD],
        (
            "Une source nomme tout un département ou toute une région. La commune en fait "
            "partie, sans que rien dise que le pôle y agit."
        ),
    ),
    Basis.NONE: Definition(
        "Aucun territoire",
        PUBLIC_BASIS[Basis.NONE],
        (
            "Rien ne place le pôle : ni territoire déclaré qui touche une commune, ni "
            "intercommunalité présumée de son siège. Il n'est compté dans aucune commune."
        ),
    ),
}


@dataclass(frozen=True)
class Laureates:
    """How many laureates a scheme announced, and the public page that says so."""

    count: int
    source: str


# From public pages; the directory holds only part of them, and says how many.
ANNOUNCED = {
    Scheme.AAP_2013: Laureates(
        23,
        "https://www.defi-metiers.fr/breves/"
        "poles-territoriaux-de-cooperation-economique-le-2e-appel-projets-est-lance",
    ),
    Scheme.AAP_2015: Laureates(14, "https://www.economie.gouv.fr/appels-a-projets-ptce"),
    Scheme.AMI_2021_1: Laureates(
        107, "https://chorum.fr/actualite/15-nouveaux-ptce-obtiennent-100-000-euros-de-soutien"
    ),
    Scheme.AMI_2021_2: Laureates(
        15, "https://lelabo-ess.org/15-laureats-pour-l-ami-ptce-emergents"
    ),
    Scheme.AMI_2022: Laureates(
        16,
        "http://joelgirauddepute.fr/index.php/2022/11/17/altitudes-cooperantes-100-000-euros-et-"
        "un-accompagnement-structurel-pour-le-projet-alpin-deconomie-sociale-et-solidaire",
    ),
    Scheme.AMI_2023: Laureates(
        15, "https://avise.org/actualites/les-15-laureats-de-lami-ptce-sont-connus"
    ),
    Scheme.AMI_2024: Laureates(
        15,
        "https://reunion.deets.gouv.fr/"
        "Soutien-financier-de-l-Etat-a-hauteur-de-1-5-million-d-euros-a-destination-de",
    ),
    Scheme.AMI_2025: Laureates(8, "http://www.coorace.org/node/16520"),
}
