"""Static files: names that carry a hash of the content, compressed once, kept for ever."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Native JS modules import one another by their hashed names."""

    support_js_module_import_aggregation = True
    # A file that a third-party stylesheet names and does not ship must not stop the start.
    manifest_strict = False

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress what pages ask for: not the source maps, nor the names without a hash.

        Those are three quarters of the bytes, and compressing them took a minute.
        """
        final = set(self.hashed_files.values())
        asked = [path for path in paths if path in final and not path.endswith(".map")]
        yield from super().compress_files(asked)
