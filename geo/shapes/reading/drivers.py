"""GDAL with three drivers and no other, so that no content leads it elsewhere. Pure.

A database may hold a view on a file or an address of its own choosing; with neither a driver for
it nor a way out, it is a broken table. GeoJSON is read without GDAL.
"""

import ctypes
import os
from pathlib import Path

import pyogrio

from geo.shapes.reading.kinds import GEOPACKAGE, KML, SHAPEFILE
from geo.shapes.refusals import Refusal

KEPT = {name.encode() for name in (GEOPACKAGE, KML, SHAPEFILE)}
OPTIONS = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "/none",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_NUM_THREADS": "1",
    "OGR_SQLITE_LIST_VIRTUAL_OGR": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": None,
    "OGR_SQLITE_CACHE": "16",
    "GDAL_CACHEMAX": "32",
    "SHAPE_RESTORE_SHX": "YES",
    "SHAPE_ENCODING": None,
    "OGR_CT_FORCE_TRADITIONAL_GIS_ORDER": "YES",
}


def library() -> ctypes.CDLL:
    """The GDAL that pyogrio has loaded: that of its wheel, else the system's."""
    folder = Path(pyogrio.__file__).parent.parent / "pyogrio.libs"
    found = sorted(folder.glob("libgdal*"))
    return ctypes.CDLL(str(found[0]) if found else "libgdal.so")


def keep_few_drivers() -> None:
    """Take every other driver out of this process; `Refusal` where that cannot be done."""
    try:
        gdal = library()
        count, get = gdal.GDALGetDriverCount, gdal.GDALGetDriver
        name, drop = gdal.GDALGetDriverShortName, gdal.GDALDeregisterDriver
    except (OSError, AttributeError) as error:
        raise Refusal(
            "un GeoJSON : le serveur ne peut lire d'autre format pour l'instant"
        ) from error
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.c_int]
    name.restype, name.argtypes = ctypes.c_char_p, [ctypes.c_void_p]
    drop.restype, drop.argtypes = None, [ctypes.c_void_p]
    for driver in [get(place) for place in range(count())]:
        if name(driver) not in KEPT:
            drop(driver)
    pyogrio.set_gdal_config_options(OPTIONS)
    os.environ["PROJ_NETWORK"] = "OFF"
