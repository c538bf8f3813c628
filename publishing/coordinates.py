"""Coordinate systems."""

WGS84 = 4326
WEB_MERCATOR = 3857
