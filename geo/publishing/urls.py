"""The doors for machines: API and tiles."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
