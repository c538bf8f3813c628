"""Coverage as files: communes, sums by area, gaps, emerging poles ranked."""

from coverage.exports import areas, communes, gaps, priorities

__all__ = ["areas", "communes", "gaps", "priorities"]
