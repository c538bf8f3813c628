"""The pages of the directory."""

from django.urls import URLPattern, path

from directory.views.carte import carte, integration

urlpatterns: list[URLPattern] = [
    path("", carte, name="carte"),
    path("integration/", integration, name="integration"),
]
