"""What the templates of instruction ask: a value by its key."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def lookup(values: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key; the key itself where there is none."""
    return values.get(key, key)
