"""Workbooks written for the tests, as spreadsheets write them."""

import io
import re
import zipfile

from openpyxl import Workbook

FEATURES = (
    ("office", "office:1.0"), ("table", "table:1.0"), ("text", "text:1.0"), ("style", "style:1.0"),
)  # fmt: skip
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{end}"' for name, end in FEATURES
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
HIDDEN_STYLE = (
    '<style:style style:name="cache" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def saved(book):
    """The bytes of an openpyxl workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*lines):
    """An .xlsx of one sheet."""
    book = Workbook()
    for line in lines:
        book.active.append(line)
    return saved(book)


def with_rows(written):
    """A workbook with rows written by hand after its header."""
    content, rows = io.BytesIO(workbook(["code", "valeur"])), "".join(written)
    told = io.BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(told, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                part = re.sub(rb"<dimension[^>]*>", b'<dimension ref="A1:XFD1048576"/>', part)
                part = part.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
            target.writestr(entry, part)
    return told.getvalue()


def cells_at(*places):
    """A workbook with a filled cell at some places, however far."""
    return with_rows(
        f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>' for column, row in places
    )


def opendocument(*tables):
    """An .ods whose tables are written by hand."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES} {CALC}>"
            f"<office:automatic-styles>{HIDDEN_STYLE}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return stream.getvalue()


def table(*rows, name="Feuille1", style=""):
    """One table of it."""
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'
    )


def line(*cells, **attributes):
    """A row: texts, or cells written by hand."""
    told = " ".join(
        f'table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    written = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<table:table-row {told}>{written}</table:table-row>"


def cell(*paragraphs, kind="string", more=""):
    """A cell."""
    text = "".join(f"<text:p>{one}</text:p>" for one in paragraphs)
    return f'<table:table-cell office:value-type="{kind}" {more}>{text}</table:table-cell>'
