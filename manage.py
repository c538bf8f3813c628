#!/usr/bin/env python
"""Django's command line for the Atlas."""

import os
import sys


def main() -> None:
    """Run the command; a database that does not answer is one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        from config.environment import read

        said = f"La base de données ne répond pas : {error}".strip()
        sys.exit("\n".join([said, *read().ways_to_start(error.__cause__)]))


if __name__ == "__main__":
    main()
