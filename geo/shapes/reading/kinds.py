"""What a file is, by its first bytes rather than by its name; archives are opened here. Pure."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geo.shapes.reading.bounds import LARGEST_UNPACKED, MEGABYTE, MOST_MEMBERS
from geo.shapes.refusals import Refusal

FORMATS = "GeoJSON, GeoPackage (.gpkg), Shapefile zippé (.zip) ou KML (.kml, .kmz)"
GEOJSON, GEOPACKAGE, SHAPEFILE, KML = "GeoJSON", "GPKG", "ESRI Shapefile", "KML"
SHP = b"\x00\x00\x27\x0a"
BLANK = b" \t\r\n\xef\xbb\xbf"
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
WHOLE = (".gpkg", ".kml", ".geojson", ".json")
OTHER = {
    b"Rar!": "une archive RAR", b"7z\xbc\xaf": "une archive 7z", b"\x1f\x8b": "une archive gzip",
    b"%PDF": "un PDF", b"\x89PNG": "une image", b"\xff\xd8\xff": "une image",
    b"AutoC": "un dessin AutoCAD", b"AC10": "un dessin AutoCAD",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One readable file: its kind, its bytes by extension, the name of its layer in an archive."""

    kind: str
    files: dict[str, bytes]
    name: str


def sources(name: str, content: bytes) -> list[Source]:
    """What a file holds that can be read; `Refusal` where that is nothing."""
    if not content.strip():
        raise Refusal(f"un fichier {FORMATS} ; celui-ci est vide")
    if content.startswith(b"PK"):
        return in_archive(content)
    kind = kind_of(content)
    if kind is None:
        raise Refusal(f"un fichier {FORMATS}{found_in(name, content)}")
    return [Source(kind, {"": content}, PurePosixPath(name).stem)]


def kind_of(content: bytes) -> str | None:
    """The kind of a file that stands by itself."""
    if content.startswith(b"SQLite format 3\x00"):
        return GEOPACKAGE
    start = content[:64].lstrip(BLANK)[:1]
    return {b"{": GEOJSON, b"<": KML}.get(start)


def found_in(name: str, content: bytes) -> str:
    """What a file that cannot be read seems to be."""
    if content.startswith(SHP) or Path(name).suffix.lower() in PARTS:
        return (
            " ; celui-ci n'est qu'une partie d'un Shapefile : compressez ensemble les fichiers "
            ".shp, .shx, .dbf et .prj dans un .zip"
        )
    for start, what in OTHER.items():
        if content.startswith(start):
            return f" ; celui-ci est {what}"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " ; celui-ci est en UTF-16 : enregistrez-le en UTF-8"
    return " ; celui-ci n'est rien de cela, ou il est abîmé"


def in_archive(content: bytes) -> list[Source]:
    """The readable files of a ZIP, whatever folders they are in."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Refusal("une archive .zip entière ; celle-ci est abîmée ou coupée") from error
    except (ValueError, IndexError, KeyError, UnicodeError, RuntimeError) as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal("une archive .zip lisible ; celle-ci est abîmée ou chiffrée") from error
    found = [*shapefiles(members), *standing(members)]
    if not found:
        raise Refusal(
            f"un fichier {FORMATS} ; l'archive n'en contient aucun"
            + (" (une archive dans l'archive n'est pas ouverte)" if nested(members) else "")
        )
    return found


def unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The members that may be of use, by name; never more than the ceiling, whatever it says."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise Refusal(f"{MOST_MEMBERS} fichiers au plus dans une archive")
    members: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    for info in infos:
        path = PurePosixPath(info.filename)
        if info.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        if path.suffix.lower() not in (*PARTS, *WHOLE):
            members[info.filename] = b""
            continue
        if info.flag_bits & 1:
            raise Refusal("une archive sans mot de passe")
        with archive.open(info) as member:
            held = member.read(left + 1)
        left -= len(held)
        if left < 0:
            raise Refusal(f"{LARGEST_UNPACKED // MEGABYTE} Mo au plus une fois décompressé")
        members[info.filename] = held
    return members


def shapefiles(members: dict[str, bytes]) -> Iterator[Source]:
    """The Shapefiles: a `.shp` and what has its name."""
    by_key = {key_of(name): content for name, content in members.items()}
    for name in members:
        stem, suffix = key_of(name)
        if suffix == ".shp":
            files = {part: by_key[stem, part] for part in PARTS if (stem, part) in by_key}
            yield Source(SHAPEFILE, files, PurePosixPath(name).stem)


def key_of(name: str) -> tuple[str, str]:
    """The folder and stem of a member, and its extension, whatever their case."""
    path = PurePosixPath(name.replace("\\", "/").lower())
    return str(path.with_suffix("")), path.suffix


def standing(members: dict[str, bytes]) -> Iterator[Source]:
    """The files that stand by themselves."""
    for name, content in members.items():
        if key_of(name)[1] in WHOLE and (kind := kind_of(content)):
            yield Source(kind, {"": content}, PurePosixPath(name).stem)


def nested(members: dict[str, bytes]) -> bool:
    """Whether an archive holds another."""
    return any(key_of(name)[1] in (".zip", ".rar", ".7z", ".kmz") for name in members)
