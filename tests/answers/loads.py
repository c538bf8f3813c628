"""What the commands that load, check and purge say, and the mails that they send."""

import contextlib
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command

from tests.answers.asking import mails
from tests.answers.scrubbing import scrubbed
from tests.answers.world import POLE

DATA = settings.BASE_DIR / "data"
POLES = DATA / "poles" / "poles.jsonl"
DURATION = re.compile(r"\d+(?:[,.]\d+)? ?(?:ms|s|min)\b")

# In this order, in what the questions have left; {…} is a file that `changed` writes.
LOADS = {
    "communes": "load_communes",
    "communes-forcees": "load_communes --force",
    "poles": f"load_poles {POLES}",
    "poles-forces": f"load_poles {POLES} --force",
    "poles-changes": "load_poles {changes}",
    "poles-par-une-personne": "load_poles {changes} --person agent@exemple.fr",
    "poles-fautifs": "load_poles {fautifs}",
    "poles-absents": "load_poles /nulle/part.jsonl",
    "indicateurs": "load_indicators",
    "indicateurs-forces": "load_indicators --force",
    "indicateurs-changes": "load_indicators --folder {indicateurs}",
    "indicateur-seul": "load_indicator {indicateurs}/chomage_zone_emploi.csv --code chomage"
    " --label Chômage --source Insee --vintage 2025",
    "appels": "load_calls",
    "appels-changes": "load_calls {appels}",
    "appels-fautifs": "load_calls {appels-fautifs}",
    "programme": "load_programme",
    "programme-change": "load_programme --folder {programme}",
    "contacts": "load_contacts",
    "contacts-changes": "load_contacts {contacts}",
    "demonstration": "demo_call --remove",
    "confirmations": "ask_confirmations",
    "purge": "purge_personal_data",
    "oubli": "forget_person personne@exemple.fr",
    "candidatures": "verify_applications",
    "exports": "export_layer",
    # Then what is written.
    "confirmations-envoyees": "ask_confirmations --write",
    "poles-ecrits": "load_poles {changes} --write",
    "poles-ecrits-encore": "load_poles {changes} --write",
    "poles-ecrits-de-force": "load_poles {changes} --write --force",
    "appels-ecrits": "load_calls {appels} --write",
    "programme-ecrit": "load_programme --folder {programme} --write",
    "contacts-ecrits": "load_contacts {contacts} --write",
    "indicateurs-ecrits": "load_indicators --folder {indicateurs} --write",
    "oubli-ecrit": "forget_person personne@exemple.fr --write",
    "vidage": "dump_poles {vidage}",
}


def said(line: str, files: dict[str, Path]) -> Iterator[str]:
    """The lines of what a command says, and of its mails; then those of the file that it wrote."""
    name, *arguments = line.format_map(files).split()
    out = io.StringIO()
    mail.outbox.clear()
    yield f"manage.py {line.replace(str(settings.BASE_DIR), '.')}"
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            call_command(name, *arguments, stdout=out, stderr=out)
        except CommandError as error:
            out.write(f"CommandError ({error.returncode}) : {error}\n")
        except SystemExit as left:
            out.write(f"code de sortie : {left.code}\n")
    yield from mails()
    yield ""
    text = out.getvalue().replace(str(files["changes"].parent), "DOSSIER")
    text = DURATION.sub("durée", text.replace(str(settings.BASE_DIR), "."))
    yield from (one.rstrip() for one in scrubbed(text).split("\n"))
    if "{vidage}" in line:
        yield from files["vidage"].read_text().split("\n")


def changed(folder: Path) -> dict[str, Path]:
    """The project's files, each with something changed, added, taken away or wrong."""
    rows = [json.loads(line) for line in POLES.read_text().splitlines()]
    copy = json.loads(json.dumps(rows[2])) | {"slug": "pole-d-essai", "name": "Pôle d'essai"}
    edited = [row | {"description": "Du fichier."} if row["slug"] == POLE else row for row in rows]
    edited[0] = edited[0] | {"status": "active", "status_as_of": 2026, "themes": ["energie"]}
    wrong = [
        rows[0] | {"region_code": "99"},
        rows[1] | {"status": "mort"},
        rows[1],
        {"slug": "seul"},
    ]
    files = {
        "changes": lines(folder / "changes.jsonl", [*edited[:-1], copy]),
        "fautifs": lines(folder / "fautifs.jsonl", wrong),
        "vidage": folder / "vidage.jsonl",
        "contacts": folder / "contacts.jsonl",
        "appels": folder / "appels.toml",
        "appels-fautifs": folder / "appels-fautifs.toml",
        "programme": folder / "programme",
        "indicateurs": folder / "indicateurs",
    }
    contacts = (DATA / "contacts" / "contacts.jsonl").read_text().splitlines()
    files["contacts"].write_text(
        "\n".join([contacts[0].replace("CRESS", "Chambre"), *contacts[2:]])
    )
    calls = (DATA / "programme" / "appels.toml").read_text()
    files["appels"].write_text(calls.replace("budget_eur = 3_000_000", "budget_eur = 3_000_001", 1))
    files["appels-fautifs"].write_text(calls.replace("year = 2013", "an = 2013", 1))
    shutil.copytree(DATA / "programme", files["programme"])
    replace(files["programme"] / "services.toml", "name = ", 'name = "Essai, "  # ')
    shutil.copytree(DATA / "indicators", files["indicateurs"])
    replace(files["indicateurs"] / "chomage_zone_emploi.csv", "0051;7.2", "0051;9.9")
    return files


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A file of one object a line."""
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows))
    return path


def replace(path: Path, old: str, new: str) -> None:
    """Change the first place where a file says something. Raises ValueError where none does."""
    text = path.read_text()
    if old not in text:
        raise ValueError(f"{path.name} ne contient plus « {old} »")
    path.write_text(text.replace(old, new, 1))


def each(folder: Path) -> Iterator[tuple[str, Callable[[], Iterator[str]]]]:
    """Every command by its name, in order, and what gives its lines."""
    files = changed(folder)
    for name, line in LOADS.items():
        yield f"commandes/{name}", partial(said, line, files)
