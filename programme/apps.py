"""The public programme around the poles."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = "Programme"

    def ready(self) -> None:
        from accounts import personal, spaces  # noqa: PLC0415 - need the models
        from programme.contacts import dataset  # noqa: F401, PLC0415 - it registers itself
        from programme.pages.demandes import SPACE  # noqa: PLC0415
        from programme.pages.sitemap import Services  # noqa: PLC0415
        from programme.requests.keeping import REQUESTS  # noqa: PLC0415
        from web.seo import SECTIONS  # noqa: PLC0415

        personal.register(REQUESTS)
        spaces.register(SPACE)
        SECTIONS["services"] = Services
