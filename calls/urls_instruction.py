"""The addresses of those who instruct applications and decide on them."""

from django.urls import URLPattern, path

from calls.decision.pages import announcing, committee
from calls.decision.pages.addresses import promote
from calls.instruction.pages import conduct, files, lists, opinions, statistics, substitutes

urlpatterns: list[URLPattern] = [
    path("appels-statistiques/", statistics.appels, name="statistiques-appels"),
    path("appels/<slug:slug>/statistiques/", statistics.statistiques, name="appel-statistiques"),
    path(
        "appels/<slug:slug>/statistiques/candidatures.<str:form>",
        statistics.fichier,
        name="appel-candidatures",
    ),
    path("instruction/", lists.instruction, name="instruction"),
    path("instruction/<slug:slug>/", lists.applications, name="instruction-appel"),
    path(
        "instruction/<slug:slug>/territoires.geojson",
        files.territoires,
        name="instruction-territoires",
    ),
    path("instruction/<slug:slug>/conduite/", conduct.conduite, name="appel-conduite"),
    path("instruction/<slug:slug>/comite/", committee.comite, name="comite"),
    path("instruction/<slug:slug>/comite/feuille/", committee.feuille, name="comite-feuille"),
    path("instruction/<slug:slug>/comite/annonce/", announcing.annonce, name="comite-annonce"),
    path("instruction/<slug:slug>/<slug:number>/", files.dossier, name="dossier"),
    path(
        "instruction/<slug:slug>/<slug:number>/acte/",
        files.acte,
        {"promote": promote},
        name="dossier-acte",
    ),
    path(
        "instruction/<slug:slug>/<slug:number>/suppleant/<slug:region>/",
        substitutes.suppleant,
        name="dossier-suppleant",
    ),
    path("instruction/<slug:slug>/<slug:number>/deport/", opinions.deport, name="dossier-deport"),
    path(
        "instruction/<slug:slug>/<slug:number>/avis/<slug:region>/",
        opinions.avis,
        name="dossier-avis",
    ),
    path(
        "instruction/<slug:slug>/<slug:number>/avis/<slug:region>/reprendre/",
        opinions.reprendre,
        name="dossier-avis-reprendre",
    ),
]
