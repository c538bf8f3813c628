"""The pages of coverage, and the doors of indicators; those of its datasets are `publishing`'s."""

from django.urls import path

from coverage.indicator_api import CatalogueView, ValuesView
from coverage.views.couverture import couverture, territoire
from coverage.views.priorites import priorites
from coverage.views.ranking import territoires
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
