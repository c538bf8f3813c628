"""One file to be made: what it holds, and how it was made."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from publishing.columns import Column
from publishing.dataset import Encoding, Record
from publishing.features import dump
from publishing.files.declaring import Export, Extract
from publishing.models import Stamp
from publishing.parameters import check_parameters
from publishing.sources import Source
from publishing.vintages import vintages
from tables.lists import escaped

Watch = Callable[[Iterator[Record]], Iterator[Record]]


@dataclass
class Document:
    """A file of an export in a format."""

    export: Export
    extract: Extract
    form: str
    params: QueryDict
    # Looks at the rows as they pass: progress, on a terminal.
    watch: Watch = field(default=lambda rows: rows)

    def records(self, encoding: Encoding) -> Iterator[Record]:
        """The rows, once."""
        return self.watch(self.extract.records(encoding))

    @cached_property
    def date(self) -> str:
        """The day of the last change of the data: the same request has the same file name."""
        stamps = Stamp.objects.filter(name__in=self.export.stamps).order_by("-changed_at")
        changed = stamps.values_list("changed_at", flat=True).first()
        return timezone.localtime(changed).isoformat(timespec="seconds") if changed else ""

    @property
    def stem(self) -> str:
        """The name of the file without its format."""
        return "-".join(part for part in ("atlas-ptce", self.export.name, self.date[:10]) if part)

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.stem}.{self.form}"

    def address(self, form: str) -> str:
        """The address that makes the same rows again, in a format."""
        query = urlencode(list(self.params.lists()), doseq=True)
        path = f"{settings.PUBLIC_URL}{self.export.folder}{self.export.name}.{form}"
        return f"{path}?{query}" if query else path

    @property
    def sources(self) -> tuple[Source, ...]:
        """Whom to cite: for every row of the export, then for what was asked of it."""
        return (*self.export.sources, *self.extract.sources)

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """How the file was made."""
        return {
            "titre": self.export.title,
            "description": self.export.description,
            "filtres": {name: values for name, values in self.params.lists() if values},
            "parametres": dict(self.extract.parameters),
            **({"resultat": dict(self.extract.result)} if self.extract.result else {}),
            "millesimes": loaded(),
            "donnees_du": self.date or None,
            "licence": " ".join(dict.fromkeys(one.licence for one in self.sources)),
            "sources": list(dict.fromkeys(name for one in self.sources for name in one.cited)),
            "adresse": self.address(self.form),
            "logiciel": f"{settings.SITE_NAME}, version {settings.RELEASE}",
            "projection": "EPSG:4326 (WGS 84)",
        }

    def provenance_lines(self) -> list[tuple[str, str]]:
        """The same, flat, for tables."""
        lines = []
        for name, value in self.provenance.items():
            if isinstance(value, Mapping):
                lines += [(f"{name}.{key}", as_text(inner)) for key, inner in value.items()]
            elif name == "millesimes":
                lines += [(f"millesime.{v['nom']}", as_text(v)) for v in value]
            else:
                lines.append((name, as_text(value)))
        return lines

    def table_columns(self) -> tuple[Column, ...]:
        """Columns of a table: the identifier is one of them."""
        columns = self.extract.columns
        if any(column.name == self.extract.key for column in columns):
            return columns
        return (Column(self.extract.key, "Identifiant."), *columns)


def document(export: Export, form: str, params: QueryDict) -> Document:
    """Read a request. Raises ParameterProblem on what it does not know or refuses."""
    check_parameters(params, export.parameters)
    return Document(export, export.ask(params), form, params)


def loaded() -> list[dict[str, Any]]:
    """What is loaded, and of when."""
    return [
        {
            "nom": vintage.name,
            "libelle": vintage.label,
            "millesime": vintage.as_of and vintage.as_of.isoformat(),
            "source": vintage.source,
            "licence": vintage.licence,
        }
        for vintage in vintages()
    ]


def as_text(value: Any) -> str:
    """A value in one cell: lists of words joined by `|` (see `tables.lists`), the rest as JSON."""
    if value is None:
        return ""
    if isinstance(value, list | tuple) and not any(isinstance(v, dict | list) for v in value):
        return "|".join(escaped(str(part)) for part in value if part is not None)
    if isinstance(value, dict | list | tuple):
        return dump(value)
    return str(value)
