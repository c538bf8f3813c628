"""The doors of coverage."""

from django.urls import path

from coverage.api import CoverageView
from geo.publishing.caching import until_changed

FAMILIES = ("ground", "poles")

urlpatterns = [
    path("api/couverture/", until_changed(FAMILIES)(CoverageView.as_view()), name="api-couverture"),
]
