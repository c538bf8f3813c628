"""What can be had from the atlas, under which licence, and what its words and figures mean."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from directory.definitions import BASES, STATUSES
from directory.holdings import holdings, regions_without_pole, schemes_held
from geo.levels import AREAS, STUDIED
from publishing.vintages import vintages
from web.french import joined
from web.page import Page, absolute


@dataclass(frozen=True)
class Door:
    """An address that gives data: shown only where the site has it."""

    path: str
    text: str

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


STUDIES = ", ".join(level.one for level in STUDIED)
DOORS = (
    Door("/api/poles/", "Les pôles, en GeoJSON : le point de leur siège"),
    Door("/api/poles/?geometry=territoire", "Les mêmes, avec leur territoire"),
    Door(
        "/api/poles/?statut=actif&region=76",
        "Les pôles actifs d'une région ; mêmes filtres que l'annuaire",
    ),
    Door(
        "/api/communes/?nom=saugues&fields=nom,code,population",
        "Les communes, avec les paramètres de geo.api.gouv.fr",
    ),
    Door("/api/epcis/?nom=margeride", "Les intercommunalités (EPCI et EPT)"),
    Door("/api/departements/", "Les départements"),
    Door("/api/regions/", "Les régions"),
    *(Door(f"/api/{level.plural}/", f"Les {level.many}") for level in STUDIED),
    Door(
        "/api/couverture/?niveau=epci",
        f"Ce qui est couvert, par EPCI, commune, département, région, {STUDIES} ou pays",
    ),
    Door("/api/contacts/", "À qui s'adresser dans chaque région, avec les sources"),
    Door("/api/appels/", "Les appels de l'État depuis 2013, avec leurs chiffres"),
    Door("/api/laureats/", "Les lauréats de chaque appel de l'État, par pôle"),
    Door("/api/lacunes/", "Les zones que rien ne couvre, avec leur contour"),
    Door("/api/priorites/", "Ce que chaque pôle émergent ajouterait"),
    Door(
        "/api/scores/?limit=20",
        "Les EPCI et EPT par score de priorité, chaque composante expliquée",
    ),
    Door(
        "/api/scenarios/?scenario=meilleurs:emergents:8&scenario=meilleurs:epci:8",
        "Deux ou trois choix de sites comparés : ce que chacun couvre seul",
    ),
    Door("/api/sites/?k=15", "Les sites qui couvriraient le plus d'habitants"),
    Door(
        "/api/indicateurs/",
        "Les indicateurs officiels, leurs sources et ce qui en est connu",
    ),
    Door(
        "/api/indicateurs/revenu_median/?niveau=epci",
        "Les valeurs d'un indicateur, par commune, ou par territoire de tout niveau",
    ),
    Door(
        "/api/exports/poles.xlsx",
        "Tous les pôles dans un classeur ; mêmes filtres que l'API",
    ),
    Door("/api/exports/poles.gpkg", "Tous les pôles pour QGIS (GeoPackage)"),
    Door(
        "/api/exports/couverture-communes.csv",
        (
            "La couverture de chaque commune, en CSV ; aussi en geojson, gpkg, xlsx, parquet, "
            f"fgb et shp.zip, et par {joined([level.one for level in AREAS])}"
        ),
    ),
    Door(
        "/api/exports/lacunes.gpkg",
        "Les zones que rien ne couvre, pour QGIS ; mêmes formats",
    ),
    Door(
        "/api/exports/priorites.xlsx",
        "Les pôles émergents classés, dans un classeur ; mêmes formats",
    ),
    Door(
        "/api/exports/scores.xlsx",
        "Les EPCI et EPT par score, composante par composante ; mêmes formats",
    ),
    Door(
        "/api/exports/sites.csv?k=15",
        "Les meilleurs sites, dans l'ordre de ce qu'ils ajoutent ; mêmes formats",
    ),
    Door(
        "/api/exports/scenarios.gpkg?scenario=meilleurs:epci:15&scenario=meilleurs:epci:8",
        "Les communes que gagnerait chaque scénario, pour QGIS ; mêmes formats",
    ),
    Door(
        "/api/exports/laureats.xlsx",
        "Les lauréats de chaque appel, dans un classeur ; mêmes formats",
    ),
    Door("/api/exports/appels.csv", "Les appels ; aussi xlsx et parquet"),
    Door(
        "/api/exports/indicateurs-valeurs.gpkg?indicateur=chomage&niveau=zone-emploi",
        "Les valeurs d'un indicateur, pour QGIS ; mêmes formats",
    ),
    Door("/api/exports/indicateurs.csv", "Le catalogue des indicateurs ; aussi xlsx et parquet"),
    Door("/appels/atom.xml", "Les appels de l'État, à suivre (flux Atom)"),
    Door("/appels/calendrier.ics", "Leurs dates, pour un agenda (iCalendar)"),
    Door("/agenda/atom.xml", "Les événements nationaux, à suivre (flux Atom)"),
    Door("/agenda/calendrier.ics", "Leurs dates, pour un agenda (iCalendar)"),
    Door("/tuiles/sol.json", "Les tuiles vectorielles du fond (TileJSON)"),
    Door("/tuiles/poles.json", "Les tuiles vectorielles des pôles (TileJSON)"),
    Door("/api/docs/", "La documentation de l'API, à essayer dans la page"),
    Door("/api/schema/", "Le schéma de l'API (OpenAPI 3)"),
    Door("/sante/", "L'état du service, pour les machines"),
)


@require_safe
def donnees(request: HttpRequest) -> HttpResponse:
    """Render the page."""
    held = holdings()
    context: dict[str, Any] = {
        "page": Page.under(
            name="Données",
            title="Données, licence et définitions",
            summary="Ce que l'atlas des PTCE donne à reprendre : API, GeoJSON, tuiles ; sous "
            "quelle licence ; ce que veulent dire ses mots et ses chiffres ; ce qui lui manque.",
            path=reverse("donnees"),
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
