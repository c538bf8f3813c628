"""Every address of the site, in one list."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("directory.urls")),
    path("", include("publishing.urls")),
    path("", include("geo.urls")),
    path("", include("directory.api")),
    path("", include("coverage.urls")),
    path("", include("calls.urls")),
    path("", include("programme.urls")),
    path("compte/", include("accounts.urls")),
    path("gestion/", admin.site.urls),
]

handler400 = "directory.views.errors.bad_request"
handler403 = "directory.views.errors.forbidden"
handler404 = "directory.views.errors.not_found"
handler500 = "config.middleware.broken"
