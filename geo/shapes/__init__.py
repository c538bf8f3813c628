"""Shapes that people bring: read, judged, weighed against the communes. No re-export here."""
