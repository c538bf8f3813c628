"""How a file of poles becomes the directory: compared field by field, an editor's work kept."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pghistory
from django.db.models import Max, Q
from django.utils import timezone

from directory.models import Pole
from directory.querysets import PoleQuerySet
from directory.record.bounds import Misplaced, check_move
from directory.record.comparing import Stored, compare
from directory.record.fields import FIELDS
from directory.record.file.completing import complete, said_in
from directory.record.file.reading import Rows, read_rows
from directory.record.file.rows import Row
from directory.record.file.shapes import bring, same_shapes, weigh_rows
from directory.record.file.shapes import told as shapes_said
from directory.record.file.telling import differing
from directory.record.file.validating import validate
from directory.record.homonyms import told_in_a_file
from directory.record.known import known_codes
from directory.record.reasons import because
from directory.record.stored import read_stored
from directory.record.writing import poles_changed, remember_loaded, save_pole
from geo.reach import EVERYWHERE, Reach
from geo.shapes.refusals import Refusal
from geo.shapes.weighing import Weighed
from publishing.models import Vintage
from tables.console import Progress
from tables.difference import Difference, Remark
from tables.engine import Plan
from tables.problems import Problem, Refused
from tables.reading.table import Choice, placed

MOST_SAID = 20
OF_ANOTHER = "une fiche de votre territoire"


class PolesPlan(Plan[Rows]):
    """A file of poles, run by the machine or as a person, who writes within reach alone.

    Nothing is ever deleted: poles absent from the file stay as they are.
    """

    lock = 0x50544345  # "PTCE"
    busy = "Un autre chargement de pôles est en cours : réessayer ensuite."

    def __init__(
        self,
        path: Path,
        reach: Reach = EVERYWHERE,
        signed: Mapping[str, Any] | None = None,
        choice: Choice | None = None,
        judge: Callable[[Difference], None] = lambda _difference: None,
    ) -> None:
        """`signed` is what the history keeps of the person; `choice`, what they say of the file.

        `judge` is called with what would change, before anything is written; it may raise.
        """
        self.judge = judge
        self.path, self.reach, self.signed, self.name = path, reach, signed or {}, path.name
        self.choice = choice

    def read(self, *, force: bool) -> Rows:
        rows = read_rows(self.path, self.choice)
        return replace(rows, shapes=bring(rows.rows, self.path.parent))

    def compare(self, read: Rows, *, hold: bool, force: bool) -> Difference:
        with placed(read.heading) if read.heading else nullcontext():
            return self.compared(read, hold=hold, force=force)

    def compared(self, read: Rows, *, hold: bool, force: bool) -> Difference:
        """The same, whose refusals name the columns as records do."""
        rows, known, stored = read.rows, known_codes(), read_stored(hold=hold)
        weighed = weighed_shapes(read)
        complete(rows, stored, known)
        records = validate(rows, known)
        said = {row.values["slug"]: said_in(row) for row in rows}
        difference = compare(records, stored, force, said)
        self.judge(difference)
        seats = (
            (slug, one["name"], one["seat"] and one["seat"]["insee"])
            for slug, one in difference.added.items()
        )
        # Of records that one may not see, not even the identifier is told.
        among = Pole.objects.all() if self.reach.everywhere else seen_within(self.reach)
        warnings = [Remark(f"Attention : {said}") for said in told_in_a_file(seats, among)]
        difference.remarks = [*read.remarks, *unsaid(rows[0]), *warnings]
        difference.remarks += shapes_told(read, weighed, difference, stored)
        lines = {row.values.get("slug"): row.line for row in rows}
        check_reach(difference, stored, lines, self.reach)
        return difference

    def write(self, read: Rows, difference: Difference) -> None:
        with pghistory.context(**self.signed), because(f"chargement de {self.name}"):
            follow(difference, self.progress, self.reach)

    def after(self, difference: Difference) -> None:
        """Remember which file the poles came from, and how fresh the freshest record is."""
        Vintage.objects.update_or_create(
            name="poles",
            defaults={
                "label": "Annuaire des pôles",
                "as_of": Pole.objects.aggregate(latest=Max("checked"))["latest"],
                "licence": "",
                "loaded_at": timezone.now(),
            }
            # What is written of a part of the country is not where the whole comes from.
            | ({"source": self.name} if self.reach.everywhere else {}),
        )

    def label(self, key: str, row: Any) -> str:
        return f"{key} {row['name']}"

    def cells(self, before: Any, after: Any) -> tuple[str, str]:
        return differing(before, after)


def weighed_shapes(read: Rows) -> dict[int, Weighed]:
    """What the shapes of a file hold. Raises `Refused` where together they ask too much."""
    try:
        return weigh_rows(read.rows, read.shapes)
    except Refusal as refusal:
        problems = [
            Problem(read.rows[place].line, given[0].column, "périmètre", str(refusal))
            for place, given in sorted(read.shapes.items())
        ]
        raise Refused("Les périmètres de ce fichier ne sont pas pesés.", problems) from refusal


def seen_within(reach: Reach) -> PoleQuerySet:
    """The records that someone may know of: what is public, and those of their ground."""
    within = Pole.objects.within_reach(reach).values("pk")
    return Pole.objects.filter(Q(published=True) | Q(pk__in=within))


def unsaid(row: Row) -> list[Remark]:
    """What a table has no column of."""
    if row.columns is None:
        return []
    labels = [field.label for field in FIELDS if not field.kind.cells(field).keys() & row.columns]
    if not labels:
        return []
    return [
        Remark(
            f"Sans colonne dans ce fichier : {', '.join(labels)}. Rien n'en change dans les fiches "
            "connues ; une fiche nouvelle n'en dit rien."
        )
    ]


def shapes_told(
    read: Rows, weighed: dict[int, Weighed], difference: Difference, stored: dict[str, Stored]
) -> list[Remark]:
    """What the shapes that come or change take and leave, pole by pole."""
    written = difference.written()
    told = []
    for place, given in read.shapes.items():
        slug = read.rows[place].values["slug"]
        after = written.get(slug, {}).get("footprint")
        before = stored[slug].current["footprint"] if slug in stored else None
        if after and not (before and same_shapes(before, after)):
            told.append(Remark(shapes_said(slug, given, weighed[place])))
    return told


def check_reach(
    difference: Difference, stored: dict[str, Stored], lines: dict[Any, int], reach: Reach
) -> None:
    """Raise `Refused` with a fault for each record that a load moves beyond a reach.

    Records elsewhere that agree with the file are left as they are: an edit there is not a load.
    """
    if reach.everywhere:
        return
    seen = Pole.objects.within_reach(reach).order_by("slug").values_list("slug", flat=True)
    within, problems = set(seen), []
    for slug in difference.agreed.keys() - within:
        del difference.agreed[slug]
    # A record elsewhere is neither written nor read: what differs would tell what it holds.
    differing_elsewhere = {one.key for one in difference.changes} - within
    problems += [Problem(lines[slug], "slug", slug, OF_ANOTHER) for slug in differing_elsewhere]
    for slug, fields in difference.written().items():
        if slug in differing_elsewhere:
            continue
        before = stored[slug].current if slug in stored else None
        try:
            check_move(before, (before or {}) | fields, reach)
        except Misplaced as refused:
            problems.append(Problem(lines[slug], "slug", slug, str(refused)))
    if problems:
        raise Refused("Le fichier n'est pas chargé.", sorted(problems))


def follow(difference: Difference, progress: Progress, reach: Reach) -> None:
    """Write a difference, then derive what depends on it. Nothing where nothing changes."""
    fields, agreed = difference.written(), difference.agreed
    for slug in progress.track(list(fields), "Écriture"):
        save_pole(slug, fields[slug], loaded=agreed.get(slug, {}) | fields[slug])
    for slug in sorted(agreed.keys() - fields.keys()):
        remember_loaded(slug, agreed[slug])
    if difference.writes:
        touched = Pole.objects.filter(slug__in=fields)
        poles_changed(touched.values_list("pk", flat=True))
        held = touched.within_reach(reach).values("pk")
        if left := touched.exclude(pk__in=held).order_by("slug").values_list("slug", flat=True):
            raise Refused(f"Hors du territoire de la personne : {', '.join(left[:MOST_SAID])}.")
