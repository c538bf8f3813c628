"""GeoJSON (RFC 7946), row by row, geometries as PostGIS wrote them."""

from collections.abc import Iterator

from publishing.dataset import Encoding
from publishing.features import dump
from publishing.files.provenance import Document


def write(document: Document) -> Iterator[str]:
    """A FeatureCollection whose member `atlas` says how it was made."""
    names = [column.name for column in document.extract.columns]
    head = {"type": "FeatureCollection", "name": document.export.name}
    yield f'{dump(head | {"atlas": document.provenance})[:-1]},"features":['
    comma = ""
    for record in document.records(Encoding.GEOJSON):
        body = {
            "type": "Feature",
            "id": record.identifier,
            "properties": {name: record.properties.get(name) for name in names},
        }
        yield f'{comma}\n{dump(body)[:-1]},"geometry":{record.geometry or "null"}}}'
        comma = ","
    yield "\n]}\n"
