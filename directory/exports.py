"""The poles, as files."""

from directory.record.dataset import POLES
from publishing.files.declaring import register_export
from publishing.files.layers import export_of

register_export(export_of(POLES))
