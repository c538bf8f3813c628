"""The State's calls to the poles."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = "Appels"

    def ready(self) -> None:
        from accounts import personal, spaces  # noqa: PLC0415
        from calls import receivers  # noqa: F401, PLC0415
        from calls.application.keeping import APPLICATIONS  # noqa: PLC0415
        from calls.application.pages.space import waiting  # noqa: PLC0415
        from calls.call import dataset, laureates  # noqa: F401, PLC0415
        from calls.call.queries import naming_laureates  # noqa: PLC0415
        from calls.call.sitemap import Calls  # noqa: PLC0415 - needs the models
        from calls.instruction.keeping import OPINIONS  # noqa: PLC0415
        from calls.instruction.pages import space  # noqa: PLC0415
        from directory.contributions.calls import TELLERS  # noqa: PLC0415
        from web.seo import SECTIONS  # noqa: PLC0415

        TELLERS.append(naming_laureates)
        SECTIONS["appels"] = Calls
        personal.register(APPLICATIONS)
        personal.register(OPINIONS)
        spaces.register(
            spaces.Space(
                "candidatures",
                "Mes candidatures",
                "Préparer, envoyer et suivre une candidature à un appel.",
                waiting=waiting,
            )
        )
        space.register_spaces()
