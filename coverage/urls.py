"""The pages of coverage; the doors of its datasets are `publishing`'s."""

from django.urls import path

from coverage.priorities.page import priorites
from coverage.priorities.ranking import territoires
from coverage.report.pages.couverture import couverture, territoire

urlpatterns = [
    path("couverture/", couverture, name="couverture"),
    path("couverture/territoire/", territoire, name="couverture-territoire"),
    path("priorites/", priorites, name="priorites"),
    path("priorites/territoires/", territoires, name="priorites-territoires"),
]
