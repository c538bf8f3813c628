"""The addresses of the programme."""

from django.urls import URLPattern, path

from directory.views.feeds import public_for_an_hour
from programme.views.feeds import EventFeed, calendrier
from programme.views.pages import agenda, partenaires, programme, services

urlpatterns: list[URLPattern] = [
    path("programme/", programme, name="programme"),
    path("services/", services, name="services"),
    path("agenda/", agenda, name="agenda"),
    path("agenda/atom.xml", public_for_an_hour(EventFeed()), name="agenda-atom"),
    path("agenda/calendrier.ics", calendrier, name="agenda-calendrier"),
    path("partenaires/", partenaires, name="partenaires"),
]
