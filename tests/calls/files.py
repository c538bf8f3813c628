"""Files of every kind that is accepted, and of several that are not."""

import io
import zipfile

from pypdf import PdfWriter

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
