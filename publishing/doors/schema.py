"""The OpenAPI description, in YAML or in JSON: as `format` asks, else as the `Accept` header."""

from typing import Any

from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.parameters import Parameter, check_parameters, read_choice

RENDERERS = {"yaml": OpenApiYamlRenderer2, "json": OpenApiJsonRenderer2}
FORMAT = Parameter("format", "Écriture de la description.", accepted=tuple(RENDERERS))


class SchemaView(SpectacularAPIView):
    """The description of every door."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """What `format` names; a wrong one is refused by `get`, when an answer can be written."""
        named = RENDERERS.get(request.query_params.get(FORMAT.name, ""))
        if named is None:
            return super().perform_content_negotiation(request, force)
        return named(), named.media_type

    def handle_exception(self, exc: Exception) -> Any:
        """A refusal is no description: it is JSON, as at every other door."""
        self.request.accepted_renderer = JSONRenderer()
        return super().handle_exception(exc)

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The description; ParameterProblem for a parameter that it does not know."""
        check_parameters(request.query_params, (FORMAT,))
        read_choice(request.query_params, FORMAT.name, "", ("", *RENDERERS))
        answer: Response = super().get(request, *args, **kwargs)
        return answer
