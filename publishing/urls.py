"""The doors that serve every registered layer alike: tiles, exports, schema, documentation."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.urls import path
from drf_spectacular.views import SpectacularSwaggerSplitView

from publishing.doors.answers import answer_door
from publishing.doors.files import export_view
from publishing.doors.root import RootView
from publishing.doors.schema import SchemaView
from publishing.doors.tiles import tile_view, tilejson_view
from publishing.registry import datasets

# Swagger UI writes style attributes of its own.
documentation = csp_update({"style-src": [SELF, UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema")
)

urlpatterns = [
    *(answer_door(one, one.answers) for one in datasets() if one.answers),
    path("tuiles/<slug:name>/<int:zoom>/<int:column>/<int:row>.mvt", tile_view, name="tuile"),
    path("tuiles/<slug:name>.json", tilejson_view, name="tilejson"),
    path("api/exports/<slug:name>.<str:form>", export_view, name="export"),
    path("api/", RootView.as_view(), name="api"),
    path("api/schema/", SchemaView.as_view(), name="api-schema"),
    path("api/docs/", documentation, name="api-docs"),
]
