"""What the demonstration says: invented organisations and answers, under names that say so."""

import datetime
from typing import Any

from stdnum import luhn

from calls.models.application import ANSWERS

TITLE = "Démonstration : AMI d'essai"
SLUG = "demonstration-ami"
NUMBERING = "DEMO"
PEOPLE = "demonstration.invalid"  # no mail ever reaches that domain
CRITERIA = (
    ("Coopération entre les membres", "Qui fait quoi ensemble, et depuis quand.", 4),
    ("Utilité pour le territoire", "Le besoin, et ce que le projet y change.", 3),
    ("Modèle économique", "Ce que valent les recettes après l'aide.", 2),
    ("Gouvernance", "Qui décide, comment les collectivités y sont.", 1),
)
SUBJECTS = (
    ("bois", "bois-foret"), ("réemploi", "reemploi"), ("alimentation", "alimentation"),
    ("mobilité", "mobilite"), ("laine", "textile-laine"), ("habitat", "habitat-ecoconstruction"),
    ("insertion", "insertion-emploi"), ("énergie", "energie"), ("culture", "culture"),
    ("tiers-lieux", "tiers-lieu"), ("santé", "sante-autonomie"), ("numérique", "numerique"),
)  # fmt: skip
SENTENCE = "Texte d'essai : il n'engage personne et ne décrit aucun projet réel."


def siret(number: int) -> str:
    """A number keyed as a SIRET is, made of zeros and of the number of the application."""
    head = f"{number:08}"
    body = f"{head}{luhn.calc_check_digit(head)}0001"
    return body + luhn.calc_check_digit(body)


def values(number: int, place: str, pieces: list[dict[str, Any]]) -> dict[str, Any]:
    """The fields of one application, all that the rules ask."""
    subject, theme = SUBJECTS[number % len(SUBJECTS)]
    asked = 30_000 + 5_000 * (number % 11)
    first = 10 * number
    return {
        "project_name": f"Démonstration {number} : {subject}, {place}"[:200],
        "summary": SENTENCE,
        "themes": [theme],
        "starts_on": datetime.date(2027, 6, 1),
        "ends_on": datetime.date(2029, 5, 31),
        "lead_name": f"Association d'essai {number}",
        "lead_siret": siret(first + 1),
        "lead_nature": "association",
        "lead_category": "ess",
        "contact_name": f"Personne d'essai {number}",
        "contact_email": f"contact-{number}@{PEOPLE}",
        "requested_eur": asked,
        **dict.fromkeys(ANSWERS, SENTENCE),
        "territories": pieces,
        "members": [
            {"name": f"Entreprise d'essai {number}", "category": "entreprise",
             "siret": siret(first + 2)},
            {"name": f"Collectivité d'essai {number}", "category": "collectivite",
             "siret": siret(first + 3)},
        ],
        "budget": [
            {"side": "depense", "label": "Animation", "amount_eur": 2 * asked},
            {"side": "recette", "label": "Autres financements", "amount_eur": asked},
        ],
    }  # fmt: skip
