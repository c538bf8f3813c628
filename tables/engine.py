"""One engine for every file: read, compare, report, write; all or nothing, one load at a time."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection, transaction

from tables.console import QUIET, Progress
from tables.difference import Difference
from tables.problems import Refused, shown

Read = TypeVar("Read")


class Plan(ABC, Generic[Read]):
    """How one file, or one folder, becomes what the database holds."""

    # Loads of one lock do not cross. The second says so and ends; without a sentence, it waits.
    lock: ClassVar[int]
    busy: ClassVar[str] = ""
    # A dry run writes too, and is undone: what comes after rests on what this writes.
    rehearsed: ClassVar[bool] = False
    most_changes: ClassVar[int] = 500  # that are shown one by one
    name: str  # of the file, in what is said of its faults
    progress: Progress = QUIET  # of the load under way

    @abstractmethod
    def read(self, *, force: bool) -> Read:
        """What the file holds, checked as far as it can be without the database.

        Raises `Refused` with every fault.
        """

    @abstractmethod
    def compare(self, read: Read, *, hold: bool, force: bool) -> Difference:
        """What it would change. `hold` keeps the rows compared from changing until the end.

        Raises `Refused` with every fault that the database shows.
        """

    def write(self, read: Read, difference: Difference) -> None:
        """Make the database follow; not called where the file is current."""

    def after(self, difference: Difference) -> None:
        """Tell those who depend on it; called once all is written, if anything was."""

    def label(self, key: str, _row: Any) -> str:
        """What names a row that is added."""
        return key

    def cells(self, before: Any, after: Any) -> tuple[str, str]:
        """The two values of a change, as a table shows them."""
        return shown(before), shown(after)


class Refusals(Exception):  # noqa: N818 - files refused are an answer, not an accident
    """Why nothing is loaded: the name of each file that is refused, and its faults."""

    def __init__(self, files: list[tuple[str, Refused]]) -> None:
        super().__init__(" ".join(refused.reason for _name, refused in files))
        self.files = files


class Faults:
    """What is wrong with the files of a load, collected so that all of it is said together."""

    def __init__(self) -> None:
        self.files: list[tuple[str, Refused]] = []

    @contextmanager
    def of(self, plan: Plan[Any]) -> Iterator[None]:
        """Collect the refusal of one file; what no file can be loaded without is said once."""
        try:
            yield
        except Refused as fault:
            said = [(one.reason, one.problems) for _name, one in self.files]
            if (fault.reason, fault.problems) not in said:
                self.files.append((plan.name, fault))


Told = Callable[[Plan[Any], Difference], None]


def load(
    plans: Sequence[Plan[Any]],
    *,
    write: bool,
    force: bool = False,
    told: Told = lambda _plan, _difference: None,
    progress: Progress = QUIET,
) -> list[Difference]:
    """Compare files with the database and, with `write`, make it follow, all of them or none.

    `told` hears each difference as it is known, before it is written. Raises `Refusals` with all
    that is wrong with every file; the database is then left as it was, as it is without `write`.
    """
    faults, reads, done = Faults(), [], []
    for plan in plans:
        plan.progress = progress
        with faults.of(plan):
            reads.append((plan, plan.read(force=force)))
    if not reads:
        raise Refusals(faults.files)
    with alone(plans[0], keep=write):
        for plan, read in reads:
            with faults.of(plan):
                difference = plan.compare(read, hold=write, force=force)
                told(plan, difference)
                if (write or plan.rehearsed) and not difference.current:
                    plan.write(read, difference)
                difference.payload = None  # a set of files is not held whole
                done.append((plan, difference))
        if faults.files:
            raise Refusals(faults.files)
        for plan, difference in done:
            if write and difference.writes:
                plan.after(difference)
    return [difference for _plan, difference in done]


@contextmanager
def alone(plan: Plan[Any], *, keep: bool) -> Iterator[None]:
    """One transaction that no other load of that lock may share, undone unless kept."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if plan.busy:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [plan.lock])
                if not cursor.fetchone()[0]:
                    raise Refusals([(plan.name, Refused(plan.busy))])
            else:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [plan.lock])
        yield
        if not keep:
            transaction.set_rollback(True)
