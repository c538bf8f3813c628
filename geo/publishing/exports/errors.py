"""Files that cannot be made: what the reader is told."""

from rest_framework import exceptions, status


class BusyError(exceptions.APIException):
    """Too much is being made at once, the disk is full, or what was being made was stopped."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "occupe"
    wait = 30  # seconds before another try


class WritingError(exceptions.APIException):
    """A file that its writer gave up: a fault of ours."""

    status_code = status.HTTP_500_INTERNAL_SERVER_ERROR
    default_code = "ecriture"
