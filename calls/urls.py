"""The addresses of calls."""

from django.urls import URLPattern, path

from calls.views.feeds import CallFeed, calendrier
from calls.views.pages import appel, appels
from directory.views.feeds import public_for_an_hour

urlpatterns: list[URLPattern] = [
    path("appels/", appels, name="appels"),
    path("appels/atom.xml", public_for_an_hour(CallFeed()), name="appels-atom"),
    path("appels/calendrier.ics", calendrier, name="appels-calendrier"),
    path("appels/<slug:slug>/", appel, name="appel"),
]
