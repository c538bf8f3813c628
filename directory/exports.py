"""The poles, as files."""

from directory.layers import POLES
from geo.publishing.exports.declaring import register_export
from geo.publishing.exports.layers import export_of

register_export(export_of(POLES))
