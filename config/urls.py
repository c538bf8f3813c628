"""Every address of the site, in one list."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("directory.urls")),
    path("", include("publishing.urls")),
    path("", include("geo.urls")),
    path("", include("directory.pages.api")),
    path("", include("coverage.urls")),
    path("", include("calls.urls")),
    path("", include("programme.urls")),
    path("compte/", include("accounts.urls")),
    path("gestion/", admin.site.urls),
]

handler400 = "web.errors.bad_request"
handler403 = "web.errors.forbidden"
handler404 = "web.errors.not_found"
handler500 = "config.middleware.broken"
