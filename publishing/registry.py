"""The layers, datasets and tile sets of the site, as apps register them at start."""

from django.http import Http404

from publishing.dataset import Dataset
from publishing.layer import Layer, TileSet

_layers: dict[str, Layer] = {}
_tile_sets: dict[str, TileSet] = {}
_datasets: dict[str, Dataset] = {}


def register(layer: Layer) -> Layer:
    """Serve a layer; one that has tiles is also a tile set by itself."""
    if layer.name in _layers:
        raise ValueError(f"une couche porte déjà le nom « {layer.name} »")
    _layers[layer.name] = layer
    if layer.tiles is not None:
        register_tiles(TileSet(layer.name, layer.title, (layer,)))
    return layer


def register_tiles(tile_set: TileSet) -> TileSet:
    """Serve layers together in one tile."""
    if tile_set.name in _tile_sets:
        raise ValueError(f"un jeu de tuiles porte déjà le nom « {tile_set.name} »")
    _tile_sets[tile_set.name] = tile_set
    return tile_set


def register_dataset(dataset: Dataset) -> None:
    """Serve a dataset by every door that it declares."""
    if dataset.name in _datasets:
        raise ValueError(f"un jeu de données porte déjà le nom « {dataset.name} »")
    _datasets[dataset.name] = dataset


def datasets() -> list[Dataset]:
    """Every dataset, by name."""
    return [_datasets[name] for name in sorted(_datasets)]


def layers() -> list[Layer]:
    """Every layer, by name."""
    return [_layers[name] for name in sorted(_layers)]


def tile_set(name: str) -> TileSet:
    """A tile set by its name, or 404."""
    try:
        return _tile_sets[name]
    except KeyError:
        known = ", ".join(sorted(_tile_sets))
        raise Http404(f"Pas de tuiles « {name[:40]} » ; couches connues : {known}.") from None
