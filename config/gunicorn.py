"""The production server: one light process, threads, reachable from this machine only."""

import ctypes
import logging
import os
from contextlib import suppress
from pathlib import Path

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 5
keepalive = 5
# Room for our own refusal of an address that is too long (config.middleware), in French.
limit_request_line = 8190
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
# The heartbeat file must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# No remote control: the scripts of bin/ speak to the server by signals.
control_socket_disable = True

# Each thread would keep to itself the memory that it has freed: all share it, and what is large
# goes back to the system at once (mallopt of glibc; elsewhere nothing is changed).
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
with suppress(OSError, AttributeError):
    glibc = ctypes.CDLL(None)
    glibc.mallopt(M_ARENA_MAX, 1)
    glibc.mallopt(M_MMAP_THRESHOLD, 131_072)

# Django leaves it to the server to drop the body of an answer to HEAD: nothing to warn about.
logging.getLogger("gunicorn.http.wsgi").setLevel(logging.ERROR)
