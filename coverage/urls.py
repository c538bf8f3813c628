"""The doors of coverage."""

from django.urls import path

from coverage.api import CoverageView
from coverage.gap_api import GapView
from coverage.indicator_api import CatalogueView, ValuesView
from coverage.priority_api import PriorityView
from coverage.scenario_api import ScenarioView
from coverage.score_api import ScoreView
from coverage.site_api import SiteView
from coverage.views.couverture import couverture, territoire
from coverage.views.priorites import priorites
from coverage.views.ranking import territoires
from publishing.caching import until_changed

FAMILIES = ("ground", "poles")
OF_INDICATORS = ("ground", "indicators")
WITH_INDICATORS = (*FAMILIES, "indicators")

urlpatterns = [
    path("couverture/", couverture, name="couverture"),
    path("couverture/territoire/", territoire, name="couverture-territoire"),
    path("priorites/", priorites, name="priorites"),
    path("priorites/territoires/", territoires, name="priorites-territoires"),
    path("api/couverture/", until_changed(FAMILIES)(CoverageView.as_view()), name="api-couverture"),
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
    path(
        "api/priorites/",
        until_changed(WITH_INDICATORS)(PriorityView.as_view()),
        name="api-priorites",
    ),
    path("api/scores/", until_changed(WITH_INDICATORS)(ScoreView.as_view()), name="api-scores"),
    path(
        "api/scenarios/",
        until_changed(WITH_INDICATORS)(ScenarioView.as_view()),
        name="api-scenarios",
    ),
    path("api/sites/", until_changed(WITH_INDICATORS)(SiteView.as_view()), name="api-sites"),
    path("api/lacunes/", until_changed(FAMILIES)(GapView.as_view()), name="api-lacunes"),
]
