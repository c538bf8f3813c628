"""The process: reads an order and a file, answers on one line, whatever the file is."""

import json
import logging
import sys
import warnings
from dataclasses import asdict
from pathlib import Path

from geo.shapes.reading.bounds import bind
from geo.shapes.reading.orders import Answer, received
from geo.shapes.refusals import Refusal, Several

HEAVY = "un fichier plus léger : sa lecture demande trop de mémoire"
BROKEN = "un fichier lisible ; celui-ci est abîmé, ou n'est pas du format annoncé"


def answer_to(folder: Path) -> Answer:
    """What is answered to the order that comes."""
    from geo.shapes.reading.file import read  # noqa: PLC0415 - once bound

    try:
        return read(*received(sys.stdin.buffer), folder)
    except Several as several:
        return Answer(refused=str(several), layers=list(several.layers))
    except Refusal as refusal:
        return Answer(refused=str(refusal))
    except MemoryError:
        return Answer(refused=HEAVY)
    except Exception:  # whatever a library makes of a broken file; the journal has its words
        logging.exception("unreadable")
        return Answer(refused=BROKEN)


def main() -> None:
    """Read, and answer."""
    bind()
    warnings.simplefilter("ignore")
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    answer = answer_to(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(asdict(answer)))


if __name__ == "__main__":
    main()
