"""What machines may ask of coverage: states, gaps, priorities, scores, sites, scenarios."""

from coverage.datasets import areas, communes, coverage, gaps, priorities, scenarios, scores, sites

__all__ = [
    "areas",
    "communes",
    "coverage",
    "gaps",
    "priorities",
    "scenarios",
    "scores",
    "sites",
]
