"""Static files: names that carry a hash of the content, compressed once, kept for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Native JS modules import one another by their hashed names."""

    support_js_module_import_aggregation = True
    # A file that a third-party stylesheet names and does not ship must not stop the start.
    manifest_strict = False
