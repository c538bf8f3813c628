"""`/api/exports/<export>.<format>`: every row that the filters keep, as a file."""

from functools import wraps
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, OpenApiTypes, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from publishing.caching import unrepeatable, until_changed
from publishing.doors.openapi import PROBLEM, PROBLEM_TYPE, documented
from publishing.files.declaring import Export, export_named, exports
from publishing.files.formats import FORMATS, Format, format_named
from publishing.files.making import Begun, in_turn, made, pieces
from publishing.files.provenance import Document, document
from publishing.files.spreadsheets import METADATA, METADATA_TYPE
from publishing.parameters import Parameter
from publishing.substitutions import tell_substitutions


class ByAddress(BaseContentNegotiation):
    """The address says the format; `Accept` is not asked."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The first."""
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        """The first: it only writes problems."""
        return renderers[0], renderers[0].media_type


class ExportSchema(AutoSchema):
    """The parameters of all exports, each meaning with the exports that give it."""

    def get_override_parameters(self) -> list[Any]:
        """Path, then query; asked for once every app has registered its exports."""
        known: dict[str, dict[Parameter, list[str]]] = {}
        for export in exports():
            for parameter in export.parameters:
                known.setdefault(parameter.name, {}).setdefault(parameter, []).append(export.name)
        query = []
        for meanings in known.values():
            found = documented(next(iter(meanings)))
            found.description = "\n\n".join(
                f"{meaning.description} ({', '.join(names)})" for meaning, names in meanings.items()
            )
            found.enum = None  # exports differ in what they accept
            query.append(found)
        path = (("name", [export.name for export in exports()]), ("form", list(FORMATS)))
        return [
            *(OpenApiParameter(n, str, OpenApiParameter.PATH, enum=names) for n, names in path),
            *query,
        ]


class ExportView(APIView):
    """A file."""

    schema = ExportSchema()
    content_negotiation_class = ByAddress

    @extend_schema(
        operation_id="exports",
        summary="Export d'une couche, avec les filtres de son API",
        description=(
            "Toutes les lignes, sans pagination. Chaque fichier dit comment il a été fait : "
            "filtres, paramètres, millésimes, date des données, licence, sources, adresse. "
            "GeoJSON : membre `atlas` ; XLSX : feuille « Métadonnées » ; GeoPackage : table "
            "`metadonnees` ; GeoParquet et FlatGeobuf : métadonnée `atlas` ; Shapefile : "
            "fichiers du zip ; CSV : son compagnon `csv-metadata.json` (CSV on the Web), annoncé "
            "par l'en-tête `Link` et joint dans `csv.zip`. Une recherche que le temps a "
            "interrompue le dit (`X-Interrompu`), et un code d'hier lu comme celui d'aujourd'hui "
            "aussi (`X-Substitution`). Le CSV est en UTF-8 avec BOM, "
            "séparé par des points-virgules, virgule décimale. Dans les tableaux, les listes "
            "sont jointes par `|`, et un texte qui commence comme une formule est précédé "
            "d'une apostrophe (CSV, XLSX)."
        ),
        tags=["exports"],
        responses={
            **{(200, form.media_type): OpenApiTypes.BINARY for form in FORMATS.values()},
            (400, PROBLEM_TYPE): OpenApiResponse(PROBLEM, "Paramètre refusé."),
            (404, PROBLEM_TYPE): OpenApiResponse(PROBLEM, "Introuvable."),
            (500, PROBLEM_TYPE): OpenApiResponse(PROBLEM, "Fichier non écrit."),
            (503, PROBLEM_TYPE): OpenApiResponse(PROBLEM, "Serveur occupé."),
        },
    )
    def get(self, request: Request, name: str, form: str) -> HttpResponseBase:
        """Answer the file; to HEAD, what is said of it, without making it."""
        export = export_named(name)
        return answer(request, export, format_named(form, spatial=export.spatial))


def answer(request: Request, export: Export, chosen: Format) -> HttpResponseBase:
    """The file of an export; to HEAD, what is said of it, without making it."""
    asked = document(export, chosen.form, request.query_params)
    if request.method == "HEAD":
        response: Any = HttpResponse(content_type=chosen.media_type)
        del response["Content-Length"]
    elif chosen.streamed:
        response = StreamingHttpResponse(
            Begun(in_turn(pieces(chosen.write(asked)))), content_type=chosen.media_type
        )
    else:
        response = FileResponse(made(asked, chosen), content_type=chosen.media_type)
    if chosen.compressed:
        # What is compressed already is not compressed once more on its way.
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
    if not asked.extract.repeatable:
        unrepeatable(response)
        response["X-Interrompu"] = "oui"
    tell_substitutions(response, asked.extract.parameters)
    return labelled(response, asked, chosen)


def labelled(response: Any, asked: Document, chosen: Format) -> HttpResponseBase:
    """Headers: the name of the file, its description, where a table has one."""
    attachment = content_disposition_header(
        as_attachment=chosen.form != METADATA, filename=asked.file_name
    )
    response["Content-Disposition"] = attachment
    # A description made apart would be of another answer, where the same request has several.
    if chosen.form == "csv" and asked.extract.repeatable:
        response["Link"] = f'<{asked.address(METADATA)}>; rel="describedby"; type="{METADATA_TYPE}"'
    found: HttpResponseBase = response
    return found


plain_view: Any = ExportView.as_view()


@wraps(plain_view)
def export_view(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The view, answered 304 until the data of its export change."""
    try:
        stamps = export_named(name).stamps
    except Http404:
        stamps = ()
    return until_changed(stamps)(plain_view)(request, name=name, form=form)
