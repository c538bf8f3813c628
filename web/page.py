"""What every page says of itself: title, summary, address, trail, data for search engines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator

LONGEST_TITLE = 65
LONGEST_SUMMARY = 160


def absolute(path: str) -> str:
    """The public address of a path of this site."""
    return f"{settings.PUBLIC_URL}{path}"


@dataclass(frozen=True)
class Crumb:
    """A step of the trail."""

    label: str
    url: str


@dataclass(frozen=True)
class Page:
    """A page's identity. `trail` holds the steps above it, the map first.

    Pages are made by `Page.under` and, in the space of who has signed in, by `Page.own`.
    """

    name: str
    title: str
    summary: str
    path: str
    trail: tuple[Crumb, ...] = ()
    data: tuple[Mapping[str, Any], ...] = field(default=())
    indexed: bool = True

    @classmethod
    def under(
        cls,
        *above: Crumb,
        name: str,
        path: str,
        title: str = "",
        summary: str = "",
        data: tuple[Mapping[str, Any], ...] = (),
        indexed: bool = True,
    ) -> Self:
        """A page under the map and the steps `above`.

        Its title is its name, and its summary its title, unless they are given.
        """
        title = title or name
        return cls(name, title, summary or title, path, (home(), *above), data, indexed)

    @classmethod
    def own(cls, *above: Crumb, name: str, path: str, title: str = "", summary: str = "") -> Self:
        """A page under one's account, which no search engine keeps."""
        account = Crumb("Mon compte", reverse("compte"))
        return cls.under(
            account, *above, name=name, path=path, title=title, summary=summary, indexed=False
        )

    @property
    def full_title(self) -> str:
        """The title with the site's name, where both fit a result list."""
        whole = f"{self.title} – {settings.SITE_NAME}"
        return whole if len(whole) <= LONGEST_TITLE else self.title

    @property
    def description(self) -> str:
        """The summary, cut at a word."""
        return Truncator(self.summary).chars(LONGEST_SUMMARY)

    @property
    def canonical(self) -> str:
        """The public address of the page."""
        return absolute(self.path)

    @property
    def structured(self) -> list[Mapping[str, Any]]:
        """JSON-LD: the page's own data, then its trail."""
        steps = [*self.trail, Crumb(self.name, self.path)]
        trail = {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": place,
                    "name": step.label,
                    "item": absolute(step.url),
                }
                for place, step in enumerate(steps, start=1)
            ],
        }
        return [*self.data, trail] if self.trail else list(self.data)


def home() -> Crumb:
    """The first step of every trail."""
    return Crumb("Accueil", reverse("carte"))
