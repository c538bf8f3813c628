"""The substitutes of an application: whom the journal saw named, by whom, why and when."""

from collections import defaultdict
from collections.abc import Iterator
from operator import attrgetter

from calls.commitments import reason_content
from calls.erasing import NAMED_BY, NAMING, PERSON
from calls.models import Application, ApplicationEvent, Substitute
from calls.verification.acts import MOST, at_once, other_person, reason_changed
from calls.verification.testimony import Testimony
from publishing.ceilings import within


def of_substitutes(application: Application, told: Testimony) -> Iterator[str]:
    """Each that was named is there, in the order of the journal; no other is."""
    found: dict[str, list[Substitute]] = defaultdict(list)
    rows = within(list(application.substitutes.all()), MOST, "suppléances")
    for one in sorted(rows, key=attrgetter("pk")):
        found[one.region_id].append(one)
    for region in sorted({*found, *told.named}):
        rows, acts = found[region], told.named.get(region, [])
        if len(rows) != len(acts):
            yield f"les suppléances de la région {region} ne sont pas celles du journal."
            continue
        for one, act in zip(rows, acts, strict=True):
            yield from of_substitute(region, one, act, told)


def of_substitute(
    region: str, one: Substitute, act: ApplicationEvent, told: Testimony
) -> Iterator[str]:
    """One of them."""
    if reason_changed(one, NAMING, act, told, reason_content(one.reason)):
        yield f"le motif d'une suppléance de la région {region} a changé."
    # Older acts did not say whom they named.
    person = act.data.get("person", one.person_id)
    if other_person(one.person_id, person, erased=(PERSON, one.pk) in told.erased):
        yield f"la personne d'une suppléance de la région {region} n'est pas celle du journal."
    if other_person(one.named_by_id, act.person_id, erased=(NAMED_BY, one.pk) in told.erased):
        yield f"une suppléance de la région {region} n'est plus de qui l'a désignée."
    if not at_once(one.named_at, act.at):
        yield f"l'heure d'une suppléance de la région {region} n'est pas celle du journal."
