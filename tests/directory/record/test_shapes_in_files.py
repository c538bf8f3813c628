"""A file of poles gives a shape as GeoJSON or names its file, and is told what it takes."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import call_command
from shapely.geometry import box

from directory.models import FootprintCommune, Pole
from directory.record.file.cells import COLUMNS, flatten
from directory.record.file.plan import PolesPlan
from tables.engine import Refusals
from tables.engine import load as run
from tests.factories import row
from tests.geo.shapes.files import geopackage, table

pytestmark = pytest.mark.usefixtures("ground")
# All of 01002 and bands of 3 % and 0.4 % of the two above it and beside it.
BRUSHING = (
    box(2.2, 45, 2.3, 45.1).union(box(2.2, 45.1, 2.3, 45.103)).union(box(2.3, 45, 2.3004, 45.1))
)


def geometry(shape) -> dict:
    return json.loads(json.dumps(shape.__geo_interface__))


def feature(shape, **properties) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry(shape)}


def drawn(value, slug="essai") -> dict:
    return row(slug, footprint={"basis": "declared-drawn", "drawn": value})


@pytest.fixture
def load(tmp_path):
    """Load rows from a JSONL: the exit code, and what is remarked or refused."""

    def loaded(*rows, write=True) -> tuple[int, str]:
        path = tmp_path / "poles.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)))
        try:
            (difference,) = run([PolesPlan(path)], write=write)
        except Refusals as refused:
            faults = refused.files[0][1].problems
            said = " ".join(f"{one.field} {one.accepted}" for one in faults)
            return 1, said.replace("\xa0", " ")
        same = f"{difference.same} sans changement"
        said = " ".join([same, *(one.what for one in difference.remarks)])
        return 0, said.replace("\u202f", " ").replace("\xa0", " ")

    return loaded


def held():
    return dict(FootprintCommune.objects.values_list("commune_id", "basis"))


def test_a_dry_run_tells_what_a_shape_takes_brushes_and_leaves(load):
    code, said = load(drawn(geometry(BRUSHING)), write=False)
    assert code == 0
    assert "essai, périmètre dessiné. Prend 2 communes" in said
    assert "Prises entières, pour moitié au moins : Commune 01002 (01002)." in said
    assert "Effleurées (moins de 5 %), et prises : Commune 38002 (38002, 3,0 %)." in said
    assert "Laissées (moins de 1 %) : Commune 01003 (01003, 0,4 %)." in said
    assert '"effleurees": "laissees"' in said
    assert not Pole.objects.exists()


def test_what_is_told_is_what_is_written_and_is_told_once(load):
    load(drawn(geometry(BRUSHING)))
    assert held() == {"01002": "declared", "38002": "partial"}
    assert "périmètre dessiné" not in load(drawn(geometry(BRUSHING)))[1]


def test_brushed_communes_are_dropped_where_the_file_says_so(load):
    _code, said = load(drawn(feature(BRUSHING, effleurees="laissees")))
    assert "Prend 1 commune," in said
    assert held() == {"01002": "declared"}
    assert "1 sans changement" in load(drawn(feature(BRUSHING, effleurees="laissees")))[1]


@pytest.mark.parametrize("value", [
    feature(box(2.2, 45, 2.3, 45.1), nom="x"),
    {"type": "FeatureCollection", "features": [
        feature(box(2.2, 45, 2.25, 45.1)), feature(box(2.25, 45, 2.3, 45.1)),
    ]},
])  # fmt: skip
def test_features_are_taken_as_geometries_are(load, value):
    assert load(drawn(value))[0] == 0
    assert held() == {"01002": "declared"}


def test_a_contour_that_crosses_itself_waits_for_its_repair_to_be_accepted(load):
    bow = {
        "type": "Polygon",
        "coordinates": [[[2.2, 45], [2.3, 45.1], [2.3, 45], [2.2, 45.1], [2.2, 45]]],
    }
    code, said = load(drawn(bow))
    assert code == 1
    assert "deux bords se croisent près de 2,25 E 45,05 N" in said
    assert '"croisements": "repares"' in said
    code, said = load(
        drawn({"type": "Feature", "properties": {"croisements": "repares"}, "geometry": bow})
    )
    assert (code, held()) == (0, {"01002": "declared"})
    assert "Contour réparé" in said


def test_a_shape_that_touches_no_commune_is_refused_with_every_other_fault(load):
    code, said = load(
        drawn(geometry(box(3, 47, 3.1, 47.1))), drawn(geometry(box(45, 2.2, 45.1, 2.3)), "autre")
    )
    assert code == 1
    assert "n'en touche aucune" in said
    assert "semblent inversées" in said


def test_a_file_beside_the_table_gives_its_shape_and_its_layer(load, tmp_path):
    (tmp_path / "contours").mkdir()
    one, other = (table(box(x, 45, x + 0.1, 45.1), crs=2154) for x in (2.2, 2.3))
    (tmp_path / "contours" / "a.gpkg").write_bytes(geopackage(une=one, deux=other))
    code, said = load(drawn("contours/a.gpkg"))
    assert code == 1
    assert "« une », « deux »" in said
    code, said = load(drawn("contours/a.gpkg#deux"))
    assert (code, held()) == (0, {"01003": "declared"})
    assert "Couche lue : deux. Coordonnées converties de « RGF93 v1 / Lambert-93 »" in said
    load(drawn({"fichier": "contours/a.gpkg", "couche": "une", "effleurees": "laissees"}))
    assert held() == {"01002": "declared"}


@pytest.mark.parametrize(
    "name", ["../secret.gpkg", "/etc/passwd", "rien.gpkg", "dossier", "a\0.gpkg", "#x"]
)
def test_a_file_elsewhere_or_none_is_refused(load, tmp_path, name):
    (tmp_path / "dossier").mkdir()
    (tmp_path.parent / "secret.gpkg").write_bytes(geopackage(une=table(BRUSHING)))
    code, said = load(drawn(name))
    assert code == 1
    assert "footprint.drawn" in said


def test_a_table_names_files_in_both_of_its_columns(tmp_path):
    (tmp_path / "a.gpkg").write_bytes(geopackage(une=table(box(2.2, 45, 2.3, 45.1))))
    lines = [
        flatten(row("un")) | {"footprint.basis": "declared-drawn", "footprint.drawn": "a.gpkg"},
        flatten(row("deux")) | {
            "footprint.basis": "declared-detail",
            "footprint.territories": "commune:01001 | drawn:a.gpkg#une Le bourg",
        },
    ]  # fmt: skip
    with (tmp_path / "poles.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)
    call_command("load_poles", str(tmp_path / "poles.csv"), "--write", stdout=StringIO())
    assert Pole.objects.get(slug="deux").territories.get(level="drawn").label == "Le bourg"
    assert held() == {"01001": "declared", "01002": "declared"}
