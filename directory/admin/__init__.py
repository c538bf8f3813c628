"""The administration of the poles (/gestion/)."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.admin import poles  # noqa: F401 - registers

admin.site.site_header = admin.site.site_title = _("Atlas des PTCE, gestion")
admin.site.index_title = _("Gestion")
