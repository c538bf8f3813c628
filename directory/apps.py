"""The poles: who, where, since when, by which source."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Annuaire des PTCE"

    def ready(self) -> None:
        from accounts import personal  # noqa: PLC0415 - need the models
        from directory import receivers, sitemap  # noqa: F401, PLC0415 - need the models
        from directory.contributions import keeping, keeping_missing, spaces  # noqa: F401, PLC0415
        from directory.imports import keeping as imports  # noqa: PLC0415
        from directory.imports import spaces as importing  # noqa: F401, PLC0415
        from directory.models import Pole  # noqa: PLC0415
        from directory.record import dataset  # noqa: F401, PLC0415
        from geo.models import Commune  # noqa: PLC0415
        from web.health import COUNTED  # noqa: PLC0415
        from web.seo import SECTIONS  # noqa: PLC0415

        personal.register(keeping.CONTRIBUTIONS)
        personal.register(keeping_missing.MISSING)
        personal.register(imports.IMPORTS)
        SECTIONS.update(sitemap.PARTS)
        COUNTED["communes"] = Commune.objects.current().count
        COUNTED["poles"] = Pole.objects.public().count
