"""A code of yesterday that was read as today's, told in a header: whatever the body can say."""

from collections.abc import Mapping
from typing import Any

HEADER = "X-Substitution"


def tell_substitutions(response: Any, parameters: Mapping[str, Any]) -> None:
    """Say each in one header, from the `substitutions` of the parameters as they were read."""
    told = [
        f"{one['parametre']}={one['demande']} lu {written(one['lu'])}"
        for one in parameters.get("substitutions", ())
    ]
    if told:
        response[HEADER] = "; ".join(told)


def written(read: Any) -> str:
    """One code, or those that share what was asked, by commas."""
    return read if isinstance(read, str) else ",".join(read)
