"""The identity of the pages of the programme: the hub, and what stands under it."""

from django.urls import reverse

from web.page import Crumb, Page, home

MOST = 5000


def page_of(name: str, title: str, summary: str, address: str, *, indexed: bool = True) -> Page:
    """The identity of a page under the programme."""
    hub = address == "programme"
    above = (home(),) if hub else (home(), Crumb("Programme", reverse("programme")))
    return Page(
        name=name,
        title=title,
        summary=summary,
        path=reverse(address),
        trail=above,
        indexed=indexed,
    )


def page_under(step: Crumb, name: str, title: str, summary: str, path: str) -> Page:
    """The identity of a page one step further."""
    trail = (home(), Crumb("Programme", reverse("programme")), step)
    return Page(name=name, title=title, summary=summary, path=path, trail=trail)
