"""What a map is restricted to, by departments."""

from coverage.queries.overview import Places
from coverage.question import Question


def isolated(question: Question, known: Places) -> str:
    """Codes of the departments to which the map is restricted; "" for all."""
    if not (question.department or question.region or question.zone):
        return ""
    kept = [
        department.code
        for department in known.departments.values()
        if question.department in ("", department.code)
        and question.region in ("", department.region_id)
        and question.zone in ("", department.zone)
    ]
    return ",".join(kept) or "aucun"


def contour_of(question: Question) -> str:
    """The address of the contour of what is isolated, or ""."""
    if question.department:
        return f"/api/departements/{question.department}/?format=geojson&geometry=contour"
    if question.region:
        return f"/api/regions/{question.region}/?format=geojson&geometry=contour"
    return ""
