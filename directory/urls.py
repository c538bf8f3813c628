"""The pages of the directory."""

from django.urls import URLPattern, path

from directory.views.annuaire import annuaire
from directory.views.carte import carte, integration
from directory.views.complet import complet
from directory.views.donnees import donnees
from directory.views.health import sante
from directory.views.history import historique, remettre
from directory.views.poles import pole
from directory.views.seo import robots, sitemap_index, sitemap_section
from directory.views.territories import commune, departement, epci, region

urlpatterns: list[URLPattern] = [
    path("", carte, name="carte"),
    path("integration/", integration, name="integration"),
    path("annuaire/", annuaire, name="annuaire"),
    path("annuaire/complet/", complet, name="annuaire-complet"),
    path("poles/<slug:slug>/", pole, name="pole"),
    path("poles/<slug:slug>/historique/", historique, name="pole-historique"),
    path("poles/<slug:slug>/historique/remettre/", remettre, name="pole-remettre"),
    path("communes/<str:code>/", commune, name="commune"),
    path("epci/<str:siren>/", epci, name="epci"),
    path("departements/<str:code>/", departement, name="departement"),
    path("regions/<str:code>/", region, name="region"),
    path("donnees/", donnees, name="donnees"),
    path("sante/", sante, name="sante"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap-section"),
    path("robots.txt", robots, name="robots"),
]
