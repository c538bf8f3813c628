"""The choice of sites in French sentences: what it brings, how sure it is, why each site."""

from math import ceil

from coverage.priorities.queries import Priority
from coverage.scenarios.queries import BEST, Scenario
from coverage.scores.scoring import Scored
from coverage.sites.plan import EMERGING, EVERY_BODY, PEOPLE
from coverage.sites.queries import Answer
from coverage.states.bodies import Body
from coverage.states.question import Question
from coverage.states.words import NO_BREAK, people, share, what_counts
from coverage.vocabulary import BASIS_OF_RANK, NEAR_RANK, CoverageBasis
from web.figures import SAME_COMMUNE, figure, kilometres, ordinal
from web.french import joined, plural

WHY = {
    CoverageBasis.DECLARED: "territoire déclaré",
    CoverageBasis.PARTIAL: "parties de communes",
    CoverageBasis.PRESUMED: "territoire présumé",
    CoverageBasis.BROAD: "territoire large",
    CoverageBasis.NEAR: "rayon autour de son siège",
}


def weighed(answer: Answer, amount: float) -> str:
    """An amount of what is weighed: « 671 953 habitants », « 12 quartiers »."""
    if answer.weighting.unit == "habitants":
        return people(round(amount))
    return f"{figure(amount)} {answer.weighting.unit}"


def kinds(answer: Answer, count: int) -> str:
    """What the sites chosen are: « 3 pôles émergents », « 15 sites »."""
    if answer.plan.candidates == EMERGING:
        words = plural("%(count)s pôle émergent", "%(count)s pôles émergents", count)
    elif answer.plan.candidates == EVERY_BODY:
        words = plural("un pôle de plus", "%(count)s pôles de plus", count)
    else:
        words = plural("%(count)s site de la liste", "%(count)s sites de la liste", count)
    return words % {"count": figure(count)}


def brought(question: Question, answer: Answer) -> str:
    """What the choice brings, in the first sentence of the page."""
    chosen, portfolio = len(answer.portfolio.choices), answer.portfolio
    if not portfolio.value and answer.weighting.code != PEOPLE:
        return plural(
            "Le seul candidat n'ajoute rien de ce qui est compté (%(label)s) à ce qu'a déjà une "
            "commune %(counts)s.",
            "Aucun des %(candidates)s candidats n'ajoute rien de ce qui est compté (%(label)s) à "
            "ce qu'a déjà une commune %(counts)s.",
            len(answer.candidates),
        ) % {
            "candidates": figure(len(answer.candidates)),
            "label": answer.weighting.label,
            "counts": what_counts(question),
        }
    if not portfolio.value:
        return plural(
            "Le seul candidat n'ajoute pas d'habitants à ceux d'une commune %(counts)s.",
            "Aucun des %(candidates)s candidats n'ajoute d'habitants à ceux d'une commune "
            "%(counts)s.",
            len(answer.candidates),
        ) % {"candidates": figure(len(answer.candidates)), "counts": what_counts(question)}
    sites = kinds(answer, chosen)
    weight = answer.weighting
    to_whom = "" if weight.code == PEOPLE else f" ({weight.label})"
    return (
        plural(
            "%(sites)s ajouterait %(gain)s%(whom)s à ce qui est couvert",
            "%(sites)s ajouteraient %(gain)s%(whom)s à ce qui est couvert",
            chosen,
        )
        % {
            "sites": sites[0].upper() + sites[1:],
            "gain": weighed(answer, portfolio.value),
            "whom": to_whom,
        }
        + f", soit {share(round(portfolio.value), left(answer))} de ce qui ne l'est pas."
    )


def left(answer: Answer) -> int:
    """What nothing that counts covers, before the choice."""
    return int(answer.weighting.values[~answer.units.covered].sum())


def proof(answer: Answer) -> str:
    """How sure it is that nothing better exists."""
    portfolio = answer.portfolio
    if portfolio.proven:
        return "C'est prouvé : aucun autre choix n'en couvrirait plus."
    said = (
        f"Aucun autre choix n'en couvrirait plus de {raised(answer, portfolio.bound)} "
        f"(écart de {share_at_most(portfolio.told_gap)} au plus)."
    )
    return f"{said} {interrupted(answer)}" if portfolio.interrupted else said


def interrupted(answer: Answer) -> str:
    """That time ran out, after how long, and what that means; "" where it did not."""
    portfolio = answer.portfolio
    if not portfolio.interrupted or portfolio.limit is None:
        return ""
    return plural(
        "La recherche exacte a été interrompue à sa limite de %(seconds)s seconde : la même "
        "demande peut recevoir une autre réponse.",
        "La recherche exacte a été interrompue à sa limite de %(seconds)s secondes : la même "
        "demande peut recevoir une autre réponse.",
        max(ceil(portfolio.limit), 1),
    ) % {"seconds": figure(ceil(portfolio.limit))}


def raised(answer: Answer, bound: float) -> str:
    """A bound to the unit, rounded up: what is above it is not to be read under it."""
    if answer.weighting.unit == "habitants":
        count = ceil(bound)
        words = plural("%(count)s habitant", "%(count)s habitants", count or 1)
        return words % {"count": figure(count)}
    return f"{figure(ceil(bound))} {answer.weighting.unit}"


def share_at_most(gap: float) -> str:
    """A share that a gap is not above, to a tenth of a percent: « 0,1 % », never « 0 % »."""
    return f"{figure(max(ceil(round(gap * 1000, 6)), 1) / 10, 1)}{NO_BREAK}%"


def fewer(answer: Answer) -> str:
    """Why fewer sites are proposed than were asked for, or than the budget pays for; or ""."""
    asked, chosen = answer.portfolio.asked, len(answer.portfolio.choices)
    short = short_of_candidates(answer)
    if chosen in (0, asked):  # where there is none, the first sentence of the page says why
        return short
    enough = plural("%(chosen)s suffit", "%(chosen)s suffisent", chosen)
    if not short:
        enough = "%(asked)s sites sont demandés ; " + enough
    adds = (
        " : aucun autre candidat n'ajouterait d'habitant à ce qui est compté."
        if answer.weighting.code == PEOPLE
        else " : aucun autre candidat n'ajouterait rien à ce qui est compté."
    )
    return f"{short} {enough}{adds}".strip() % {"asked": figure(asked), "chosen": figure(chosen)}


def short_of_candidates(answer: Answer) -> str:
    """That the budget would pay for more sites than there are candidates, or ""."""
    plan = answer.plan
    if not plan.budget or plan.budget.pays <= plan.count:
        return ""
    said = plural(
        "Le budget paierait %(paid)s sites ; il n'y a qu'un candidat",
        "Le budget paierait %(paid)s sites ; il n'y a que %(count)s candidats",
        plan.count,
    ) % {"paid": figure(plan.budget.pays), "count": figure(plan.count)}
    out = len(plan.excluded)
    if not out:
        return f"{said}."
    return said + plural(", %(out)s étant écarté.", ", %(out)s étant écartés.", out) % {
        "out": figure(out)
    }


def nowhere(answer: Answer) -> str:
    """How many emerging poles could not be candidates, and why, or ""."""
    count = len(answer.placeless)
    if not count:
        return ""
    return plural(
        "%(count)s pôle émergent n'est pas candidat : ni son siège ni son territoire n'est connu.",
        "%(count)s pôles émergents ne sont pas candidats : ni leur siège ni leur territoire n'est "
        "connu.",
        count,
    ) % {"count": figure(count)}


def unknown(answer: Answer) -> str:
    """Of how many people the indicator says nothing, or ""."""
    count = answer.weighting.unknown_people
    if not count:
        return ""
    return (
        f"{people(count)} vivent dans une commune dont l'indicateur ne dit rien : ils "
        f"y comptent comme "
        "au milieu du classement."
    )


def why_pole(found: Priority, ranked: int) -> list[str]:
    """Reasons for an emerging pole, short, one a line."""
    reasons = []
    if found.rank is not None:
        words = str(WHY[BASIS_OF_RANK[found.rank]])
        reasons.append(
            plural(
                "%(why)s : %(count)s commune, %(people)s",
                "%(why)s : %(count)s communes, %(people)s",
                found.communes,
            )
            % {
                "why": f"{words[0].upper()}{words[1:]}",
                "count": figure(found.communes),
                "people": people(int(found.population)),
            }
        )
    if found.already_population and found.rank != NEAR_RANK:
        reasons.append(f"Dont {people(int(found.already_population))} déjà couverts")
    if found.nearest_active_m is not None:
        away = kilometres(found.nearest_active_m / 1000)
        here = away == SAME_COMMUNE
        reasons.append(f"Pôle actif le plus proche {'dans la' if here else 'à'} {away}")
    if found.score is not None and found.epci is not None:
        reasons.append(f"Son EPCI : {ranked_as(found.score, ranked)}")
    return [spaced(reason) for reason in reasons]


def how_far(radius_km: float) -> str:
    """Up to where a pole chosen as a site is counted."""
    whole = radius_km == int(radius_km)
    km = figure(radius_km, 0 if whole else 1)
    return spaced(f"Ce qu'il ajoute : ce qui est à {km} km au plus de lui")


def why_body(body: Body, part: Body | None, scored: Scored, ranked: int) -> list[str]:
    """Reasons for an EPCI or EPT, and for what a filter keeps of it."""
    reasons = [
        plural(
            "%(people)s non couvert sur %(all)s (%(share)s)",
            "%(people)s non couverts sur %(all)s (%(share)s)",
            body.uncovered or 1,
        )
        % {
            "people": people(body.uncovered),
            "all": figure(body.population),
            "share": share(body.uncovered, body.population),
        }
    ]
    if part and part.entire:
        reasons.append(f"Le filtre n'en garde que {people(part.population)}")
    if body.metres is not None:
        reasons.append(f"Pôle le plus proche à {kilometres(body.metres / 1000)} en moyenne")
    reasons.append(f"Priorité : {ranked_as(scored, ranked)}")
    return [spaced(reason) for reason in reasons]


def ranked_as(scored: Scored, ranked: int) -> str:
    """« 23e sur 1 268 (entre 12e et 40e si les poids bougent de 20 %) »."""
    if scored.rank is None:
        return "non classé, trop peu d'indicateurs connus"
    text = f"{ordinal(scored.rank)} sur {figure(ranked)}"
    if scored.best == scored.worst:
        return text
    return f"{text} (de {ordinal(scored.best or 0)} à {ordinal(scored.worst or 0)})"


def spaced(text: str) -> str:
    """No line begins with a colon or a percent sign."""
    return text.replace(" :", f"{NO_BREAK}:").replace(" %", f"{NO_BREAK}%")


def titled(scenario: Scenario, answer: Answer) -> str:
    """A scenario in words."""
    if not scenario.text.startswith(BEST):
        names = [candidate.name for candidate in answer.candidates]
        if len(names) <= 2:
            return joined(names)
        return plural("%(count)s site choisi", "%(count)s sites choisis", len(names)) % {
            "count": figure(len(names))
        }
    count = scenario.plan.count
    if scenario.plan.candidates == EMERGING:
        words = plural(
            "Le meilleur pôle émergent", "Les %(count)s meilleurs pôles émergents", count
        )
    else:
        words = plural("Le meilleur EPCI ou EPT", "Les %(count)s meilleurs EPCI ou EPT", count)
    return words % {"count": figure(count)}
