"""A stand-in for the national geocoder, on this machine, written from its public documentation.

https://geoservices.ign.fr/documentation/services/services-geoplateforme/geocodage: a GET of
`/search`
with `q` (3 to 200 characters), `index` and `limit` gives a GeoJSON FeatureCollection. An address
carries `label`, `postcode`, `citycode`, `city`, `context`; a place of the index `poi` carries
`toponym`, and arrays of postcodes, codes and communes. 400 where `q` is too short, 429 with
`Retry-After` beyond 50 requests a second.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

ADDRESS = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [2.15, 45.05]},
    "properties": {
        "label": "8 Rue du Moulin 01000 Saint-Œuf",
        "score": 0.97,
        "housenumber": "8",
        "name": "8 Rue du Moulin",
        "postcode": "01000",
        "citycode": "01001",
        "city": "Saint-Œuf",
        "context": "01, Ain, Auvergne-Rhône-Alpes",
        "type": "housenumber",
        "_type": "address",
    },
}
PLACE = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [55.45, -21.15]},
    "properties": {
        "toponym": "Îlet à Cordes",
        "category": ["lieu-dit habité"],
        "postcode": ["97413"],
        "citycode": ["97401"],
        "city": ["Commune 97401"],
        "score": 0.8,
        "_type": "poi",
    },
}
OUTSIDE = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [166.44, -22.27]},
    "properties": {
        "label": "Rue de l'Alma 98800 Nouméa",
        "postcode": "98800",
        "citycode": "98818",
        "city": "Nouméa",
        "context": "988, Nouvelle-Calédonie",
        "type": "street",
        "_type": "address",
    },
}


class StandIn:
    """What it was asked, and what it answers next."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = 200
        self.features: list[dict] = [ADDRESS, PLACE]
        self.url = ""

    def answer(self, path: str) -> tuple[int, dict]:
        """The status and the body of a request."""
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        text = query.get("q", [""])[0]
        self.asked.append(text)
        if parts.path != "/geocodage/search":
            return 404, {"code": 404}
        if self.status != 200:
            return self.status, {"code": self.status, "message": "refusé"}
        if not 3 <= len(text) <= 200:
            return 400, {"code": 400, "message": "Failed parsing query", "detail": ["q"]}
        limit = int(query.get("limit", ["10"])[0])
        return 200, {"type": "FeatureCollection", "features": self.features[:limit], "query": text}


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """The stand-in, listening until the end of the block."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = state.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Access-Control-Allow-Origin", "*")
            if status == 429:
                self.send_header("Retry-After", "5")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """Write nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}/geocodage/search"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
