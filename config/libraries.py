"""Where GDAL and GEOS are: inside the pyogrio and shapely wheels, else the system's."""

import importlib.util
from pathlib import Path


def wheel_library(package: str, pattern: str) -> str | None:
    """Path of a shared library that a wheel carries, or None where the wheel has none.

    The wheels' libraries are newer and patched more often than the system's, and the
    package is found without being imported, so that a worker stays light.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent.parent / f"{package}.libs"
    found = sorted(folder.glob(pattern))
    return str(found[0]) if found else None
