"""Coverage as files: communes, sums by area, gaps, priorities, scores, sites, scenarios."""

from coverage.exports import areas, communes, gaps, priorities, scenarios, scores, sites

__all__ = ["areas", "communes", "gaps", "priorities", "scenarios", "scores", "sites"]
