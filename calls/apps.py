"""The State's calls to the poles."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = "Appels"

    def ready(self) -> None:
        from calls.views.sitemap import Calls  # noqa: PLC0415 - needs the models
        from directory.views.seo import SECTIONS  # noqa: PLC0415

        SECTIONS["appels"] = Calls
