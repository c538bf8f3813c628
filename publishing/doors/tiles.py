"""Vector tiles and their TileJSON."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from publishing.caching import until_changed
from publishing.layer import FIRST_ZOOM, LAST_ZOOM, TileSet
from publishing.registry import tile_set
from publishing.stamps import current
from publishing.tiles import tile

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
FRANCE = [-63.2, -21.4, 55.9, 51.1]  # west, south, east, north: from Saint-Martin's gap to Réunion
CENTRE = [2.5, 46.6, 5]


@require_safe
def tile_view(
    request: HttpRequest, name: str, zoom: int, column: int, row: int
) -> HttpResponseBase:
    """A tile of a layer or of layers drawn together."""
    tiles = tile_set(name)
    check_place(zoom, column, row)
    return until_changed(tiles.stamps)(draw)(request, tiles, zoom, column, row)


def draw(_: HttpRequest, tiles: TileSet, zoom: int, column: int, row: int) -> HttpResponse:
    """The tile's bytes; 204 where nothing is there."""
    content = tile(tiles, zoom, column, row)
    if not content:
        return HttpResponse(status=204)
    return HttpResponse(content, content_type=MEDIA_TYPE)


def check_place(zoom: int, column: int, row: int) -> None:
    """404 for a tile that the scheme does not hold."""
    if not FIRST_ZOOM <= zoom <= LAST_ZOOM:
        raise Http404(f"Zoom {zoom} hors limites : de {FIRST_ZOOM} à {LAST_ZOOM}.")
    most = 2**zoom - 1
    if column > most or row > most:
        raise Http404(f"Tuile {zoom}/{column}/{row} hors limites : de 0 à {most} à ce zoom.")


@require_safe
def tilejson_view(request: HttpRequest, name: str) -> HttpResponseBase:
    """The TileJSON 3.0 of a tile set."""
    tiles = tile_set(name)
    return until_changed(tiles.stamps)(describe)(request, tiles)


def describe(_: HttpRequest, tiles: TileSet) -> JsonResponse:
    """Addresses that name the state of the data, zooms and fields."""
    version = f"{settings.RELEASE}-{current(tiles.stamps)}"
    return JsonResponse(
        {
            "tilejson": "3.0.0",
            "name": tiles.title,
            "attribution": tiles.attribution,
            "scheme": "xyz",
            "tiles": [
                f"{settings.PUBLIC_URL}/tuiles/{tiles.name}/{{z}}/{{x}}/{{y}}.mvt?v={version}"
            ],
            "minzoom": FIRST_ZOOM,
            "maxzoom": LAST_ZOOM,
            "bounds": FRANCE,
            "center": CENTRE,
            "vector_layers": [
                {
                    "id": layer.name,
                    "description": layer.tiles.description or layer.description,
                    "minzoom": max(FIRST_ZOOM, layer.tiles.first_zoom),
                    "maxzoom": LAST_ZOOM,
                    "fields": {f.name: f.description for f in layer.tiles.described},
                }
                for layer in tiles.layers
                if layer.tiles is not None
            ],
        }
    )
