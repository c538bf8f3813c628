"""What every Atom feed and calendar of the site shares: the public address, who writes, headers."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control

from tables.described import Described
from web.calendar import CONTENT_TYPE, Entry, calendar
from web.dates import PartialDate
from web.page import absolute

public_for_an_hour = cache_control(public=True, max_age=3600)


class DescribedFeed(Feed):
    """An Atom feed of described records; `page` and `address` name the addresses it stands for."""

    feed_type = Atom1Feed
    author_name = settings.SITE_NAME
    page: str
    address: str

    def link(self) -> str:
        """The page of the feed."""
        return absolute(reverse(self.page))

    def feed_url(self) -> str:
        """The feed itself, under the public host whatever host was asked."""
        return absolute(reverse(self.address))

    def feed_guid(self) -> str:
        """What names the feed for ever."""
        return self.feed_url()

    def item_link(self, item: Any) -> str:
        """The page of a record."""
        return absolute(item.get_absolute_url())

    def item_updateddate(self, item: Described) -> datetime:
        """When the record last changed."""
        return item.updated_at


def published(when: PartialDate | None) -> datetime | None:
    """The day of a date known to the day, as feeds want it."""
    if when is None or not when.exact:
        return None
    return timezone.make_aware(datetime.combine(when.first, time.min))


def uid(*parts: str) -> str:
    """A name for a date of a calendar, that stays the same from one download to the next."""
    return f"{'-'.join(parts)}@{urlsplit(settings.PUBLIC_URL).hostname}"


@public_for_an_hour
def calendar_response(
    _request: HttpRequest, name: str, file: str, entries: Iterable[Entry]
) -> HttpResponse:
    """The calendar as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(calendar(name, entries), content_type=CONTENT_TYPE, headers=headers)
