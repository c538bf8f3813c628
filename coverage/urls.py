"""The pages of coverage, and the doors of indicators; those of its datasets are `publishing`'s."""

from django.urls import path

from coverage.indicators.api import CatalogueView, ValuesView
from coverage.priorities.page import priorites
from coverage.priorities.ranking import territoires
from coverage.report.pages.couverture import couverture, territoire
from publishing.caching import until_changed

OF_INDICATORS = ("ground", "indicators")

urlpatterns = [
    path("couverture/", couverture, name="couverture"),
    path("couverture/territoire/", territoire, name="couverture-territoire"),
    path("priorites/", priorites, name="priorites"),
    path("priorites/territoires/", territoires, name="priorites-territoires"),
    path(
        "api/indicateurs/",
        until_changed(OF_INDICATORS)(CatalogueView.as_view()),
        name="api-indicateurs",
    ),
    path(
        "api/indicateurs/<str:code>/",
        until_changed(OF_INDICATORS)(ValuesView.as_view()),
        name="api-indicateur",
    ),
]
