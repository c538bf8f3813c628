"""People, their roles, their territory."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = "Personnes et droits"

    def ready(self) -> None:
        # Need the models; `telling` listens to them.
        from accounts import keeping, personal, spaces, telling  # noqa: F401, PLC0415

        personal.register(keeping.ACCOUNTS)
        personal.register(keeping.TRIES)
        spaces.register(spaces.ADMINISTRATION)


class AdministrationConfig(admin.AdminConfig):
    """Django's administration, at a door of our own."""

    default = False
    default_site = "accounts.site.Site"
