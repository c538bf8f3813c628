"""What a file would change, in words: added, changed, in conflict, refused; and where."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from directory.models import Pole
from directory.record.fields import FIELD, NAMES
from directory.record.pieces import Record
from directory.record.words import FieldChange, difference, names_in, record_in_words
from directory.vocabulary import PUBLIC_STATUS
from geo.models import Commune
from publishing.ceilings import whole
from tables.counting import counted
from tables.difference import Change, Difference, Remark, Verdict
from tables.problems import Problem, Refused
from tables.reading.heading import UNKNOWN
from tables.reporting import grouped, lines_of, values_of

MOST_SHOWN = 100  # records of one sort
MOST_FAULTS = 20
VERDICTS = {
    Verdict.WRITTEN: "",
    Verdict.FORCED: "remplace une correction faite ici",
    Verdict.KEPT: "non écrit : corrigé ici depuis le dernier fichier",
    Verdict.CONFLICT: "conflit, non écrit : corrigé ici et changé dans le fichier",
}


@dataclass(frozen=True)
class Added:
    """A record that the file brings."""

    slug: str
    name: str
    lines: list[tuple[str, list[str]]]
    seat: Commune | None
    status: str


@dataclass(frozen=True)
class Changed:
    """A record of which the file changes fields, or would, each with what becomes of it."""

    slug: str
    name: str
    rows: list[FieldChange]
    seat: Commune | None
    status: str

    @property
    def caption(self) -> str:
        """What the table of its fields shows."""
        return f"Ce qui diffère pour « {self.name} »"


@dataclass(frozen=True)
class Fault:
    """A fault of some lines of the file."""

    lines: str
    column: str
    value: str
    accepted: str


@dataclass
class Preview:
    """The whole; `refused` says why nothing can be written."""

    summary: str = ""
    added: list[Added] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    conflicts: list[Changed] = field(default_factory=list)
    kept: list[Changed] = field(default_factory=list)
    left_out: int = 0
    remarks: list[str] = field(default_factory=list)
    refused: str = ""
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    writes: bool = False
    seal: str = ""  # of what is shown: nothing else is written

    def seated(self) -> list[Added | Changed]:
        """What is written of records that have a seat, for the map."""
        every: list[Added | Changed] = [*self.added, *self.changed]
        return [one for one in every if one.seat]


def preview_of(difference: Difference, seal: str) -> Preview:
    """What is written, and what is not, of a file that can be."""
    changes: dict[str, list[Change]] = {}
    for one in difference.changes:
        changes.setdefault(one.key, []).append(one)
    seats = seats_of([*changes, *difference.added], difference.added)
    poles = {
        pole.slug: pole
        for pole in whole(Pole.objects.filter(slug__in=changes).order_by("slug"), len(changes) or 1)
    }
    found = Preview(
        summary=summary_of(difference),
        remarks=[remark_said(one) for one in difference.remarks],
        writes=difference.writes,
        seal=seal,
    )
    for slug, record in list(difference.added.items())[:MOST_SHOWN]:
        found.added.append(added(slug, record, seats.get(slug)))
    for slug, some in changes.items():
        sides = [
            Changed(slug, poles[slug].name, said(some, verdicts), seats.get(slug),
                    PUBLIC_STATUS[poles[slug].status])
            for verdicts in (
                {Verdict.WRITTEN, Verdict.FORCED}, {Verdict.CONFLICT}, {Verdict.KEPT},
            )
        ]  # fmt: skip
        sorts = (found.changed, found.conflicts, found.kept)
        for side, sort in zip(sides, sorts, strict=True):
            if side.rows and len(sort) < MOST_SHOWN:
                sort.append(side)
    written = len(difference.added) + len(difference.changed)
    found.left_out = max(0, written - len(found.added) - len(found.changed))
    return found


def added(slug: str, record: Record, seat: Commune | None) -> Added:
    """A new record, of which what is known is said."""
    known = [name for name in NAMES if not FIELD[name].kind.empty(record[name])]
    lines = [(label, lines) for label, lines in record_in_words(record, known) if lines]
    return Added(slug, record["name"], lines, seat, PUBLIC_STATUS[record["status"]])


def said(changes: Iterable[Change], verdicts: set[Verdict]) -> list[FieldChange]:
    """The changes that end so, in words, with what becomes of them."""
    kept = [one for one in changes if one.verdict in verdicts]
    names = names_in(
        [{one.field: value} for one in kept for value in (one.before, one.after)],
        {one.field for one in kept},
    )
    rows = []
    for one in kept:
        row = difference(one.field, one.before, one.after, names)
        told = " ; ".join(filter(None, (row.kept, VERDICTS[one.verdict])))
        rows.append(replace(row, kept=told))
    return rows


def seats_of(slugs: Iterable[str], added: dict[str, Record]) -> dict[str, Commune]:
    """The seat of each record, for the map: of those that are there, and of those to come."""
    stored = dict(
        Pole.objects.filter(slug__in=slugs, seat__isnull=False)
        .order_by("slug")
        .values_list("slug", "seat")
    )
    codes = stored | {slug: one["seat"]["insee"] for slug, one in added.items() if one["seat"]}
    communes = Commune.objects.filter(pk__in=set(codes.values())).order_by("pk")
    known = {one.pk: one for one in whole(communes, len(codes) or 1)}
    return {slug: known[code] for slug, code in codes.items() if code in known}


def summary_of(difference: Difference) -> str:
    """How many come, change and stay."""
    conflicts = {one.key for one in difference.with_verdict(Verdict.CONFLICT)}
    parts = [
        counted(len(difference.added), "fiche ajoutée", "fiches ajoutées"),
        counted(len(difference.changed), "fiche changée", "fiches changées"),
        f"{difference.same} sans changement",
    ]
    if conflicts:
        parts.append(counted(len(conflicts), "fiche en conflit", "fiches en conflit"))
    return ", ".join(parts)


def remark_said(remark: Remark) -> str:
    """A remark, with the first lines or codes that it is true of."""
    if not remark.count:
        return remark.what
    codes = f" : {', '.join(remark.codes[:MOST_FAULTS])}" if remark.codes else ""
    more = "…" if remark.count > MOST_FAULTS else ""
    return f"{remark.count} {remark.what}{codes}{more}"


def refusal_of(refused: Refused) -> Preview:
    """Why nothing can be written, the same fault said once of all its lines."""
    unknown = [one for one in refused.problems if one.value == UNKNOWN]
    groups = grouped([one for one in refused.problems if one.value != UNKNOWN])
    said = "Des colonnes ne sont pas reconnues : dites plus bas ce qu'elles veulent dire."
    return Preview(
        refused=said if unknown else refused.reason.partition(" Colonnes acceptées")[0],
        faults=[fault_said(alike) for alike in groups[:MOST_FAULTS]],
        more_faults=max(0, len(groups) - MOST_FAULTS),
    )


def fault_said(alike: list[Problem]) -> Fault:
    """One fault and its lines."""
    first = alike[0]
    column = f"{first.field} ({first.column})" if first.column else first.field
    if first.sheet:
        column = f"{column}, feuille « {first.sheet} »"
    return Fault(lines_of(alike), column, values_of(alike), first.accepted)
