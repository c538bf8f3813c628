"""`/api/<dataset>/`: a page of rows, as JSON or GeoJSON, or one document."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, ClassVar

from django.http import Http404, HttpResponse, QueryDict
from django.urls import URLPattern, path
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from publishing.caching import unrepeatable, until_changed
from publishing.dataset import GEOJSON, JSON, Answers, Dataset, Encoding, Found, Record, Window
from publishing.doors import openapi
from publishing.doors.geojson import MEDIA_TYPE, links
from publishing.features import dump
from publishing.parameters import Parameter, check_parameters, read_choice, read_int
from publishing.problems import ParameterProblem, ended
from publishing.vintages import vintages

MEDIA = {JSON: "application/json", GEOJSON: MEDIA_TYPE}


def parameters_of(dataset: Dataset, answers: Answers) -> tuple[Parameter, ...]:
    """Every parameter that the address of a dataset knows."""
    found = (*answers.parameters, *dataset.parameters)
    if len(answers.forms) > 1:
        said = f"Forme de la réponse ({answers.forms[0]} par défaut) ; json n'a pas de contours."
        found = (*found, Parameter("format", said, accepted=answers.forms))
    if page := answers.page:
        default = "et par défaut" if page.default == page.most else f"{page.default} par défaut"
        found = (
            *found,
            Parameter("limit", f"Lignes servies ({page.most} au plus, {default}).", "integer"),
            Parameter("offset", "Lignes passées avant la première.", "integer"),
        )
    return found


class AnswerView(APIView):
    """The address of one dataset."""

    dataset: ClassVar[Dataset]
    answers: ClassVar[Answers]

    def get(self, request: Request, **placed: str) -> HttpResponse:
        """Answer a page, `{parametres, …, numberMatched, links, resultats}`, or a document."""
        known = parameters_of(self.dataset, self.answers)
        check_parameters(request.query_params, [one for one in known if one.name not in placed])
        params = request.query_params.copy()
        params.update(placed)
        try:
            return self.answer(request, params)
        except ParameterProblem as problem:
            if problem.parameter not in placed:
                raise
            said = f"Rien sous « {problem.value} » ; accepté : {problem.accepted}"
            raise Http404(ended(said)) from None

    def answer(self, request: Request, params: QueryDict) -> HttpResponse:
        """The same, of all parameters: those of the query, and those of the address."""
        with self.dataset.in_turn():
            if self.answers.page is None:
                found = self.dataset.ask(params)
                text = dump({**asked(found), **found.document()}).encode()
                media = MEDIA[JSON]
            else:
                text, media, found = self.page_of(request, params)
        response = HttpResponse(text, content_type=media)
        return response if found.repeatable else unrepeatable(response)

    def page_of(self, request: Request, params: QueryDict) -> tuple[bytes, str, Found]:
        """The text of a page, its media type, and what it is a page of."""
        page, forms = self.answers.page, self.answers.forms
        assert page is not None  # noqa: S101  (`get` asks only where there are pages)
        form = read_choice(params, "format", forms[0], forms)
        limit = read_int(params, "limit", page.default, (1, page.most))
        offset = read_int(params, "offset", 0, (0, page.farthest))
        found = self.dataset.ask(params)
        matched = found.count()
        head = {
            **asked(found),
            **found.head(),
            "numberMatched": matched,
            "numberReturned": max(0, min(limit, matched - offset)),
            "links": links(request, offset, limit, matched, MEDIA[form]),
        }
        encoding = Encoding.GENERAL if form == GEOJSON else Encoding.NONE
        rows = found.rows(encoding, Window(offset, limit))
        hidden = {column.name for column in found.columns if not column.in_answers}
        write = collection if form == GEOJSON else listed
        return write(head, rows, hidden), MEDIA[form], found


def asked(found: Found) -> dict[str, Any]:
    """What was asked, and the vintages that the answer rests on."""
    told = {one.name: one.as_of and one.as_of.isoformat() for one in vintages()}
    return {"parametres": {**found.parameters, "millesimes": told}}


def shown(row: Record, hidden: set[str]) -> dict[str, Any]:
    """What answers say of a row."""
    return {name: value for name, value in row.properties.items() if name not in hidden}


def listed(head: dict[str, Any], rows: Iterable[Record], hidden: set[str]) -> bytes:
    """A page as JSON; the text of a row is made as the row comes."""
    texts = (dump(shown(row, hidden)) for row in rows)
    return encoded(f'{dump(head)[:-1]},"resultats":[', texts)


def collection(head: dict[str, Any], rows: Iterable[Record], hidden: set[str]) -> bytes:
    """A page as a FeatureCollection; a row without contour has a null geometry."""
    text = dump({"type": "FeatureCollection", **head})
    features = (
        f'{{"type":"Feature","id":{dump(row.identifier)},"properties":{dump(shown(row, hidden))},'
        f'"geometry":{row.geometry or "null"}}}'
        for row in rows
    )
    return encoded(f'{text[:-1]},"features":[', features)


def encoded(before: str, texts: Iterable[str]) -> bytes:
    """An object whose last member is a list, its items as they come.

    Bytes from the start: one « œ » in a text of ten million characters gives each of them two
    bytes, and joining, closing and encoding it each make another.
    """
    whole = BytesIO()
    whole.write(before.encode())
    for number, text in enumerate(texts):
        whole.write(f",{text}".encode() if number else text.encode())
    whole.write(b"]}")
    return whole.getvalue()


def answer_door(dataset: Dataset, answers: Answers) -> URLPattern:
    """`/api/<dataset>/`, documented; cached until its data change, where that is known."""
    address, placed = answers.address or dataset.name, answers.placed
    schemas = openapi.answers(dataset, answers)
    missing = OpenApiResponse(openapi.PROBLEM, "Introuvable.")
    refused = OpenApiResponse(openapi.PROBLEM, "Paramètre refusé.")
    busy = OpenApiResponse(openapi.PROBLEM, "Serveur occupé.")
    describe = extend_schema(
        operation_id=dataset.name,
        summary=answers.summary,
        description=answers.description,
        tags=[answers.tag],
        parameters=[
            openapi.documented(one, in_path=one.name in placed)
            for one in parameters_of(dataset, answers)
        ],
        responses={
            **{(200, MEDIA[form]): OpenApiResponse(schemas[form]) for form in answers.forms},
            (400, openapi.PROBLEM_TYPE): refused,
            **({(404, openapi.PROBLEM_TYPE): missing} if placed else {}),
            (503, openapi.PROBLEM_TYPE): busy,
        },
    )

    def get(self: AnswerView, request: Request, **placed: str) -> HttpResponse:
        return AnswerView.get(self, request, **placed)

    view: Any = type(
        f"{dataset.name.title()}AnswerView",
        (AnswerView,),
        {"dataset": dataset, "answers": answers, "get": describe(get)},
    )
    door = view.as_view()
    if dataset.stamps:
        door = until_changed(dataset.stamps)(door)
    return path(f"api/{address}/", door, name=f"api-{dataset.name}")
