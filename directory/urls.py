"""The pages of the directory."""

from django.urls import URLPattern, path

from directory.contributions.pages.answering import accepter_pole, pole_a_examiner
from directory.contributions.pages.confirming import confirme, confirmer
from directory.contributions.pages.contributions import contributions, signalement
from directory.contributions.pages.editing import modifier, proposer
from directory.contributions.pages.history import historique, remettre
from directory.contributions.pages.missing import pole_propose, proposer_pole
from directory.contributions.pages.proposals import amender, proposition
from directory.contributions.pages.reports import signale, signaler
from directory.contributions.pages.shapes import lire, peser
from directory.imports.pages import importation, importer
from directory.pages.annuaire import annuaire
from directory.pages.carte import carte, integration
from directory.pages.complet import complet
from directory.pages.donnees import donnees
from directory.pages.poles import pole
from directory.territories.pages import area, commune
from geo.levels import AREAS
from web.health import sante
from web.seo import robots, sitemap_index, sitemap_section

urlpatterns: list[URLPattern] = [
    path("", carte, name="carte"),
    path("integration/", integration, name="integration"),
    path("annuaire/", annuaire, name="annuaire"),
    path("annuaire/complet/", complet, name="annuaire-complet"),
    path("poles/<slug:slug>/", pole, name="pole"),
    path("poles/<slug:slug>/historique/", historique, name="pole-historique"),
    path("poles/<slug:slug>/historique/remettre/", remettre, name="pole-remettre"),
    path("poles/<slug:slug>/signaler/", signaler, name="pole-signaler"),
    path("poles/<slug:slug>/signaler/merci/", signale, name="pole-signale"),
    path("poles/<slug:slug>/proposer/", proposer, name="pole-proposer"),
    path("poles/<slug:slug>/modifier/", modifier, name="pole-modifier"),
    path("poles/<slug:slug>/confirmer/merci/", confirme, name="pole-confirme"),
    path("poles/<slug:slug>/confirmer/<str:token>/", confirmer, name="pole-confirmer"),
    path("proposer-un-pole/", proposer_pole, name="proposer-un-pole"),
    path("proposer-un-pole/merci/", pole_propose, name="proposer-un-pole-merci"),
    path("importer/", importer, name="importer"),
    path("importer/<int:key>/", importation, name="import"),
    path("contributions/", contributions, name="contributions"),
    path("contributions/signalements/<int:key>/", signalement, name="contribution-signalement"),
    path("contributions/propositions/<int:key>/", proposition, name="contribution-proposition"),
    path("contributions/propositions/<int:key>/modifier/", amender, name="contribution-amender"),
    path("perimetres/lire/", lire, name="perimetre-lire"),
    path("perimetres/peser/", peser, name="perimetre-peser"),
    path("contributions/poles/<int:key>/", pole_a_examiner, name="contribution-pole"),
    path(
        "contributions/poles/<int:key>/ajouter/", accepter_pole, name="contribution-pole-accepter"
    ),
    path("communes/<str:code>/", commune, name="commune"),
    *(
        path(f"{level.address}/<str:code>/", area, {"level": level}, name=level.name)
        for level in AREAS
    ),
    path("donnees/", donnees, name="donnees"),
    path("sante/", sante, name="sante"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap-section"),
    path("robots.txt", robots, name="robots"),
]
