"""The WSGI door."""

import os

from django.core.wsgi import get_wsgi_application

from config.environment import Process

# Before the settings are read: pages have an account of the database to them, which owns nothing.
Process.serves_pages = True
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
