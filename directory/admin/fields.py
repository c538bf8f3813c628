"""What the administration alone draws: a contour."""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from leaflet.admin import LeafletAdminWidget


class ContourWidget(LeafletAdminWidget):
    """django-leaflet's drawing, started by a module of our own: no script inside the page."""

    template_name = "admin/directory/contour_widget.html"

    @property
    def media(self) -> forms.Media:
        ours = forms.Media(
            js=[
                "vendor/protomaps-leaflet/protomaps-leaflet.js",
                Script("js/gestion/territoires.js", type="module"),  # type: ignore[list-item]
            ],
            css={"screen": ["css/gestion.css"]},
        )
        return super().media + ours

    def _render(self, template_name: str, context: dict, renderer: Any = None) -> SafeString:
        # Forms look for templates in applications only; ours are in the project's folder.
        return mark_safe(render_to_string(template_name, context))  # noqa: S308 - a template
