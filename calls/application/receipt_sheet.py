"""What a receipt says and how it looks, from what was frozen when the application was submitted."""

from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from django.conf import settings
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from calls.application.eligibility import euros
from calls.application.sheets import hour
from calls.application.sirets import shown
from calls.models import Application
from calls.vocabulary import Category, DocumentKind
from geo.models import Region

FONTS = Path(reportlab.__file__).parent / "fonts"
PLAIN, BOLD = "Vera", "VeraBd"
MOST_ROWS = 200


def register_fonts() -> None:
    """The fonts that the library carries: they have French accents."""
    for name in (PLAIN, BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))


TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=16, leading=20, spaceAfter=4 * mm)
HEAD = ParagraphStyle("head", fontName=BOLD, fontSize=11, leading=14, spaceBefore=5 * mm)
TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=9, leading=13)
CODE = ParagraphStyle("code", fontName=PLAIN, fontSize=7.5, leading=10, wordWrap="CJK")


def written(application: Application) -> bytes:
    """The file."""
    register_fonts()
    buffer = BytesIO()
    SimpleDocTemplate(
        buffer, pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=20 * mm,
        bottomMargin=20 * mm, title=f"Récépissé {application.number}", author=settings.SITE_NAME,
        lang="fr-FR",
    ).build(story(application))  # fmt: skip
    return buffer.getvalue()


def story(application: Application) -> list[Flowable]:
    """What it says, from top to bottom."""
    frozen = application.frozen or {}
    received = hour(application.submitted_at) if application.submitted_at else ""
    parts: list[Flowable] = [
        text("Récépissé de candidature", TITLE),
        facts([
            ("Numéro", application.number),
            ("Appel", frozen["call_title"]),
            ("Reçue le", f"{received} (heure de Paris)"),
            ("Projet", frozen["project_name"]),
            ("Structure porteuse", f"{frozen['lead_name']} (SIRET {shown(frozen['lead_siret'])})"),
            ("Aide demandée", euros(frozen["requested_eur"] or 0)),
            ("Régions du territoire", ", ".join(names_of_regions(frozen["regions"]))),
        ]),
        text("Membres", HEAD),
    ]  # fmt: skip
    parts += [
        text(f"{one['name']} – {label(Category, one['category'])} – SIRET {shown(one['siret'])}")
        for one in frozen["members"][:MOST_ROWS]
    ] or [text("Aucun membre en plus de la structure porteuse.")]
    parts.append(text("Documents déposés", HEAD))
    for one in frozen["documents"][:MOST_ROWS]:
        parts.append(text(f"{one['name']} ({label(DocumentKind, one['kind'])})"))
        parts.append(text(f"SHA-256 {one['sha256']}", CODE))
    if not frozen["documents"]:
        parts.append(text("Aucun document."))
    parts += [
        text("Empreinte du dossier", HEAD),
        text(application.frozen_sha256, CODE),
        Spacer(1, 3 * mm),
        text(
            "Cette empreinte (SHA-256) est celle du dossier tel qu'il a été reçu, réponses, "
            "territoire, budget et documents compris. Elle prouve qu'il n'a pas changé depuis."
        ),
    ]
    return parts


def names_of_regions(codes: list[str]) -> list[str]:
    """Their names, by name."""
    return list(Region.objects.filter(pk__in=codes).order_by("name").values_list("name", flat=True))


def text(said: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """A paragraph; what people typed is never markup."""
    return Paragraph(escape(said), style)


def label(vocabulary: type, value: str) -> str:
    """The words of a value."""
    return str(vocabulary(value).label) if value else "sans catégorie"


def facts(rows: list[tuple[str, str]]) -> Table:
    """Names and values on two columns."""
    return Table(
        [[text(name), text(value)] for name, value in rows],
        colWidths=[42 * mm, 120 * mm], hAlign="LEFT",
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
    )  # fmt: skip
