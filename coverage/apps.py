"""What is covered, what is not, and what would be."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "coverage"
    verbose_name = "Couverture"

    def ready(self) -> None:
        from coverage import datasets  # noqa: F401, PLC0415 - need the models
        from coverage.indicators import receivers as of_indicators  # noqa: F401, PLC0415
        from coverage.states import layers, receivers  # noqa: F401, PLC0415
