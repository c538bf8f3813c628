"""Build data/communes from its pinned sources: pure computation, without Django."""
