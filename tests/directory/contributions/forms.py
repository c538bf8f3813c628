"""What a browser would send from the form of a record."""

from typing import Any


def sent(form: Any, **changes: Any) -> dict[str, Any]:
    """The data of a form as it is shown, but for the changes."""
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        widget = bound.field.widget
        if hasattr(widget, "widgets"):
            for rank, part in enumerate(widget.decompress(value)):
                data[f"{bound.html_name}_{rank}"] = part or ""
        elif widget.input_type == "checkbox" if hasattr(widget, "input_type") else False:
            if value:
                data[bound.html_name] = "on"
        else:
            data[bound.html_name] = widget.format_value(value) or ""
            if isinstance(data[bound.html_name], list):
                data[bound.html_name] = data[bound.html_name][0]
    return data | changes
