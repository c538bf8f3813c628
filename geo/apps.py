"""The ground: regions, departments, EPCI and communes, their search and their publication."""

from django.apps import AppConfig


class GeoConfig(AppConfig):
    name = "geo"
    verbose_name = "Territoires"

    def ready(self) -> None:
        from geo import exports, passage_exports  # noqa: F401, PLC0415 - need the models
