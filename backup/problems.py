"""Why a backup is not made, not whole or not put back."""


class BackupError(Exception):
    """What went wrong, in French, for the operator."""
