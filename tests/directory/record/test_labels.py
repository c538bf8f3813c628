"""A code, then a name: what is one place, what is two, what is the name of another."""

import pytest
from django.core.exceptions import ValidationError

from directory.models import Pole
from directory.record.file.plan import PolesPlan
from directory.record.file.rows import Row
from directory.record.file.validating import validate
from directory.record.known import known_codes
from directory.record.picker import TerritoriesField, TerritoriesWidget, described
from directory.record.pieces import piece
from directory.record.stored import record_of
from directory.record.writing import poles_changed, save_pole
from geo.models import Commune
from geo.names import normalise
from tables.engine import Refusals, load
from tests.factories import row

pytestmark = [pytest.mark.usefixtures("named", "written_here")]


@pytest.fixture
def named(ground):
    """Bonneville, whose postcode is the code of another commune, and two communes of one name."""
    for code, name, postcodes in (
        ("01002", "Bonneville", ["38005", "01500"]),
        ("01003", "Les Deux-Rives", ["01600"]),
        ("38003", "Les Deux-Rives", ["38110"]),
    ):
        key = normalise(name)
        Commune.objects.filter(pk=code).update(name=name, name_key=key, postcodes=postcodes)


@pytest.fixture
def table(tmp_path):
    """What a cell of territories makes of a pole of the database; or what is said of it."""
    record = validate([Row(1, row("essai"))], known_codes())["essai"]
    save_pole("essai", record, loaded=record)
    poles_changed()

    def loaded(cell):
        path = tmp_path / "p.csv"
        path.write_text(f'identifiant;territoires\nessai;"{cell}"\n', encoding="utf-8")
        load([PolesPlan(path)], write=True, force=True)
        return record_of(Pole.objects.get(slug="essai"))["footprint"]["territories"]

    return loaded


def form_says(text):
    with pytest.raises(ValidationError) as caught:
        TerritoriesField().clean(text)
    return " ".join(caught.value.messages[0].split())


def table_says(table, cell):
    with pytest.raises(Refusals) as caught:
        table(cell)
    ((_name, refused),) = caught.value.files
    (one,) = refused.problems
    return f"{one.value} : {one.accepted}"


READ = [
    ("commune", "38005 Bonneville", ("01002", "")),
    ("commune", "01500 Bonneville", ("01002", "")),
    ("commune", "Bonneville (01)", ("01002", "")),
    ("commune", "Bonneville", ("01002", "")),
    ("commune", "Les Deux-Rives, Isère", ("38003", "")),
    ("partie", "38005 Bonneville", ("01002", "")),
    ("departement", "Isère", ("38", "")),
    ("epci", "EPCI 200000001", ("200000001", "")),
    ("commune", "01002 Bonneville", ("01002", "Bonneville")),
    ("commune", "01002 Bonneville (01)", ("01002", "Bonneville (01)")),
    ("commune", "38003 Les Deux-Rives", ("38003", "Les Deux-Rives")),
    ("commune", "01004 Nom d'un quartier", ("01004", "Nom d'un quartier")),
    ("partie", "01004 12 rue de la Gare", ("01004", "12 rue de la Gare")),
    ("partie", "01004 Les Deux-Rives", ("01004", "Les Deux-Rives")),
    ("departement", "38 Isère", ("38", "Isère")),
]
REFUSED = [
    (
        "commune",
        "38005 Les Deux-Rives",
        "38005 sans autre nom (c'est le code de « Commune 38005 »)",
    ),
    ("commune", "38005 Les Deux-Rives", "ou Les Deux-Rives (01003), Les Deux-Rives (38003)"),
    ("commune", "Les Deux-Rives", "une seule commune : Les Deux-Rives (01003)"),
    ("commune", "Bonneville (38)", "il y a Bonneville (01002)"),
    ("departement", "38 Ain", "38 sans autre nom (c'est le code de « Isère »), ou Ain (01)"),
    ("epci", "200000001 EPCI 200000002", "ou EPCI 200000002 (200000002)"),
]
TWICE = [
    ("commune", "01004 01005"), ("commune", "01004 01005 Le bourg"), ("commune", "01004, 01005"),
    ("commune", "01004 et 01005"), ("partie", "01004 1005"), ("departement", "38 01"),
    ("departement", "38 01 Ain"), ("departement", "01 2a"), ("region", "84 11"),
    ("epci", "200000001 200000002"), ("epci", "200000001 01004"),
]  # fmt: skip
LEVEL = {"commune": "commune", "partie": "part", "departement": "department", "epci": "epci"}


@pytest.mark.parametrize(("level", "text", "said"), READ)
def test_a_form_reads_one_place_as_people_name_it(level, text, said):
    assert TerritoriesField().clean(f"{level} {text}") == [piece(LEVEL[level], *said)]


@pytest.mark.parametrize(("level", "text", "said"), READ)
def test_a_cell_reads_one_place_as_people_name_it(table, level, text, said):
    assert table(f"{level}:{text}") == [piece(LEVEL[level], *said)]


@pytest.mark.parametrize(("level", "text", "said"), REFUSED)
def test_the_name_of_another_place_is_refused_with_whose_the_code_is(table, level, text, said):
    assert said in form_says(f"{level} {text}")
    assert said in table_says(table, f"{level}:{text}")


@pytest.mark.parametrize(("level", "text"), TWICE)
def test_a_second_code_is_no_name_of_the_first(table, level, text):
    assert "un code par ligne : « " in form_says(f"{level} {text}")
    assert "un code par élément : « " in table_says(table, f"{level}:{text}")


def test_the_refusal_of_two_codes_says_how_to_write_them(table):
    said = form_says("01004 01005")
    assert said == (
        "Ligne 1 (01004 01005) : attendu, un code par ligne : "
        "« commune 01004 », puis « commune 01005 »."
    )
    assert "« commune:01004 | commune:01005 »" in table_says(table, "commune:01004 01005")


@pytest.mark.parametrize("line", ["38005 Bonneville", "Bonneville (01)", "01500 Bonneville"])
def test_a_line_of_no_level_is_a_commune_where_it_names_one(line):
    assert TerritoriesField().clean(line) == [piece("commune", "01002")]
    (shown,) = described(line, typed=True)
    assert (shown["line"], shown["name"]) == ("commune 01002", "Bonneville (01002)")
    assert not TerritoriesField().has_changed([piece("commune", "01002")], line)


def test_what_a_record_holds_is_shown_as_it_is_held():
    held = TerritoriesWidget().get_context("t", [piece("commune", "38005", "Bonneville")], {})
    assert held["pieces"][0]["line"] == "commune 38005 Bonneville"


def test_as_many_names_as_lines_take_no_more_queries(django_assert_max_num_queries):
    names = ["Bonneville (01)", "38003 Les Deux-Rives", "departement Ain", "epci EPCI 200000001"]
    with django_assert_max_num_queries(10):
        TerritoriesField().clean("\n".join([*names, *(f"01004 Lieu {n}" for n in range(500))]))
