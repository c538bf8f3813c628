"""The forms of imports: the deposit of a file, and what its columns mean."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from directory.record.file.columns import COLUMNS, LABELS
from directory.record.file.reading import JSONL
from tables.plain import key_of
from tables.reading.cells import as_text
from tables.reading.heading import UNREAD
from tables.reading.sheet import letters
from tables.reading.table import KINDS, Look

MEGABYTE = 2**20
LARGEST = 8 * MEGABYTE  # of a page; commands take larger ones
KINDS_TAKEN = (*KINDS, *JSONL)
LEFT = "-"  # the choice of a column that is not read
SAMPLES = 3
LONGEST_SAMPLE = 60


class DepositForm(forms.Form):
    """A file of poles."""

    file = forms.FileField(
        label="Fichier",
        help_text=(
            "Un tableau (.xlsx, .xls, .ods, .csv) ou un JSONL, de 8 Mo au plus. Un export de "
            "l'annuaire, modifié dans un tableur, convient."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(KINDS_TAKEN)}),
    )

    def clean_file(self) -> UploadedFile:
        """A file of an accepted kind and size."""
        file: UploadedFile = self.cleaned_data["file"]
        kind = PurePath(file.name or "").suffix.lower()
        if kind not in KINDS_TAKEN:
            said = f"« {kind or 'sans extension'} » : attendu, {', '.join(KINDS_TAKEN)}."
            raise forms.ValidationError(said)
        if (file.size or 0) > LARGEST:
            size = -(-(file.size or 0) // MEGABYTE)
            raise forms.ValidationError(f"Plus de {size - 1} Mo : 8 Mo au plus.")
        return file


class ColumnsForm(forms.Form):
    """The sheet of a workbook, and the meaning of each column of its header."""

    def __init__(self, *args: Any, look: Look, sheet: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.look = look
        if len(look.sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label="Feuille", choices=[(one, one) for one in look.sheets],
                initial=sheet or look.heading.sheet.name,
            )  # fmt: skip
        choices = [("", "— à préciser —"), (LEFT, "ne pas lire"), *LABELS.items()]
        for place, name in enumerate(look.heading.names):
            meant = look.heading.columns[place]
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=f"{name or 'sans nom'} ({letters(place + 1)})", choices=choices,
                required=False,
                initial=LEFT if meant == UNREAD else meant or COLUMNS.nearest(name),
            )  # fmt: skip

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each column: its input, and the first values below it."""
        for place, _name in enumerate(self.look.heading.names):
            values = (
                as_text(cells[place])
                for _number, cells in self.look.heading.below
                if len(cells) > place and as_text(cells[place])
            )
            samples = [one[:LONGEST_SAMPLE] for one, _ in zip(values, range(SAMPLES), strict=False)]
            field = self[f"c{place}"]
            unknown = self.look.heading.columns[place] is None
            yield {"field": field, "samples": samples, "unknown": unknown}

    def clean(self) -> dict[str, Any]:
        """Two columns of one name mean the same: their names are told apart in the spreadsheet."""
        data = super().clean() or {}
        first: dict[str, str] = {}
        for place, name in enumerate(self.look.heading.names):
            value = data.get(f"c{place}", "")
            if first.setdefault(key_of(name), value) != value:
                said = "Une autre colonne porte ce nom : renommez l'une d'elles dans le tableur."
                self.add_error(f"c{place}", said)
        return data

    def chosen(self) -> dict[str, str]:
        """What the person says otherwise than the names do, by name of the file."""
        said = {}
        for place, name in enumerate(self.look.heading.names):
            value = self.cleaned_data[f"c{place}"]
            column = UNREAD if value == LEFT else value
            if value and column != COLUMNS.meant([name])[0]:
                said[name] = column
        return said
