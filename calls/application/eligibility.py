"""Whether an application may be submitted, rule by rule, and why not yet. Pure.

The rules of composition are those of article 9 of the law of 31 July 2014 and of the decree of
15 April 2015; a call says whether it takes them up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

ESS, ENTERPRISE, PUBLIC_LAW = "ess", "entreprise", "public"
LAW = "article 9 de la loi du 31 juillet 2014"
DECREE = "décret du 15 avril 2015"
CALL = ""  # what goes without saying


@dataclass(frozen=True)
class Entity:
    """A member of the pole, or its lead."""

    name: str
    category: str
    siren: str


@dataclass(frozen=True)
class Sheet:
    """All that the rules ask of an application and of its call."""

    min_members: int = 3
    article_9: bool = True
    required_documents: tuple[tuple[str, str], ...] = ()  # kind, label
    grant_low: int | None = None
    grant_high: int | None = None
    takes: bool = True
    opening: str = ""

    missing: tuple[tuple[str, str], ...] = ()  # fields left empty: step, label
    lead_nature: str = ""
    entities: tuple[Entity, ...] = ()
    pieces: int = 0
    regions: frozenset[str] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None
    expenses: int = 0
    incomes: int = 0
    lines_without_amount: int = 0
    requested: int | None = None
    documents: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Check:
    """One rule: whether it is met, what it says, why it is not met yet, where it is written."""

    name: str
    step: str
    said: str
    met: bool
    why: str = ""
    written: str = CALL


def checks(sheet: Sheet) -> list[Check]:
    """Every rule, in the order of the steps."""
    return [check for rule in RULES for check in rule(sheet)]


def eligible(found: list[Check]) -> bool:
    """Whether every rule is met."""
    return all(check.met for check in found)


def period(sheet: Sheet) -> Iterator[Check]:
    """The call receives applications now."""
    yield Check("ouverture", "envoi", "L'appel est ouvert.", sheet.takes, sheet.opening)


def filled(sheet: Sheet) -> Iterator[Check]:
    """Nothing asked for is empty, step by step."""
    titles = {
        "projet": "Le projet est décrit.",
        "membres": "La structure porteuse et son contact sont renseignés.",
        "reponses": "Chaque question a sa réponse.",
    }
    for step, said in titles.items():
        empty = [label for where, label in sheet.missing if where == step]
        yield Check(f"rempli-{step}", step, said, not empty, f"Il manque : {', '.join(empty)}.")


def calendar(sheet: Sheet) -> Iterator[Check]:
    """The project begins before it ends."""
    starts, ends = sheet.starts_on, sheet.ends_on
    why = "Il manque une date." if starts is None or ends is None else "La fin précède le début."
    met = starts is not None and ends is not None and starts < ends
    yield Check("dates", "projet", "Le projet commence avant de finir.", met, why)


def territory(sheet: Sheet) -> Iterator[Check]:
    """A territory, in France."""
    why = (
        "Aucun territoire n'est choisi."
        if not sheet.pieces
        else "Aucune partie du territoire choisi n'est dans une région française."
    )
    yield Check(
        "territoire", "territoire", "Le projet a un territoire défini, en France.",
        bool(sheet.pieces and sheet.regions), why, DECREE,
    )  # fmt: skip


def lead(sheet: Sheet) -> Iterator[Check]:
    """The applicant is a legal entity under private law."""
    why = (
        "La nature juridique de la structure porteuse n'est pas dite."
        if not sheet.lead_nature
        else "Une personne morale de droit public peut être membre du pôle, pas le porter."
    )
    met = bool(sheet.lead_nature) and sheet.lead_nature != PUBLIC_LAW
    said = "La structure porteuse est une personne morale de droit privé."
    yield Check("droit-prive", "membres", said, met, why, DECREE)


def several(sheet: Sheet) -> Iterator[Check]:
    """Enough legal entities, told apart by their SIREN."""
    known = {entity.siren for entity in sheet.entities if entity.siren}
    unnumbered = [entity.name for entity in sheet.entities if entity.name and not entity.siren]
    least = sheet.min_members
    why = f"{len(known)} sur {least}, structure porteuse comprise, comptées par leur SIREN."
    if unnumbered:
        why += f" Sans SIRET : {', '.join(unnumbered)}."
    noun = "personne morale" if least == 1 else "personnes morales"
    said = f"Le pôle réunit au moins {least} {noun}."
    yield Check("trois", "membres", said, len(known) >= least, why, DECREE)


def composition(sheet: Sheet) -> Iterator[Check]:
    """One enterprise of the ESS, one other enterprise, and one other actor at least."""
    if not sheet.article_9:
        return
    categories = [entity.category for entity in sheet.entities if entity.siren]
    wanted = [
        ("ess", "Une entreprise de l'économie sociale et solidaire (ESS) au moins.",
         ESS in categories, "Aucun membre avec SIRET n'est déclaré entreprise de l'ESS."),
        ("hors-ess", "Une entreprise hors de l'ESS au moins.",
         ENTERPRISE in categories, "Aucun membre avec SIRET n'est déclaré « autre entreprise »."),
        ("autre-acteur", "Un autre acteur au moins : collectivité, recherche, enseignement "
         "supérieur, organisme de formation ou toute autre personne.",
         any(category not in ("", ESS, ENTERPRISE) for category in categories),
         "Aucun membre avec SIRET n'est d'une autre catégorie que les deux précédentes."),
    ]  # fmt: skip
    for name, said, met, why in wanted:
        yield Check(name, "membres", said, met, why, f"{LAW}, {DECREE}")


def budget(sheet: Sheet) -> Iterator[Check]:
    """A budget with expenses, balanced once the grant is counted; a grant within the call's."""
    asked = sheet.requested or 0
    income = sheet.incomes + asked
    if sheet.lines_without_amount:
        why = "Une ligne n'a pas de montant."
    elif not sheet.expenses:
        why = "Aucune dépense n'est inscrite."
    else:
        why = (
            f"{euros(sheet.expenses)} de dépenses, {euros(income)} de recettes, aide demandée "
            f"comprise : {euros(abs(sheet.expenses - income))} d'écart."
        )
    met = bool(sheet.expenses) and sheet.expenses == income and not sheet.lines_without_amount
    yield Check("equilibre", "budget", "Le budget est équilibré.", met, why)
    yield grant(sheet)


def grant(sheet: Sheet) -> Check:
    """The grant asked for, between the least and the most that the call gives."""
    asked, low, high = sheet.requested, sheet.grant_low, sheet.grant_high
    said = "Une aide est demandée."
    if low is not None and high is not None and low != high:
        said = f"L'aide demandée va de {euros(low)} à {euros(high)}."
    elif high is not None:
        said = f"L'aide demandée ne dépasse pas {euros(high)}."
    if not asked:
        return Check("aide", "budget", said, False, "Aucun montant n'est demandé.")
    if high is not None and asked > high:
        return Check("aide", "budget", said, False, f"{euros(asked)} sont demandés.")
    if low is not None and low != high and asked < low:
        return Check("aide", "budget", said, False, f"{euros(asked)} sont demandés.")
    return Check("aide", "budget", said, True)


def papers(sheet: Sheet) -> Iterator[Check]:
    """Every document that the call asks for."""
    if not sheet.required_documents:
        return
    absent = [label for kind, label in sheet.required_documents if kind not in sheet.documents]
    said = "Les documents exigés sont déposés."
    why = f"Il manque : {', '.join(absent)}."
    yield Check("documents", "documents", said, not absent, why)


def euros(amount: int) -> str:
    """« 100 000 € »."""
    return f"{amount:,}".replace(",", "\u202f") + "\u00a0€"


RULES: tuple[Callable[[Sheet], Iterator[Check]], ...] = (
    filled, calendar, territory, lead, several, composition, budget, papers, period,
)  # fmt: skip
