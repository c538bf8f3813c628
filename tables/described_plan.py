"""From TOML files to the records of models: every fault at once, edits kept."""

from pathlib import Path

from tables.described import Described
from tables.difference import Difference
from tables.engine import Plan
from tables.filling import Fault, fill, refusals
from tables.problems import Problem, Refused, shown
from tables.reading.structured import Tables, toml_tables

HELP = """
Sans --write, c'est un essai à blanc : les différences sont montrées. Toutes les erreurs sont
dites ensemble ; une seule erreur, et rien n'est écrit. Un champ modifié dans l'administration
est conservé et listé, sauf avec --force. Un enregistrement absent du fichier reste en base.
"""


class DescribedPlan(Plan[Tables]):
    """A file of one table a record.

    What is valid rests on the rows before it: records are written as they are compared.
    """

    lock = 0x44455343  # "DESC"
    busy = "Un autre chargement de fichiers décrits est en cours : réessayer ensuite."

    def __init__(self, path: Path, model: type[Described]) -> None:
        self.path, self.model, self.name = path, model, path.name

    def read(self, *, force: bool) -> Tables:
        return toml_tables(self.path)

    def compare(self, read: Tables, *, hold: bool, force: bool) -> Difference:
        difference = Difference(self.name)
        rows = self.model._default_manager.order_by("pk")
        stored = {row.slug: row for row in (rows.select_for_update() if hold else rows)}
        problems: list[Problem] = []
        for line, slug, table in read:
            faults = self.follow(slug, table, stored.get(slug), difference, force=force)
            problems += [
                Problem(line, f"{slug}.{key}" if key else slug, shown(value), said)
                for key, value, said in faults
            ]
        if problems:
            raise Refused(f"{self.name} n'est pas chargé.", sorted(problems))
        difference.absent = sorted(stored.keys() - {slug for _line, slug, _table in read})
        return difference

    def follow(
        self,
        slug: str,
        table: object,
        stored: Described | None,
        difference: Difference,
        *,
        force: bool,
    ) -> list[Fault]:
        """Write the record of a table, but what was edited since the last load; every fault."""
        if not isinstance(table, dict):
            return [("", table, f"une table [{slug}]")]
        record, fields = self.model(slug=slug), self.model.keys()
        record.pk = stored.pk if stored else None
        record._state.adding = stored is None  # or what is unique would be taken by itself
        if faults := fill(record, fields, table):
            return faults
        values = {key: record.value(key) for key in fields}
        if stored is None:
            record.loaded = values
            record.save()
            difference.added[slug] = None
            return []
        held, loaded = {key: stored.value(key) for key in fields}, dict(stored.loaded)
        # A key that no load has written yet was written by nobody.
        changes = difference.compare_fields(slug, values, held, held | loaded, force=force)
        kept = {change.field for change in changes if not change.verdict.writes}
        stored.loaded |= {key: value for key, value in values.items() if key not in kept}
        written = [change for change in changes if change.verdict.writes]
        for change in written:
            setattr(stored, fields[change.field].attname, change.after)
        # What was kept and what is new may contradict each other.
        if written and (faults := refusals(stored, fields, values)):
            return faults
        if written:
            stored.save()
        elif stored.loaded != loaded:  # an edit that the file has caught up with
            stored.save(update_fields=["loaded"])
        return []
