"""The addresses of calls, and of the applications that people make to them."""

from django.urls import URLPattern, URLResolver, include, path

from calls.application.pages import applicant, applying, documents
from calls.call.feeds import CallFeed, calendrier
from calls.call.laureates import LAUREATES
from calls.call.pages import appel, appels
from calls.instruction.pages.people import read_by
from publishing.doors.addresses import feature_doors
from web.feeds import public_for_an_hour

urlpatterns: list[URLPattern | URLResolver] = [
    path("appels/", appels, name="appels"),
    path("appels/atom.xml", public_for_an_hour(CallFeed()), name="appels-atom"),
    path("appels/calendrier.ics", calendrier, name="appels-calendrier"),
    path("appels/<slug:slug>/", appel, name="appel"),
    path("appels/<slug:slug>/candidater/", applying.candidater, name="appel-candidater"),
    path(
        "appels/<slug:slug>/documents/<int:document>/", documents.reglement, name="appel-document"
    ),
    path("candidatures/", applicant.candidatures, name="candidatures"),
    path("candidatures/<uuid:key>/", applicant.candidature, name="candidature"),
    path("candidatures/<uuid:key>/retirer/", applicant.retirer, name="candidature-retirer"),
    path(
        "candidatures/<uuid:key>/recepisse.pdf", applicant.recepisse, name="candidature-recepisse"
    ),
    path(
        "candidatures/<uuid:key>/documents/ajouter/",
        documents.ajouter,
        name="candidature-document-ajouter",
    ),
    path(
        "candidatures/<uuid:key>/documents/<int:document>/",
        documents.lire,
        {"read_by": read_by},
        name="candidature-document",
    ),
    path(
        "candidatures/<uuid:key>/documents/<int:document>/enlever/",
        documents.enlever,
        name="candidature-document-enlever",
    ),
    path(
        "candidatures/<uuid:key>/questions/<int:question>/",
        applicant.repondre,
        name="candidature-repondre",
    ),
    path(
        "candidatures/<uuid:key>/questions/<int:question>/documents/ajouter/",
        documents.ajouter,
        name="candidature-reponse-document",
    ),
    path("candidatures/<uuid:key>/<slug:step>/", applying.etape, name="candidature-etape"),
    *feature_doors(LAUREATES),
    path("", include("calls.urls_instruction")),
]
