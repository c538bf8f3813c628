"""Why a file is refused."""


class RefusedFileError(ValueError):
    """A file that is not kept; the message is for people, in French."""


class NoRoomError(RefusedFileError):
    """A file that is in order, for which the server has no room."""

    def __init__(self) -> None:
        super().__init__(
            "Le disque du serveur est plein : ce fichier n'est pas gardé, le reste l'est. "
            "Réessayez plus tard, ou écrivez à l'exploitant du site."
        )
