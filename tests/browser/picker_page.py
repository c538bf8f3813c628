"""A page with nothing but the picker of territories, for its tests."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import handler404
from config.urls import urlpatterns as every
from directory.record.picker import TerritoriesField
from directory.record.pieces import piece

__all__ = ["handler404", "urlpatterns"]
PAGE = """
{% extends "web/base.html" %}
{% block head %}{% include "directory/record/picker_head.html" %}{% endblock %}
{% block content %}<h1>Essai</h1><form method="post">{% csrf_token %}
<div class="champ"><label for="id_territories">Territoires</label>
<p id="id_territories_helptext">{{ form.territories.help_text }}</p>
{{ form.territories }}</div>
{{ form.territories.errors }}<output>{{ kept }}</output><button class="bouton">Envoyer</button>
</form>{% endblock %}
"""


class Form(forms.Form):
    territories = TerritoriesField()


def page(request: HttpRequest) -> HttpResponse:
    initial = {"territories": [piece("commune", "01006"), piece("part", "01005", "Gare")]}
    form = Form(request.POST or None, initial=initial)
    kept = form.is_valid() and [
        (p["level"], p["code"], p["label"]) for p in form.cleaned_data["territories"]
    ]
    text = engines["django"].from_string(PAGE).render({"form": form, "kept": kept}, request)
    return HttpResponse(text)


urlpatterns = [path("essai/", page), *every]
