"""Why something is written: told by whoever writes, kept beside each change by the triggers."""

from contextlib import AbstractContextManager
from typing import Any

import pghistory


def because(reason: str, **facts: Any) -> AbstractContextManager[Any]:
    """Whatever is written inside is kept with this reason, under the person of the request."""
    context: AbstractContextManager[Any] = pghistory.context(
        **{"reason": reason, **{name: fact for name, fact in facts.items() if fact}}
    )
    return context
