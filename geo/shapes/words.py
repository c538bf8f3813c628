"""What shapes hold, in sentences: said before anything is written."""

from collections.abc import Sequence

from geo.shapes.weighing import Part, Weighed
from web.figures import NARROW_SPACE, figure
from web.french import plural

MOST_NAMED = 20
LEAST_OUTSIDE = 0.01  # of the shape: less is the drawing of a coast
NOTHING = (
    "un périmètre qui touche une commune au moins ; celui-ci n'en touche aucune : il est en mer, "
    "ou à l'étranger"
)


def counted(found: Weighed) -> str:
    """« 12 communes, 8 432 habitants, 213 km² »; the km² are those of the shape itself."""
    communes = len(found.counted)
    people = found.population
    return ", ".join([
        plural("%s commune", "%s communes", communes or 1) % figure(communes),
        plural("%s habitant", "%s habitants", people or 1) % figure(people),
        f"{area(found.km2)}",
    ])  # fmt: skip


def area(km2: float) -> str:
    """Square kilometres: one decimal under ten, hectares under one."""
    if km2 < 0.995:
        return f"{figure(km2 * 100, 0 if km2 >= 0.1 else 1)}{NARROW_SPACE}ha"
    return f"{figure(km2, 1 if km2 < 9.95 else 0)}{NARROW_SPACE}km²"


def shared(one: Part) -> str:
    """The share of a commune: « 42 % », « 0,3 % », « moins de 0,1 % »."""
    if one.share is None:
        return "part inconnue"
    percent = one.share * 100
    if percent < 0.1:
        return f"moins de 0,1{NARROW_SPACE}%"
    return f"{figure(min(percent, 100), 0 if percent >= 10 else 1)}{NARROW_SPACE}%"


def named(parts: Sequence[Part], shares: bool = True) -> str:
    """Communes by name and code, and how many more there are."""
    said = [
        f"{one.name} ({one.code}" + (f", {shared(one)})" if shares else ")")
        for one in parts[:MOST_NAMED]
    ]
    more = len(parts) - MOST_NAMED
    return ", ".join(said) + (
        f", et {figure(more)} {plural('autre', 'autres', more)}" if more > 0 else ""
    )


def outside(found: Weighed) -> str:
    """What is on no commune; "" where that is little."""
    if not found.km2 or found.outside_km2 < LEAST_OUTSIDE * found.km2:
        return ""
    percent = figure(100 * found.outside_km2 / found.km2)
    return f"{area(found.outside_km2)} ({percent}{NARROW_SPACE}%) sont en mer ou à l'étranger."


def told(found: Weighed) -> list[str]:
    """All that is taken and left, a sentence for each sort."""
    said = [f"Prend {counted(found)}."]
    if found.whole:
        said.append(f"Prises entières, pour moitié au moins : {named(found.whole, False)}.")
    if found.part:
        said.append(f"Prises en partie : {named(found.part)}.")
    if found.brushed:
        said.append(f"Effleurées (moins de 5{NARROW_SPACE}%), et prises : {named(found.brushed)}.")
    if found.left:
        said.append(f"Laissées (moins de 1{NARROW_SPACE}%) : {named(found.left)}.")
    if beyond := outside(found):
        said.append(beyond)
    return said
