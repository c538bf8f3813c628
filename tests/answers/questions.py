"""The table of questions: who asks what, in which order."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("questions.toml")
VISITOR = "visiteur"
KNOWN = {"path", "as", "method", "headers", "send", "post", "form"}


@dataclass(frozen=True)
class Question:
    """A request. `send` is what is changed in the form that its address shows, then sent."""

    name: str  # its group and its own name
    path: str
    person: str = VISITOR
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    send: dict[str, Any] | None = None
    post: dict[str, Any] | None = None
    form: str = ""  # the address that a form is sent to, where the page has several

    def placed(self, places: Mapping[str, str]) -> "Question":
        """The same, with the keys that this database gave to what it holds."""
        return Question(**{**self.__dict__, "path": self.path.format_map(places)})


def read(path: Path = TABLE) -> list[Question]:
    """Every question, in order. Raises ValueError where one says a word that is none."""
    found = []
    for group, entries in tomllib.loads(path.read_text()).items():
        for name, entry in entries.items():
            given = {"path": entry} if isinstance(entry, str) else dict(entry)
            if wrong := given.keys() - KNOWN:
                raise ValueError(f"{group}/{name} : {', '.join(sorted(wrong))}")
            given["person"] = given.pop("as", VISITOR)
            found.append(Question(name=f"{group}/{name}", **given))
    return found
