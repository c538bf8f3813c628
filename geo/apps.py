"""The ground: regions, departments, EPCI and communes, their search and their publication."""

from django.apps import AppConfig


class GeoConfig(AppConfig):
    name = "geo"
    verbose_name = "Territoires"
