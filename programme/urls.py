"""The addresses of the programme."""

from django.urls import URLPattern, path

from programme.views.agenda import agenda
from programme.views.demander import demander
from programme.views.demandes import demande, demandes, relancer
from programme.views.feeds import EventFeed, calendrier
from programme.views.pages import programme
from programme.views.partenaires import partenaires
from programme.views.services import service, services
from programme.views.suivi import suivi
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
