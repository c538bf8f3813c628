"""The opinions of an application: given, taken back, and those who stood aside."""

from collections import defaultdict
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from calls.commitments import opinion_content, reason_content
from calls.erasing import AUTHOR, RECUSAL
from calls.instruction.writing import remarks_of, scores_of
from calls.models import Application, ApplicationEvent, FormerOpinion, Opinion
from calls.verification.acts import MOST, at_once, other_person, reason_changed, rewritten
from calls.verification.testimony import TakenBack, Testimony
from calls.vocabulary import OpinionState
from publishing.ceilings import within


def of_opinions(application: Application, told: Testimony) -> Iterator[str]:
    """Each opinion and each recusal of the journal is there, as it committed to it; no other is."""
    found: dict[str, list[Opinion]] = defaultdict(list)
    rows = within(list(application.opinions.all()), MOST, "avis")
    for one in sorted(rows, key=attrgetter("pk")):
        found[one.region_id].append(one)
    for region in sorted({*found, *told.given, *told.former, *told.aside}):
        yield from of_given(region, found[region], told)
        yield from of_former(region, found[region], told)
        yield from of_recusals(region, found[region], told)


def of_given(region: str, opinions: list[Opinion], told: Testimony) -> Iterator[str]:
    """The opinion in force of a region."""
    given = [one for one in opinions if one.state == OpinionState.GIVEN]
    act = told.given.get(region)
    if act and not given:
        yield f"l'avis rendu de la région {region} manque."
    for one in given:
        content = now_contents(one)
        if not act or one.reason or rewritten(one.salt, act.data.get("commitment"), *content):
            yield f"l'avis de la région {region} n'est pas celui qui a été rendu."
        if not act:
            continue
        if not at_once(one.given_at, act.at):
            yield f"l'heure de l'avis de la région {region} n'est pas celle du journal."
        if author_changed(one, act, told):
            yield f"l'avis de la région {region} n'est plus de la personne qui l'a rendu."


def now_contents(opinion: Opinion) -> list[dict[str, Any]]:
    """What an opinion says now, as committed to today and before remarks were."""
    said = (opinion.advice, opinion.text, scores_of(opinion))
    return [opinion_content(*said, remarks_of(opinion)), opinion_content(*said)]


def author_changed(opinion: Opinion, act: ApplicationEvent, told: Testimony) -> bool:
    """Whether an opinion is not of the person who acted, forgotten since or not."""
    erased = (AUTHOR, opinion.pk) in told.erased
    return other_person(opinion.author_id, act.person_id, erased=erased)


def of_former(region: str, opinions: list[Opinion], told: Testimony) -> Iterator[str]:
    """What a region had given before, one after the other."""
    found = [(old, one) for one in opinions for old in one.former.all()]
    found.sort(key=lambda pair: pair[0].pk)
    acts = told.former.get(region, [])
    if len(found) != len(acts):
        yield f"les avis repris de la région {region} ne sont pas ceux du journal."
        return
    for (old, opinion), acted in zip(found, acts, strict=True):
        if former_changed(old, acted):
            yield f"un avis repris de la région {region} n'est pas celui qui avait été rendu."
        if author_changed(opinion, acted.given, told):
            yield f"un avis repris de la région {region} n'est plus de la personne qui l'a rendu."


def former_changed(old: FormerOpinion, acted: TakenBack) -> bool:
    """Whether an opinion taken back says something else, or was given or taken back otherwise."""
    content = opinion_content(
        old.advice, old.text, [list(pair) for pair in old.scores], old.remarks
    )
    return (
        rewritten(old.salt, acted.given.data.get("commitment"), content)
        or old.after_reading != acted.after_reading
        or not at_once(old.given_at, acted.given.at)
        or not at_once(old.taken_back_at, acted.taken.at)
    )


def of_recusals(region: str, opinions: list[Opinion], told: Testimony) -> Iterator[str]:
    """Who stood aside in a region, and why."""
    rows = [one for one in opinions if one.state == OpinionState.RECUSED]
    left = list(told.aside.get(region, []))
    if len(rows) != len(left):
        yield f"les déports de la région {region} ne sont pas ceux du journal."
        return
    # Those whose account is gone come last: an act that is nobody's any more is theirs.
    for one in sorted(rows, key=lambda row: (row.author_id is None, row.pk)):
        act = act_of(one, left, told)
        if act is None:
            yield f"un déport de la région {region} n'est plus de la personne qui s'est déportée."
            continue
        left.remove(act)
        if reason_changed(one, RECUSAL, act, told, reason_content(one.reason)):
            yield f"un motif de déport de la région {region} a changé."
        if one.advice or one.text or one.given_at:
            yield f"un déport de la région {region} porte un avis."


def act_of(
    recusal: Opinion, acts: list[ApplicationEvent], told: Testimony
) -> ApplicationEvent | None:
    """The act of a recusal: that of its author; of someone forgotten, one that it agrees with."""
    if recusal.author_id is not None:
        return next((one for one in acts if one.person_id == recusal.author_id), None)
    if (AUTHOR, recusal.pk) not in told.erased:
        return None
    content = reason_content(recusal.reason)
    agreed = (one for one in acts if not reason_changed(recusal, RECUSAL, one, told, content))
    return next(agreed, acts[0] if acts else None)
