"""The poles: who, where, since when, by which source."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Annuaire des PTCE"

    def ready(self) -> None:
        from directory import exports, receivers, spaces  # noqa: F401, PLC0415 - need the models
