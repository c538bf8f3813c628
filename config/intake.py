"""What is taken in before a thread answers: no more, all requests together, than the disk can hold.

Bodies wait on the disk until they are whole. Where all together hold too much, the connection that
has been silent for longest is closed: whoever sends for good is never refused for the others' sake.
"""

import logging

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

MEGABYTE = 1024 * 1024
MOST_HELD = 512 * MEGABYTE
COUNTED_EVERY = MEGABYTE  # of what one connection sends

log = logging.getLogger("atlas.serveur")


class Channel(HTTPChannel):
    """A connection whose unfinished body may be given up."""

    request: HTTPRequestParser | None
    counted = 0

    def received(self, data: bytes) -> bool:
        """Take in what came, and make room where too much is held."""
        taken = bool(super().received(data))
        held = self.held()
        if held < self.counted:  # another request
            self.counted = 0
        if held >= self.counted + COUNTED_EVERY:
            self.counted = held
            make_room([one for one in self.server.active_channels.values() if one.held()])
        return taken

    def held(self) -> int:
        """What it keeps of bodies that are not answered yet, in bytes."""
        return sum(
            request.body_bytes_received
            for request in (self.request, *self.requests)
            if request is not None
        )


def make_room(holding: "list[Channel]") -> None:
    """Close those silent for longest, as far as it takes; none whose body is whole."""
    total = sum(one.held() for one in holding)
    for one in sorted(holding, key=lambda one: one.last_activity):
        if total <= MOST_HELD:
            return
        if one.request is not None:
            total -= one.held()
            log.warning("Trop d'envois inachevés : le plus ancien est abandonné.")
            one.handle_close()
