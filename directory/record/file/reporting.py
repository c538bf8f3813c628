"""What a load says: faults as a table, differences field by field, a summary."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from directory.record.comparing import Change, Diff, Verdict
from directory.vocabulary import TerritoryLevel
from tables.reporting import counted

MOST_NAMED = 20


def report_diff(console: Console, diff: Diff, written: bool) -> None:
    """What a load does or would do."""
    if len(diff.added) > MOST_NAMED:
        console.print(f"[green]Ajoutés[/] : {', '.join(diff.added)}")
    else:
        for slug, record in diff.added.items():
            console.print(f"[green]+ {slug}[/] {escape(record['name'])}")
    changed = diff.with_verdict(Verdict.WRITTEN, Verdict.FORCED)
    kept = diff.with_verdict(Verdict.KEPT, Verdict.CONFLICT)
    if changed:
        console.print(changes_table("Modifiés", changed))
    if kept:
        console.print(changes_table("Conservés", kept))
    if diff.absent:
        names = ", ".join(diff.absent[:MOST_NAMED])
        if len(diff.absent) > MOST_NAMED:
            names += f", et {len(diff.absent) - MOST_NAMED} autres"
        console.print(f"Absents du fichier, conservés (rien n'est jamais supprimé) : {names}")
    for warning in diff.warnings[:MOST_NAMED]:
        console.print(f"[yellow]Attention[/] : {escape(warning)}")
    if len(diff.warnings) > MOST_NAMED:
        console.print(f"[yellow]Attention[/] : et {len(diff.warnings) - MOST_NAMED} autres.")
    console.print(summary(diff, written), style="bold")


def changes_table(title: str, changes: list[Change]) -> Table:
    """Changes field by field, from → to."""
    table = Table("Pôle", "Champ", "En base", "Dans le fichier", "", title=title)
    for change in changes:
        before, after = differing(change.before, change.after)
        table.add_row(
            change.slug, change.field, escape(before), escape(after), change.verdict.value
        )
    return table


def differing(before: Any, after: Any) -> tuple[str, str]:
    """Two values as a table shows them; of two lists or objects, only what differs."""
    if isinstance(before, list) and isinstance(after, list):
        gone = [item for item in before if item not in after]
        come = [item for item in after if item not in before]
        if gone or come:
            before, after = gone, come
    elif isinstance(before, dict) and isinstance(after, dict):
        if before.get("territories", 0) != after.get("territories", 0):
            return differing(before["territories"], after["territories"])
        keys = [key for key in before if before[key] != after.get(key)]
        before, after = {k: before[k] for k in keys}, {k: after[k] for k in keys}
    return brief(before), brief(after)


def brief(value: Any) -> str:
    """A value in a cell: long ones cut in the middle, so that both ends show."""
    if value is None or value in ([], {}):
        return "(vide)"
    if isinstance(value, bool):
        return "oui" if value else "non"
    text = " ; ".join(map(item, value)) if isinstance(value, list) else item(value)
    return text if len(text) <= 160 else f"{text[:100]} … {text[-50:]}"


def item(value: Any) -> str:
    """One item of a record, as a person would say it."""
    if not isinstance(value, dict):
        return str(value)
    if "level" in value:
        target = value["code"] or f"{sum(len(r) for p in value['drawn'] for r in p)} sommets"
        return f"{TerritoryLevel(value['level']).label} {target} {value['label']}".rstrip()
    return ", ".join(brief(part) for part in value.values() if part is not None)


def summary(diff: Diff, written: bool) -> str:
    """One line of counts, and what to do next."""
    poles = {change.slug for change in diff.changes if change.verdict.writes}
    parts = [
        counted(len(diff.added), "ajouté"),
        counted(len(poles), "modifié"),
        counted(len(diff.same), "inchangé"),
    ]
    if diff.absent:
        parts.append(f"{counted(len(diff.absent), 'absent')} du fichier")
    lines = [f"Pôles : {', '.join(parts)}."]
    if kept := diff.with_verdict(Verdict.KEPT):
        lines.append(f"{counted(len(kept), 'champ')} modifié dans l'administration : conservé.")
    if conflicts := diff.with_verdict(Verdict.CONFLICT):
        lines.append(
            f"{counted(len(conflicts), 'conflit')} entre le fichier et l'administration : "
            "rien d'écrit pour ces champs (--force donne raison au fichier)."
        )
    if written:
        lines.append("Écrit." if diff.writes else "Rien à écrire.")
    else:
        lines.append("Essai à blanc : rien n'a été écrit (--write pour écrire).")
    return "\n".join(lines)
