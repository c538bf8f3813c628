"""What a page is restricted to: a zone, a region, a department that exist; their departments."""

from coverage.report.overview import Places
from coverage.states.question import Question
from publishing.problems import ParameterProblem


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


def check_places(question: Question, known: Places) -> None:
    """Refuse a department or a region that is not."""
    if question.department and question.department not in known.departments:
        raise ParameterProblem(
            "departement", question.department, "un code de département, comme 46, 2A ou 974"
        )
    if question.region and question.region not in known.regions:
        raise ParameterProblem("region", question.region, ", ".join(sorted(known.regions)))
