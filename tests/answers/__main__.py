"""Records what the site answers, or compares two recordings."""

import argparse
import os
import sys
import time
from pathlib import Path

# Before Django is set up: nothing of this machine's settings is in an answer.
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "false", "LOG_LEVEL": "ERROR",
    "SECRET_KEY": "clef-des-reponses-enregistrees-qui-ne-garde-rien-de-secret",
    "PUBLIC_URL": "http://127.0.0.1:8000", "CONTACT_EMAIL": "", "MAIL_FROM": "atlas@exemple.fr",
}  # fmt: skip

# The width of the tables of commands.
os.environ["COLUMNS"] = "160"

from tests.answers import clock, comparing


def main() -> int:
    """Do what is asked; 1 where two recordings differ."""
    asked = arguments()
    if asked.what == "record":
        clock.stop()
        from tests.answers.recording import record  # noqa: PLC0415 - models keep the hour they see

        began = time.monotonic()
        count = record(asked.folder, only=asked.only, whole=asked.whole)
        print(f"{count} réponses en {time.monotonic() - began:.0f} s : {asked.folder}")  # noqa: T201
        return 0
    found = list(
        comparing.differences(asked.before, asked.after, statements=not asked.without_statements)
    )
    for name, how in found:
        print(f"=== {name}\n{how}")  # noqa: T201
    told = f"{len(found)} réponses diffèrent" if found else "Les réponses sont les mêmes"
    print(f"{told} ({len(comparing.recorded(asked.after))} enregistrées).")  # noqa: T201
    return 1 if found else 0


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.answers", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    record = what.add_parser("record", help="enregistre les réponses dans un dossier")
    record.add_argument("folder", type=Path, metavar="DIR")
    record.add_argument(
        "--only", default="", metavar="MOT", help="les questions dont le nom le tient"
    )
    record.add_argument("--whole", action="store_true", help="garde toutes les lignes des longues")
    compare = what.add_parser("compare", help="dit ce qui diffère")
    compare.add_argument("before", type=Path, metavar="DIR")
    compare.add_argument("after", type=Path, metavar="DIR")
    compare.add_argument(
        "--without-statements", action="store_true", help="sans les comptes de SQL"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
