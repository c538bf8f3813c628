"""What text pages ask of a template: data for search engines, people, sources, typography."""

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tables.addresses import fault_of
from web import french
from web.figures import NARROW_SPACE, figure
from web.french import plural

register = template.Library()

NO_BREAK_SPACE = "\u00a0"
# What would end the script element, or start another reading of it.
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
BEFORE_HIGH_MARKS = re.compile(r"\s+([;?!])")
BEFORE_COLON = re.compile(r"\s+(:|»)")
AFTER_QUOTE = re.compile(r"«\s+")
LINES = re.compile(r"[ \n]*\n[ \n]*")
SHORTEST_PATH = 2


@register.filter
def json_ld(data: Any) -> SafeString:
    """A JSON-LD block; no value can end its element."""
    text = json.dumps(data, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped above
    )


@register.filter
def people(count: int) -> str:
    """A number of people, in words: « 2 131 habitants »."""
    # In French, zero is singular.
    words = plural("%(count)s habitant", "%(count)s habitants", count or 1)
    return words % {"count": figure(count)}


@register.simple_tag
def population_years(first: int, last: int) -> str:
    """The vintage of a population, by the first and last year of what is summed."""
    if first == last:
        return f"population municipale de {last}"
    return f"populations municipales de {last}, de {first} à Mayotte"


@register.filter
def square_kilometres(area: float | None) -> str:
    """A surface: one decimal under 100 km²."""
    if area is None:
        return "–"
    return f"{figure(area, 1 if area < 100 else 0)}{NARROW_SPACE}km²"


@register.filter(is_safe=True)
def spaced(text: object) -> str:
    """French no-break spaces before high marks and inside quotes, in a text that others wrote."""
    text = BEFORE_HIGH_MARKS.sub(rf"{NARROW_SPACE}\1", str(text))
    text = BEFORE_COLON.sub(rf"{NO_BREAK_SPACE}\1", text)
    return AFTER_QUOTE.sub(f"«{NO_BREAK_SPACE}", text)


@register.filter
def on_one_line(text: object) -> str:
    """A sentence that a template writes on several lines: in a message, a line is a paragraph."""
    return LINES.sub(" ", str(text).strip())


@register.filter
def uncapped(text: object) -> str:
    """A sentence that goes on after a colon."""
    words = str(text)
    return words[:1].lower() + words[1:]


@register.filter
def web_only(addresses: list[str]) -> list[str]:
    """The addresses that are web addresses: those kept from before the rule are no link."""
    return [address for address in addresses if fault_of(address) is None]


@register.filter
def host(address: str) -> str:
    """The site of an address, without « www. »."""
    return urlsplit(address).netloc.removeprefix("www.")


@register.filter
def page_of(address: str) -> str:
    """The rest of an address, readable; nothing for a home page."""
    parts = urlsplit(address)
    path = unquote(parts.path + (f"?{parts.query}" if parts.query else ""), errors="replace")
    return path if len(path) >= SHORTEST_PATH else ""


@register.filter
def de(place: Any) -> str:
    """« de » and a commune, department or region."""
    return french.of(place.name, place.linking)


@register.filter
def a(commune: Any) -> str:
    """« à » and a commune."""
    return french.at(commune.name, commune.linking)


@register.filter
def dans(area: Any) -> str:
    """« en », « dans » or « à » and a department or region."""
    return french.within(area.name, area.linking)


@register.simple_tag
def geocoder_url() -> str:
    """The geocoder that the search box offers; empty where none is."""
    return settings.GEOCODER_URL
