"""Why a file is refused."""


class RefusedFileError(ValueError):
    """A file that is not kept; the message is for people, in French."""
