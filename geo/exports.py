"""The areas of the ground, as files."""

from geo import layers
from publishing.files.declaring import register_export
from publishing.files.layers import export_of

for layer, _essential in layers.AREAS.values():
    register_export(export_of(layer, fields_named="fields"))
