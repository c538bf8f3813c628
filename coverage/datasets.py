"""What machines may ask of coverage, in the order in which it is told."""

from coverage.gaps import dataset as gaps
from coverage.indicators import dataset as indicators
from coverage.priorities import dataset as priorities
from coverage.report.datasets import areas, communes, coverage
from coverage.scenarios import dataset as scenarios
from coverage.scores import dataset as scores
from coverage.sites import dataset as sites

__all__ = [
    "areas",
    "communes",
    "coverage",
    "gaps",
    "indicators",
    "priorities",
    "scenarios",
    "scores",
    "sites",
]
