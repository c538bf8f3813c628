"""What the process may take of the machine, and how large a file may be. Pure."""

import resource

MEGABYTE = 2**20
LARGEST_FILE = 20 * MEGABYTE
LARGEST_UNPACKED = 64 * MEGABYTE
MOST_MEMBERS = 1000  # of an archive
MOST_DATA = 430 * MEGABYTE  # of memory
MOST_CPU_SECONDS = 8
MOST_SECONDS = 10.0  # in all; then it is stopped
MOST_OPEN = 64


def bind() -> None:
    """Bind this process, for good."""
    for kind, most in (
        (resource.RLIMIT_DATA, MOST_DATA),
        (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_UNPACKED),
        (resource.RLIMIT_NOFILE, MOST_OPEN),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))
