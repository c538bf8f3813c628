"""The parts of the suite, found from what each test uses: their order, their workers, their times.

What fails fast comes first: tests that need no database, those in a transaction of the small
ground, those with a cluster of their own or the whole of France, then those in a browser. Inside a
part the order is drawn by pytest-randomly, whose seed is printed.
"""

import os
from collections import defaultdict
from collections.abc import Iterator

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

PARTS = {
    "unit": "sans base",
    "database": "avec la base, sur le petit sol",
    "cluster": "avec une base à soi (bin/)",
    "france": "sur la France entière",
    "browser": "dans Chromium",
}
# The first fixture that a test uses, in this order, tells its part.
TOLD_BY = {
    "live_server": "browser",
    "browser": "browser",
    "cluster": "cluster",
    "own_cluster": "cluster",
    "loaded": "france",
    "france": "france",
    "france_files": "france",
    "departments": "france",
    "db": "database",
    "transactional_db": "database",
    "django_db_setup": "database",
}
# What these folders share is made once, by the worker that has them: one cluster, one France, one
# server, which takes most connections of the database.
GROUPED = ("tests/bin/", "tests/real/", "tests/serving/", "tests/backup/")
SLOWEST = 10


def part_of(item: pytest.Item) -> str:
    """The part of a test."""
    fixtures = getattr(item, "fixturenames", ())
    found = next((part for name, part in TOLD_BY.items() if name in fixtures), "unit")
    return "database" if found == "unit" and item.get_closest_marker("django_db") else found


def cpu_seconds() -> float:
    """Of this process and of those that it has waited for."""
    return sum(os.times()[:4])


class Order:
    """Marks each test with its part and sorts the parts, keeping the order drawn inside them."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        for name, title in PARTS.items():
            config.addinivalue_line("markers", f"{name}: {title}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            item.add_marker(part_of(item))


class Sorted:
    """After every other plugin has had its say on the order."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        rank, latest = list(PARTS).index, dict[str, int]()
        for item in items:  # a folder that goes to one worker waits for the last part it has
            unit = unit_of(item.nodeid)
            latest[unit] = max(latest.get(unit, 0), rank(part_of(item)))
        items.sort(key=lambda item: latest[unit_of(item.nodeid)])


class ByFolder(LoadScopeScheduling):
    """Gives each worker the next test of the order; a grouped folder goes to one worker, whole.

    `loadgroup` of pytest-xdist 3.8 does the same by marks, and groups nothing under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


def unit_of(nodeid: str) -> str:
    """What goes to one worker with a test: its grouped folder, else the test alone."""
    return next((folder for folder in GROUPED if nodeid.startswith(folder)), nodeid)


class Schedule:
    """Shares the tests out among workers."""

    def pytest_xdist_make_scheduler(
        self, config: pytest.Config, log: Producer
    ) -> LoadScopeScheduling:
        config.option.loadscopereorder = False  # the order is the one that was drawn
        return ByFolder(config, log)


class Clock:
    """Tells with each test the processor time that it took, of Python and its children."""

    def __init__(self) -> None:
        self.began = 0.0

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Iterator[None]:
        self.began = cpu_seconds()
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        if call.when == "teardown":
            item.user_properties.append(("cpu", cpu_seconds() - self.began))


class Times:
    """Gathers the times of tests, wherever they ran, and prints them by part."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = defaultdict(float)
        self.cpu: dict[str, float] = {}
        self.part: dict[str, str] = {}
        self.span: dict[str, tuple[float, float]] = {}  # of each part, from first to last

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.wall[report.nodeid] += report.duration
        self.part[report.nodeid] = next((name for name in PARTS if name in report.keywords), "unit")
        part = self.part[report.nodeid]
        began, ended = self.span.get(part, (report.start, report.stop))
        self.span[part] = min(began, report.start), max(ended, report.stop)
        if report.when == "teardown":
            told = [value for key, value in report.user_properties if key == "cpu"]
            self.cpu[report.nodeid] = float(str(told[-1])) if told else 0.0

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.wall:
            return
        write = terminalreporter.write_line
        terminalreporter.section("durées")
        # Of all processes together, but for the last: from the first test to the end of the last.
        write(f"{'':34} {'tests':>6} {'secondes':>9} {'processeur':>11} {'à la montre':>12}")
        for name, title in PARTS.items():
            tests = [test for test, part in self.part.items() if part == name]
            if tests:
                wall = sum(self.wall[test] for test in tests)
                cpu = sum(self.cpu.get(test, 0.0) for test in tests)
                began, ended = self.span[name]
                write(f"{title:34} {len(tests):6} {wall:9.1f} {cpu:11.1f} {ended - began:12.1f}")
        write(f"Les {SLOWEST} tests les plus lents :")
        for test in sorted(self.wall, key=self.wall.__getitem__, reverse=True)[:SLOWEST]:
            write(f"{self.wall[test]:7.2f} s  {test}")
