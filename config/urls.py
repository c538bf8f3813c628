"""Every address of the site, in one list."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("directory.urls")),
    path("", include("geo.publishing.urls")),
    path("gestion/", admin.site.urls),
]
