"""The value of a field in the table of a load: short, and of a list what differs alone."""

from typing import Any

from directory.vocabulary import TerritoryLevel


def differing(before: Any, after: Any) -> tuple[str, str]:
    """Two values as a table shows them; of two lists or objects, only what differs."""
    if isinstance(before, list) and isinstance(after, list):
        gone = [item for item in before if item not in after]
        come = [item for item in after if item not in before]
        if gone or come:
            before, after = gone, come
    elif isinstance(before, dict) and isinstance(after, dict):
        if before.get("territories", 0) != after.get("territories", 0):
            return differing(before["territories"], after["territories"])
        keys = [key for key in before if before[key] != after.get(key)]
        before, after = {k: before[k] for k in keys}, {k: after[k] for k in keys}
    return brief(before), brief(after)


def brief(value: Any) -> str:
    """A value in a cell: long ones cut in the middle, so that both ends show."""
    if value is None or value in ([], {}):
        return "(vide)"
    if isinstance(value, bool):
        return "oui" if value else "non"
    text = " ; ".join(map(item, value)) if isinstance(value, list) else item(value)
    return text if len(text) <= 160 else f"{text[:100]} … {text[-50:]}"


def item(value: Any) -> str:
    """One item of a record, as a person would say it."""
    if not isinstance(value, dict):
        return str(value)
    if "level" in value:
        target = value["code"] or f"{sum(len(r) for p in value['drawn'] for r in p)} sommets"
        return f"{TerritoryLevel(value['level']).label} {target} {value['label']}".rstrip()
    return ", ".join(brief(part) for part in value.values() if part is not None)
