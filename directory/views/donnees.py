"""What can be had from the atlas, under which licence, and what its words and figures mean."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.definitions import BASES, STATUSES
from directory.queries.holdings import holdings, regions_without_pole, schemes_held, vintages
from web.page import Page, absolute, home


@dataclass(frozen=True)
class Door:
    """An address that gives data: shown only where the site has it."""

    path: str
    text: Promise

    @property
    def open(self) -> bool:
        """Whether the site answers at this address."""
        try:
            resolve(self.path.partition("?")[0])
        except Resolver404:
            return False
        return True

    @property
    def address(self) -> str:
        """The whole address."""
        return absolute(self.path)


DOORS = (
    Door("/api/poles/", gettext_lazy("Les pôles, en GeoJSON : le point de leur siège")),
    Door("/api/poles/?geometry=territoire", gettext_lazy("Les mêmes, avec leur territoire")),
    Door(
        "/api/poles/?statut=actif&region=76",
        gettext_lazy("Les pôles actifs d'une région ; mêmes filtres que l'annuaire"),
    ),
    Door(
        "/api/communes/?nom=saugues&fields=nom,code,population",
        gettext_lazy("Les communes, avec les paramètres de geo.api.gouv.fr"),
    ),
    Door("/api/epcis/?nom=margeride", gettext_lazy("Les intercommunalités (EPCI et EPT)")),
    Door("/api/departements/", gettext_lazy("Les départements")),
    Door("/api/regions/", gettext_lazy("Les régions")),
    Door(
        "/api/couverture/?niveau=epci",
        gettext_lazy("Ce qui est couvert, par EPCI, commune, département, région ou pays"),
    ),
    Door("/api/contacts/", gettext_lazy("À qui s'adresser dans chaque région, avec les sources")),
    Door("/api/appels/", gettext_lazy("Les appels de l'État depuis 2013, avec leurs chiffres")),
    Door("/api/laureats/", gettext_lazy("Les lauréats de chaque appel de l'État, par pôle")),
    Door("/api/lacunes/", gettext_lazy("Les zones que rien ne couvre, avec leur contour")),
    Door("/api/priorites/", gettext_lazy("Ce que chaque pôle émergent ajouterait")),
    Door(
        "/api/scores/?limit=20",
        gettext_lazy("Les EPCI et EPT par score de priorité, chaque composante expliquée"),
    ),
    Door(
        "/api/scenarios/?scenario=meilleurs:emergents:8&scenario=meilleurs:epci:8",
        gettext_lazy("Deux ou trois choix de sites comparés : ce que chacun couvre seul"),
    ),
    Door("/api/sites/?k=15", gettext_lazy("Les sites qui couvriraient le plus d'habitants")),
    Door("/api/scores/", gettext_lazy("Les EPCI et EPT par score de priorité, expliqué")),
    Door(
        "/api/scenarios/?scenario=meilleurs:epci:15&scenario=meilleurs:epci:8",
        gettext_lazy("Deux ou trois façons de choisir des sites, comparées"),
    ),
    Door(
        "/api/indicateurs/",
        gettext_lazy("Les indicateurs officiels, leurs sources et ce qui en est connu"),
    ),
    Door(
        "/api/indicateurs/revenu_median/?niveau=epci",
        gettext_lazy("Les valeurs d'un indicateur, par commune ou par EPCI"),
    ),
    Door(
        "/api/exports/poles.xlsx",
        gettext_lazy("Tous les pôles dans un classeur ; mêmes filtres que l'API"),
    ),
    Door("/api/exports/poles.gpkg", gettext_lazy("Tous les pôles pour QGIS (GeoPackage)")),
    Door(
        "/api/exports/couverture-communes.csv",
        gettext_lazy(
            "La couverture de chaque commune, en CSV ; aussi en geojson, gpkg, xlsx, parquet, "
            "fgb et shp.zip, et par EPCI, département et région"
        ),
    ),
    Door(
        "/api/exports/lacunes.gpkg",
        gettext_lazy("Les zones que rien ne couvre, pour QGIS ; mêmes formats"),
    ),
    Door(
        "/api/exports/priorites.xlsx",
        gettext_lazy("Les pôles émergents classés, dans un classeur ; mêmes formats"),
    ),
    Door(
        "/api/exports/scores.xlsx",
        gettext_lazy("Les EPCI et EPT par score, composante par composante ; mêmes formats"),
    ),
    Door(
        "/api/exports/sites.csv?k=15",
        gettext_lazy("Les meilleurs sites, dans l'ordre de ce qu'ils ajoutent ; mêmes formats"),
    ),
    Door(
        "/api/exports/scenarios.gpkg?scenario=meilleurs:epci:15&scenario=meilleurs:epci:8",
        gettext_lazy("Les communes que gagnerait chaque scénario, pour QGIS ; mêmes formats"),
    ),
    Door(
        "/api/exports/laureats.xlsx",
        gettext_lazy("Les lauréats de chaque appel, dans un classeur ; mêmes formats"),
    ),
    Door("/api/exports/appels.csv", gettext_lazy("Les appels ; aussi xlsx et parquet")),
    Door("/appels/atom.xml", gettext_lazy("Les appels de l'État, à suivre (flux Atom)")),
    Door("/appels/calendrier.ics", gettext_lazy("Leurs dates, pour un agenda (iCalendar)")),
    Door("/agenda/atom.xml", gettext_lazy("Les événements nationaux, à suivre (flux Atom)")),
    Door("/agenda/calendrier.ics", gettext_lazy("Leurs dates, pour un agenda (iCalendar)")),
    Door("/tuiles/sol.json", gettext_lazy("Les tuiles vectorielles du fond (TileJSON)")),
    Door("/tuiles/poles.json", gettext_lazy("Les tuiles vectorielles des pôles (TileJSON)")),
    Door("/api/docs/", gettext_lazy("La documentation de l'API, à essayer dans la page")),
    Door("/api/schema/", gettext_lazy("Le schéma de l'API (OpenAPI 3)")),
    Door("/sante/", gettext_lazy("L'état du service, pour les machines")),
)


@require_safe
def donnees(request: HttpRequest) -> HttpResponse:
    """Render the page."""
    held = holdings()
    context: dict[str, Any] = {
        "page": Page(
            name=_("Données"),
            title=_("Données, licence et définitions"),
            summary=_(
                "Ce que l'atlas des PTCE donne à reprendre : API, GeoJSON, tuiles ; sous quelle "
                "licence ; ce que veulent dire ses mots et ses chiffres ; ce qui lui manque."
            ),
            path=reverse("donnees"),
            trail=(home(),),
        ),
        "doors": [door for door in DOORS if door.open],
        "holdings": held,
        "statuses": [(definition, held.statuses[s]) for s, definition in STATUSES.items()],
        "bases": [(definition, held.bases[b]) for b, definition in BASES.items()],
        "schemes": schemes_held(),
        "empty_regions": regions_without_pole(),
        "vintages": vintages(),
        "frame_address": absolute("/integration/"),
    }
    return render(request, "directory/pages/donnees.html", context)
