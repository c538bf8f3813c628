"""Files of every kind that is accepted, and of several that are not."""

import io
import zipfile

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ODT = "application/vnd.oasis.opendocument.text"


def pdf(pages: int = 1, password: str = "") -> bytes:
    """A PDF of blank pages."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(210, 297)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def acting_pdf(
    action: str = "/JavaScript", *, compressed: bool = False, named_apart: bool = False
) -> bytes:
    """A PDF that does something by itself when it is opened."""
    writer = PdfWriter()
    writer.add_blank_page(210, 297)
    what = {"/JavaScript": ("/JS", "app.alert(1)"), "/Launch": ("/F", "calc.exe")}[action]
    said = DictionaryObject(
        {
            NameObject("/S"): NameObject(action),
            NameObject(what[0]): TextStringObject(what[1]),
        }
    )
    if named_apart:
        said[NameObject("/S")] = writer._add_object(NameObject(action))
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(said) if compressed else said
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def heavy_pdf(objects: int, numbers: int = 0) -> bytes:
    """A PDF of so many small objects, each of which lists so many numbers."""
    content, places = b"%PDF-1.7\n", []
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    parts += [b"<</Type/Page/Parent 2 0 R/A[" + b"0 " * numbers + b"]>>"] * (objects - 2)
    lines = [b"%d 0 obj%sendobj\n" % (number, part) for number, part in enumerate(parts, 1)]
    place = len(content)
    for line in lines:
        places.append(b"%010d 00000 n \n" % place)
        place += len(line)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (objects + 1) + b"".join(places)
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (objects + 1, place)
    return content + b"".join(lines) + table + end


def package(parts: dict[str, bytes]) -> bytes:
    """An archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(main: str, **more: bytes) -> bytes:
    """A document of the Office Open XML kind; `more` are parts, « / » written « __ »."""
    types = f'<Types><Override ContentType="{main}"/></Types>'.encode()
    parts = {name.replace("__", "/"): content for name, content in more.items()}
    return package({"[Content_Types].xml": types, "word/document.xml": b"<w/>"} | parts)


def docx(**more: bytes) -> bytes:
    """A Word document."""
    return office(WORD, **more)


def xlsx() -> bytes:
    """A workbook."""
    return office(SHEET)


def odt(manifest: bytes = b"<manifest/>", mimetype: str = ODT, **more: bytes) -> bytes:
    """An OpenDocument text."""
    parts = {name.replace("__", "/"): content for name, content in more.items()}
    return package(
        {
            "mimetype": mimetype.encode(),
            "content.xml": b"<text/>",
            "META-INF/manifest.xml": manifest,
        }
        | parts
    )
