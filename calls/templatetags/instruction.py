"""What the templates of instruction ask: a value by its key, a number of communes."""

from collections.abc import Mapping
from typing import Any

from django import template

from web.figures import figure
from web.french import plural

register = template.Library()


@register.filter
def lookup(values: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key; the key itself where there is none."""
    return values.get(key, key)


@register.filter
def communes(count: int) -> str:
    """« 33 communes », « 0 commune »: in French, zero is singular."""
    words = plural("%(count)s commune", "%(count)s communes", count or 1)
    return words % {"count": figure(count)}
