"""The receipt of an application as a PDF, made when it is asked for."""

from calls.models import Application


def receipt(application: Application) -> bytes:
    """The file."""
    # 17 MB of library: a worker that gives no receipt does not carry it.
    from calls.application.receipt_sheet import written  # noqa: PLC0415

    return written(application)
