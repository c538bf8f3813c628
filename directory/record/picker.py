"""The picker of territories: a search, a list, a map, a file; without JavaScript, lines of text.

The cleaned value is the list of pieces that the footprint of a record holds. A page with this field
adds `directory/record/picker_head.html` to its head; its form is multipart.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from directory.record.drawn import said_of
from directory.record.known import known_among
from directory.record.lines import (
    LineError,
    codes_of,
    drawn_in,
    fault_of_piece,
    key_of,
    names_in,
    pieces_of,
    read_line,
    write_line,
    write_lines,
)
from directory.record.naming import Names
from directory.record.pieces import Record, names_of
from directory.record.weighed import (
    UNNAMED,
    declared,
    line_of_file,
    preview,
    said_among,
    with_decisions,
)
from geo.shapes.reading.bounds import LARGEST_FILE
from geo.shapes.refusals import Refusal
from tables.lists import escaped
from tables.problems import shown

MOST_PIECES = 2000
ENDINGS = ".geojson,.json,.gpkg,.zip,.kml,.kmz"
MOST_CHARACTERS = 2_000_000


class TerritoriesWidget(forms.Textarea):
    """A textarea that `js/commun/choix-territoires.js` turns into the picker."""

    template_name = "directory/record/territories_widget.html"
    needs_multipart_form = True
    file_fault = ""  # why the file that came with the form gave no line

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 6, "spellcheck": "false", **(attrs or {})})

    def format_value(self, value: Any) -> str:
        """The lines, of pieces as of what was typed."""
        return write_lines(value) if isinstance(value, list) else str(value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template of any widget has, and the pieces with their names."""
        context = super().get_context(name, value, attrs)
        text = self.format_value(value)
        return context | {
            "pieces": described(text, typed=not isinstance(value, list))[:MOST_PIECES],
            "preview": preview(text.splitlines()),
            "field": name, "formats": ENDINGS,
        }  # fmt: skip

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The lines, as the boxes and the file that come with them leave them.

        | sent beside the lines | says |
        |---|---|
        | `NAME-vu` | the shapes of which the page told what they take |
        | `NAME-reparer` | those whose repair is accepted |
        | `NAME-laisser` | the communes only brushed are dropped |
        | `NAME-fichier`, `NAME-couche` | a file that holds one more shape, and its layer |
        """
        text = data.get(name)
        lines = str(text or "").splitlines()
        if shown := listed(data, f"{name}-vu"):
            repaired, drop = listed(data, f"{name}-reparer"), bool(data.get(f"{name}-laisser"))
            lines = with_decisions(lines, shown=shown, repaired=repaired, drop=drop)
        if upload := files.get(f"{name}-fichier") if files else None:
            lines += self.read(upload, str(data.get(f"{name}-couche") or ""))
        return "\n".join(lines) if shown or upload else text

    def read(self, upload: Any, layer: str) -> list[str]:
        """The line of the file that comes with a form; none, and why, where it has none.

        A form asks for its values more than once: the file is read the first time.
        """
        if not hasattr(upload, "atlas_lines"):
            upload.atlas_lines, upload.atlas_fault = [], ""
            try:
                content = upload.read(LARGEST_FILE + 1)
                upload.atlas_lines = [line_of_file(upload.name, content, layer.strip())[0]]
            except Refusal as refused:
                upload.atlas_fault = f"{upload.name} : attendu, {said_of(refused)}."
        self.file_fault = upload.atlas_fault
        return list(upload.atlas_lines)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        # Forms look for templates in applications only; ours are in the project's folder.
        context = self.get_context(name, value, attrs)
        return mark_safe(render_to_string(self.template_name, context))  # noqa: S308 - a template


def listed(data: Any, name: str) -> list[str]:
    """Every value of a name, of a form's data or of a plain dictionary."""
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    value = data.get(name)
    return [] if value is None else value if isinstance(value, list) else [value]


def described(text: str, *, typed: bool) -> list[dict[str, Any]]:
    """Lines, one a piece, each with the piece that it says, or None, and its name.

    Names stand for codes in what was `typed`; a record that is shown says what it holds.
    """
    read: list[tuple[str, Record | None]] = []
    lines = [line for _number, line in pieces_of(text)]
    places = names_in(lines) if typed else None
    for line in lines:
        try:
            read.append((line, read_line(line, places)))
        except LineError:
            read.append((line, None))
    names = names_of([one for _line, one in read if one])
    return [
        {
            # What was decided of a shape stays with it.
            "line": line if drawn_in(line) is not None else write_line(one),
            "piece": one,
            "name": names[key_of(one)],
        }
        if one
        else {
            "line": line if drawn_in(line) else escaped(line),
            "piece": None,
            "name": UNNAMED if drawn_in(line) else shown(line),
        }
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
        "file": "%(said)s",
        "drawn": "Périmètre dessiné : attendu, %(accepted)s.",
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
                "« partie 01004 nom du quartier ». "
                "Un nom vaut son code : « commune Bonneville (74) »."
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
        names = names_in([line for _number, line in lines])
        read, faults = self.read(lines, names)
        ground = known_among(codes_of([one for _number, _line, one in read]))
        seen = set()
        for number, line, one in read:
            if wrong := fault_of_piece(one, ground, names):
                faults.append(self.fault("line", number, line, wrong))
            elif key_of(one) in seen:
                faults.append(self.fault("twice", number, line))
            seen.add(key_of(one))
        if faults:
            raise ValidationError(sorted(faults, key=lambda fault: fault.params["number"]))
        try:
            texts = [line for _number, line in lines]
            return declared(texts, [one for _number, _line, one in read])
        except Refusal as refused:
            expected = {"accepted": str(refused)}
            raise ValidationError(self.error_messages["drawn"], "drawn", expected) from refused

    def read(
        self, lines: list[tuple[int, str]], names: Names
    ) -> tuple[list[tuple[int, str, Record]], list[ValidationError]]:
        """The piece of each line with its number, and a fault for each that says none."""
        read, faults = [], []
        if said := getattr(self.widget, "file_fault", ""):
            told: dict[str, Any] = {"said": said, "number": 0}
            faults.append(ValidationError(self.error_messages["file"], "file", told))
        for number, line in lines:
            try:
                read.append((number, line, read_line(line, names)))
            except LineError as error:
                faults.append(self.fault("line", number, line, str(error)))
        return read, faults

    def fault(self, code: str, number: int, line: str, accepted: str = "") -> ValidationError:
        """A fault of one line: which, what it says, what would do."""
        told = {"number": number, "line": shown(line), "accepted": accepted}
        return ValidationError(self.error_messages[code], code, told)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lines say other pieces."""
        before = write_lines(initial) if isinstance(initial, list) else str(initial or "")
        after = str(data or "")
        if any(one.surfaces.drop for one in said_among(after.splitlines())):
            return True
        return canonical(before, typed=False) != canonical(after, typed=True)

    def unseen(self, text: str, initial: Any, shown_before: list[str]) -> bool:
        """Whether lines hold a shape, other than those of before, that no page has weighed."""
        before = write_lines(initial).splitlines() if isinstance(initial, list) else []
        known = {*shown_before, *(one.key for one in said_among(before))}
        return any(one.key not in known for one in said_among(text.splitlines()))


def canonical(text: str, *, typed: bool) -> list[str]:
    """Lines as they would be written again, so that two ways of typing them are one."""
    found = []
    lines = [line for _number, line in pieces_of(text)]
    names = names_in(lines) if typed else None
    for line in lines:
        try:
            found.append(write_line(read_line(line, names)))
        except LineError:
            found.append(line)
    return found
