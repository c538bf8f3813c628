"""The steps of an application in their order, and how far each is."""

from dataclasses import dataclass

from calls.application.eligibility import Check
from calls.application.forms.steps import (
    AnswersStep,
    BudgetStep,
    MembersStep,
    ProjectStep,
    StepForms,
    TerritoryStep,
)


@dataclass(frozen=True)
class Step:
    """One page of the application; those without forms have a page of their own."""

    slug: str
    title: str
    lead: str
    forms: type[StepForms] | None = None


STEPS = (
    Step("projet", "Le projet", "Ce que vous voulez faire, et quand.", ProjectStep),
    Step(
        "territoire", "Le territoire",
        ("Les communes, intercommunalités, départements ou régions que le projet concerne. Les "
          "cellules régionales qui instruisent la candidature en découlent."),
        TerritoryStep,
    ),
    Step(
        "membres", "La structure porteuse et les membres",
        ("Qui porte la candidature, et avec qui : chaque membre avec sa catégorie de l'article 9 "
          "et son SIRET."),
        MembersStep,
    ),
    Step(
        "budget", "Le budget", "Dépenses et recettes du projet entier, en euros.", BudgetStep
    ),
    Step(
        "reponses", "Les réponses",
        "Six questions ; 6 000 caractères au plus pour chacune.",
        AnswersStep,
    ),
    Step(
        "documents", "Les documents",
        "PDF, ODT, DOCX ou XLSX, 10 Mo au plus chacun, 50 Mo et 20 fichiers en tout.",
    ),
    Step("envoi", "L'envoi", "Ce qui est demandé, règle par règle, avant d'envoyer."),
)  # fmt: skip
BY_SLUG = {step.slug: step for step in STEPS}


@dataclass(frozen=True)
class Progress:
    """A step as the list of steps shows it."""

    step: Step
    current: bool
    asked: bool  # whether a rule is about it
    left: int  # rules of the step that are not met yet


def progress(current: str, checks: list[Check]) -> list[Progress]:
    """Every step, with what is left to do in it."""
    return [
        Progress(
            step,
            step.slug == current,
            step.slug != "envoi" and any(check.step == step.slug for check in checks),
            sum(check.step == step.slug and not check.met for check in checks),
        )
        for step in STEPS
    ]  # fmt: skip


def after(slug: str) -> Step:
    """The step that follows; the last one stays."""
    place = [step.slug for step in STEPS].index(slug)
    return STEPS[min(place + 1, len(STEPS) - 1)]


def before(slug: str) -> Step | None:
    """The step that comes before, if any."""
    place = [step.slug for step in STEPS].index(slug)
    return STEPS[place - 1] if place else None
