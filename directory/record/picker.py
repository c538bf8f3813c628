"""The picker of territories: a search, a list and a map; without JavaScript, lines of text.

The cleaned value is the list of pieces that the footprint of a record holds. A page with this field
adds `directory/record/picker_head.html` to its head.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from directory.record.known import known_among
from directory.record.lines import (
    LineError,
    codes_of,
    fault_of_piece,
    key_of,
    pieces_of,
    read_line,
    write_line,
    write_lines,
)
from directory.record.pieces import Record, names_of
from tables.lists import escaped
from tables.problems import shown

MOST_PIECES = 2000
MOST_CHARACTERS = 2_000_000


class TerritoriesWidget(forms.Textarea):
    """A textarea that `js/commun/choix-territoires.js` turns into the picker."""

    template_name = "directory/record/territories_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 6, "spellcheck": "false", **(attrs or {})})

    def format_value(self, value: Any) -> str:
        """The lines, of pieces as of what was typed."""
        return write_lines(value) if isinstance(value, list) else str(value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template of any widget has, and the pieces with their names."""
        context = super().get_context(name, value, attrs)
        context["pieces"] = described(self.format_value(value))[:MOST_PIECES]
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        # Forms look for templates in applications only; ours are in the project's folder.
        context = self.get_context(name, value, attrs)
        return mark_safe(render_to_string(self.template_name, context))  # noqa: S308 - a template


def described(text: str) -> list[dict[str, Any]]:
    """Lines, one a piece, each with the piece that it says, or None, and its name."""
    read: list[tuple[str, Record | None]] = []
    for _number, line in pieces_of(text):
        try:
            read.append((line, read_line(line)))
        except LineError:
            read.append((line, None))
    names = names_of([one for _line, one in read if one])
    return [
        {"line": write_line(one) if one else line, "piece": one, "name": names[key_of(one)]}
        if one
        else {"line": escaped(line), "piece": None, "name": shown(line)}
        for line, one in read
    ]


class TerritoriesField(forms.Field):
    """Pieces of territory, each looked up in the ground of today."""

    widget = TerritoriesWidget
    default_error_messages = {  # noqa: RUF012 - as Django declares them
        "required": "Choisir au moins un territoire.",
        "line": "Ligne %(number)d (%(line)s) : attendu, %(accepted)s.",
        "twice": "Ligne %(number)d (%(line)s) : ce territoire est déjà donné.",
        "many": "%(count)d territoires ; %(most)d sont acceptés au plus.",
        "long": "Ces territoires sont trop lourds : simplifiez les périmètres dessinés.",
    }
    default_validators = [ProhibitNullCharactersValidator()]  # noqa: RUF012

    def __init__(self, *, most: int = MOST_PIECES, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("label", "Territoires")
        kwargs.setdefault(
            "help_text",
            (
                "Une commune, une intercommunalité, un département ou une région par ligne : "
                "« commune 01004 », « epci 200000001 », « departement 38 », « region 84 », "
                "« partie 01004 nom du quartier »."
            ),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return str(value or "")

    def validate(self, value: Any) -> None:
        if self.required and not pieces_of(value):
            raise ValidationError(self.error_messages["required"], code="required")

    def clean(self, value: Any) -> list[Record]:
        """The pieces of every line, or a fault for each line that is wrong."""
        lines = pieces_of(super().clean(value))
        if len(lines) > self.most:
            told = {"count": len(lines), "most": self.most}
            raise ValidationError(self.error_messages["many"], "many", told)
        if sum(len(line) for _number, line in lines) > MOST_CHARACTERS:
            raise ValidationError(self.error_messages["long"], "long")
        pieces: list[Record] = []
        faults: list[ValidationError] = []
        read: list[tuple[int, str, Record]] = []
        for number, line in lines:
            try:
                read.append((number, line, read_line(line)))
            except LineError as error:
                faults.append(self.fault("line", number, line, str(error)))
        ground = known_among(codes_of([one for _number, _line, one in read]))
        seen = set()
        for number, line, one in read:
            if wrong := fault_of_piece(one, ground):
                faults.append(self.fault("line", number, line, wrong))
            elif key_of(one) in seen:
                faults.append(self.fault("twice", number, line))
            seen.add(key_of(one))
            pieces.append(one)
        if faults:
            raise ValidationError(sorted(faults, key=lambda fault: fault.params["number"]))
        return pieces

    def fault(self, code: str, number: int, line: str, accepted: str = "") -> ValidationError:
        """A fault of one line: which, what it says, what would do."""
        told = {"number": number, "line": shown(line), "accepted": accepted}
        return ValidationError(self.error_messages[code], code, told)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lines say other pieces."""
        before = write_lines(initial) if isinstance(initial, list) else str(initial or "")
        return [one["line"] for one in described(before)] != [
            one["line"] for one in described(str(data or ""))
        ]
