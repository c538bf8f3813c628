"""What a load says: differences, what people edited, every fault of a file that it refuses."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tables.counting import counted
from tables.difference import Change, Difference, Remark, Verdict
from tables.engine import Plan
from tables.problems import Problem, Refused

MOST_NAMED = 20
MOST_LINES, MOST_VALUES = 5, 3  # of one fault, that are cited


def report(
    console: Console, plan: Plan[Any], difference: Difference, *, brief: bool = False
) -> None:
    """A line of counts, what a person should know and, unless `brief`, the rows and the fields."""
    for part in difference.parts or [difference]:
        if part.current:
            console.print(escape(f"{part.title} : déjà à jour."))
            continue
        console.print(f"[bold]{escape(part.title)}[/] : {counts(part)}.")
        for line in named(plan, part, brief):
            console.print(escape(f"    {line}"))
        for line in [*remarked(part.remarks, brief), *edited(part)]:
            console.print(escape(f"    {line}"))
        if not brief and (changes := [one for one in part.changes if one.field]):
            console.print(changes_table(plan, changes))
            if len(changes) > plan.most_changes:
                console.print(f"… et {counted(len(changes) - plan.most_changes, 'autre')}.")
    if difference.parts:  # what is true of them all
        for line in remarked(difference.remarks, brief):
            console.print(escape(line))


def counts(part: Difference) -> str:
    """How many rows come, change, go and stay."""
    said = [counted(len(part.added), "ajout"), counted(len(part.changed), "changement")]
    if part.gone:
        said.append(counted(len(part.gone), "disparition"))
    said.append(f"{part.same} sans changement")
    if part.absent:
        said.append(f"{counted(len(part.absent), 'absent')} du fichier")
    return ", ".join(said)


def named(plan: Plan[Any], part: Difference, brief: bool) -> list[str]:
    """The first rows of each sort, those aside of which the fields are shown.

    If `brief`, those alone that the file lacks: nobody would look for them in it.
    """
    plain = [one.key for one in part.changes if not one.field]
    sorts = (
        {}
        if brief
        else {
            "ajoutés": [plan.label(key, row) for key, row in part.added.items()],
            "changés": plain,
            "disparus": part.gone,
        }
    )
    sorts["absents du fichier, conservés (rien n'est jamais supprimé)"] = part.absent
    return [f"{title} : {some(names, len(names))}" for title, names in sorts.items() if names]


def edited(part: Difference) -> list[str]:
    """What the administration changed since the last load, in counts."""
    kept, conflicts = (
        len(part.with_verdict(one)) for one in (Verdict.KEPT, Verdict.CONFLICT)
    )  # fmt: skip
    lines = []
    if kept:
        done = "conservés" if kept > 1 else "conservé"
        edits = counted(kept, "champ modifié", "champs modifiés")
        lines.append(f"{edits} dans l'administration : {done}.")
    if conflicts:
        lines.append(
            f"{counted(conflicts, 'conflit')} entre le fichier et l'administration : "
            "rien d'écrit pour ces champs (--force donne raison au fichier)."
        )
    return lines


def some(names: Sequence[str], count: int) -> str:
    """The first of `count` names, and how many more there are."""
    more = f", et {counted(count - MOST_NAMED, 'autre')}" if count > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def remarked(remarks: list[Remark], brief: bool) -> Iterator[str]:
    """The first remarks, and how many more there are."""
    for one in remarks[:MOST_NAMED]:
        codes = f" : {some(one.codes, one.count)}" if one.codes and not brief else ""
        yield f"{one.count} {one.what}{codes}" if one.count else one.what
    if len(remarks) > MOST_NAMED:
        yield f"et {counted(len(remarks) - MOST_NAMED, 'autre remarque', 'autres remarques')}"


def changes_table(plan: Plan[Any], changes: list[Change]) -> Table:
    """Values from → to, and what becomes of them."""
    table = Table("Enregistrement", "Champ", "En base", "Dans le fichier", "", title="Différences")
    for change in changes[: plan.most_changes]:
        before, after = plan.cells(change.before, change.after)
        row = (change.key, change.field, before, after, change.verdict.value)
        table.add_row(*map(escape, row))
    return table


def report_refusal(console: Console, file: str, refused: Refused) -> None:
    """Every sort of fault of a file, the same one said once of all its lines."""
    console.print(escape(refused.reason), style="bold red")
    if not refused.problems:
        return
    groups = grouped(refused.problems)
    table = Table("Fichier", "Ligne", "Champ", "Valeur", "Accepté", title="Erreurs")
    for alike in groups[:MOST_NAMED]:
        first = alike[0]
        place = f"{file}, {first.sheet}" if first.sheet else file
        field = f"{first.field} ({first.column})" if first.column else first.field
        said = values_of(alike)
        table.add_row(*map(escape, (place, lines_of(alike), field, said, first.accepted)))
    console.print(table)
    if len(groups) > MOST_NAMED:
        more = counted(len(groups) - MOST_NAMED, "autre sorte", "autres sortes")
        console.print(f"… et {more} d'erreurs.")
    console.print(f"{counted(len(refused.problems), 'erreur')} ; rien n'a été écrit.", style="bold")


def grouped(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Faults of one column that want the same, together; in the order of their first line."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for one in problems:
        groups.setdefault((one.sheet, one.field, one.column, one.accepted), []).append(one)
    return list(groups.values())


def lines_of(alike: Sequence[Problem]) -> str:
    """The lines of a fault: all of a few, else how many and the first."""
    numbers = list(dict.fromkeys(str(one.line) for one in alike))
    if len(numbers) <= MOST_LINES:
        return ", ".join(numbers)
    return f"{len(numbers)} lignes : {', '.join(numbers[:MOST_LINES])}…"


def values_of(alike: Sequence[Problem]) -> str:
    """The values of a fault: the first ones, each once."""
    values = list(dict.fromkeys(one.value for one in alike))
    more = "…" if len(values) > MOST_VALUES else ""
    return f"{', '.join(values[:MOST_VALUES])}{more}"
