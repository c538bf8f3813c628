"""What the pages of calls say, in words."""

from datetime import datetime

from calls.application.sheets import hour
from calls.call.queries import CallRow
from calls.models import Call
from web.dates import PartialDate
from web.figures import figure
from web.french import plural

FEW = ("", "Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix")
FIRST_OF_AAP = "aap-"
FIRST_PHASE = 1


def nature(call: Call) -> str:
    """What kind of call it is, in full."""
    if call.scheme.startswith(FIRST_OF_AAP):
        return "appel à projets (AAP)"
    return "appel à manifestation d'intérêt (AMI)"


def overview(rows: list[CallRow], recognised: int, now: datetime) -> str:
    """How many editions, how many poles of the atlas, whether one is open."""
    if not rows:
        return "Aucun appel n'est décrit dans les données chargées."
    years = {row.call.year for row in rows}
    count = FEW[len(years)] if len(years) < len(FEW) else str(len(years))
    editions = plural(
        "%(count)s édition d'appel de l'État aux PTCE depuis %(first)s",
        "%(count)s éditions d'appels de l'État aux PTCE depuis %(first)s",
        len(years),
    ) % {"count": count, "first": min(years)}
    poles = plural(
        "%(count)s pôle de l'atlas en a été lauréat.",
        "%(count)s pôles de l'atlas en ont été lauréats, une fois au moins.",
        recognised or 1,
    ) % {"count": figure(recognised)}
    return f"{editions} : {poles} {opening([row.call for row in rows], now)}"


def opening(calls: list[Call], now: datetime) -> str:
    """Which calls are open today, or that none is."""
    titles = [call.title for call in calls if call.open_now(now)]
    if not titles:
        return "Aucun appel n'est ouvert d'après ces données."
    return f"Ouvert aujourd'hui : {', '.join(titles)}."


def answer(row: CallRow) -> str:
    """What came of one call."""
    call = row.call
    if call.live and call.laureates is None:
        return f"{when(call)[:1].upper()}{when(call)[1:]} (heure de Paris)."
    dates = call.dates
    said = []
    if call.laureates is None:
        said.append("Le nombre de lauréats n'est pas connu.")
    else:
        results = f" {dates['results'].said()}" if "results" in dates else ""
        candidates = candidates_of(call)
        asked = f", pour {candidates} candidats" if candidates else ""
        laureates = plural(
            "%(count)s lauréat annoncé%(when)s%(asked)s",
            "%(count)s lauréats annoncés%(when)s%(asked)s",
            call.laureates or 1,
        )
        said.append(
            laureates % {"count": figure(call.laureates), "when": results, "asked": asked} + "."
        )
    if row.shown:
        held = plural("%(count)s est dans l'atlas.", "%(count)s sont dans l'atlas.", row.shown)
        said.append(held % {"count": figure(row.shown)})
    else:
        said.append("Aucun n'est dans l'atlas.")
    return " ".join(said)


def missing(row: CallRow) -> str:
    """How many of the laureates announced are not here; "" where every one is."""
    announced = row.call.laureates
    if announced is None:
        return "On ne sait pas combien de lauréats furent annoncés, ni donc combien manquent ici."
    if not row.missing:
        return ""
    if not row.shown:
        left = plural(
            "Le lauréat annoncé n'est pas dans l'atlas.",
            "Aucun des %(count)s lauréats annoncés n'est dans l'atlas.",
            announced,
        )
        return left % {"count": figure(announced)}
    held = plural(
        "%(shown)s lauréat sur %(all)s est dans l'atlas",
        "%(shown)s lauréats sur %(all)s sont dans l'atlas",
        row.shown,
    ) % {"shown": figure(row.shown), "all": figure(announced)}
    left = plural("%(count)s manque", "%(count)s manquent", row.missing)
    return f"{held} : {left % {'count': figure(row.missing)}}."


def candidates_of(call: Call) -> str:
    """« 125 », « 180 à 183 » ; nothing if no source counts them."""
    return between(call.candidates_low, call.candidates_high)


def grant_of(call: Call) -> str:
    """What a pole receives: « 100 000 € », « 30 000 à 80 000 € », over how long."""
    amount = between(call.grant_low_eur, call.grant_high_eur)
    if not amount:
        # The first phase opens services; money comes with the second.
        return "bouquet de services" if call.phase == FIRST_PHASE else ""
    years = call.grant_years
    over = plural(" sur un an", " sur %(count)s ans", years) % {"count": years} if years else ""
    return f"{amount}\u00a0€{over}"


def between(low: int | None, high: int | None) -> str:
    """A figure, or the two between which sources put it."""
    if low is None:
        return ""
    if high is None or high == low:
        return figure(low)
    return f"{figure(low)} à {figure(high)}"


def when(call: Call) -> str:
    """The dates of a call on one line; nothing where none is known."""
    if call.live:
        return hours(call)
    dates = call.dates
    parts = []
    opened, closed, results = (dates.get(name) for name in ("opened", "closed", "results"))
    if opened and closed:
        parts.append(f"ouvert {opened.said()}, clos {closed.said()}")
    elif opened:
        parts.append(f"lancé {opened.said()}")
    if results:
        parts.append(f"résultats {results.said()}")
    return ", ".join(parts)


def hours(call: Call) -> str:
    """The hours of a call that is run from here, in Paris, and when its laureates were told."""
    assert call.opens_at is not None  # noqa: S101 - it is live
    parts = [f"ouverture le {hour(call.opens_at)}"]
    if call.closes_at:
        parts.append(f"clôture le {hour(call.closes_at)}")
    else:
        parts.append("sans date de clôture")
    if call.announced_at:
        parts.append(f"résultats le {hour(call.announced_at)}")
    return ", ".join(parts)


def milestones(call: Call) -> list[tuple[str, str, PartialDate]]:
    """Its dates: name of the field, what happens, when."""
    words = {"opened": "lancement", "closed": "clôture", "results": "résultats"}
    return [(name, words[name], date) for name, date in call.dates.items()]
