"""Static files: modules import one another under the names that hold their hash."""

import re

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings


def test_modules_import_one_another_by_hashed_names(tmp_path):
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "config.statics.Storage"}}
    folders = [settings.BASE_DIR / "assets"]
    with override_settings(
        STORAGES=storages,
        STATIC_ROOT=tmp_path,
        STATICFILES_DIRS=folders,
        INSTALLED_APPS=["django.contrib.staticfiles"],
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
    [page] = (tmp_path / "js" / "carte").glob("page.*.js")
    imported = re.findall(r'from "(\./[^"]+)"', page.read_text())
    assert len(imported) > 5
    for name in imported:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name), name
        assert (page.parent / name).exists()
