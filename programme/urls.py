"""The addresses of the programme."""

from django.urls import URLPattern, path

from programme.pages.agenda import agenda
from programme.pages.demander import demander
from programme.pages.demandes import demande, demandes, relancer
from programme.pages.feeds import EventFeed, calendrier
from programme.pages.pages import programme
from programme.pages.partenaires import partenaires
from programme.pages.services import service, services
from programme.pages.suivi import suivi
from web.feeds import public_for_an_hour

urlpatterns: list[URLPattern] = [
    path("programme/", programme, name="programme"),
    path("services/", services, name="services"),
    path("services/<slug:slug>/", service, name="service"),
    path("services/<slug:slug>/demander/", demander, name="demander"),
    path("demandes/", demandes, name="demandes"),
    path("demandes/<int:pk>/", demande, name="demande"),
    path("demandes/<int:pk>/relancer/", relancer, name="relancer"),
    path("demandes/suivi/<str:token>/", suivi, name="suivi"),
    path("agenda/", agenda, name="agenda"),
    path("agenda/atom.xml", public_for_an_hour(EventFeed()), name="agenda-atom"),
    path("agenda/calendrier.ics", calendrier, name="agenda-calendrier"),
    path("partenaires/", partenaires, name="partenaires"),
]
