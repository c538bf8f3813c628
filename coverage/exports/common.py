"""What the exports of coverage share: stamps, columns, how contours are written."""

from geo.publishing.exports.columns import Column
from geo.publishing.exports.declaring import Encoding

STAMPS = ("ground", "poles")
CODE, NAME = Column("code", "Code Insee."), Column("nom", "Nom.")
POPULATION = Column("population", "Population municipale.", "integer")
AREA = Column("superficie_km2", "Superficie du contour, en km².", "number")
# Of a contour, in SQL; GeoJSON wants outer rings counter-clockwise (RFC 7946).
WRITTEN = {
    Encoding.GEOJSON: "ST_AsGeoJSON(ST_ForcePolygonCCW({}), 5)",
    Encoding.WKB: "ST_AsBinary({})",
    Encoding.NONE: "NULL",
}
