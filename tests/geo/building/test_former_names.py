"""Names of the past, led to the communes of today."""

from geo.building.former_names import former_names, write_names

CURRENT = {"10001": "Neuve", "10002": "Voisine-sur-Lac", "10003": "Réunie"}


def record(name: str, code: str, since: str, until: str = "", **more: str) -> dict[str, str]:
    start = {"id": f"COM-{code}@{since}", "type": "COM", "code": code, "nom": name}
    return start | ({"dateFin": until} if until else {}) | more


HISTORY = [
    record("Vieille", "10001", "1943-01-01", "1950-03-01", successeur="COM-10001@1950-03-01"),
    record("Neuve", "10001", "1950-03-01"),
    record("Voisine", "10002", "1943-01-01"),
    record("Absorbée", "10009", "1943-01-01", "1972-01-01", successeur="COMA-10009@1972-01-01"),
    record("Absorbée", "10009", "1972-01-01") | {
        "id": "COMA-10009@1972-01-01", "type": "COMA", "pole": "COM-10003@1972-01-01",
    },
    record("Réunie", "10003", "1972-01-01"),
    record("Perdue", "10010", "1943-01-01", "1960-01-01"),
    record("Partie", "10011", "1943-01-01"),
]  # fmt: skip


def test_a_name_leads_to_todays_commune_by_its_code_its_successors_or_its_former_code():
    names = former_names(HISTORY, CURRENT, {"10011": "10003"})
    assert [(one.commune, one.name, one.kind, one.until) for one in names] == [
        ("10001", "Vieille", "renommee", "1950-03-01"),
        ("10002", "Voisine", "renommee", ""),
        ("10003", "Absorbée", "ancienne", "1972-01-01"),
        ("10003", "Partie", "ancienne", ""),
    ]


def test_the_table_is_the_same_at_each_writing(tmp_path):
    names = former_names(HISTORY, CURRENT, {})
    assert write_names(tmp_path / "a.csv", names) == write_names(tmp_path / "b.csv", names) == 3
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
