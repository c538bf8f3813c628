"""A drawn shape in a form: what it takes is told before it is saved, what is decided is kept."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from shapely.geometry import box

from directory.models import FootprintCommune, Pole
from tests.directory.contributions.forms import sent
from tests.geo.shapes.files import archive, geojson, geopackage, table

FORM = "/poles/laine/modifier/"
# All of 01002 and a band of 3 % of the commune above it.
BRUSHING = box(2.2, 45, 2.3, 45.1).union(box(2.2, 45.1, 2.3, 45.103))
BOW = {
    "type": "Polygon",
    "coordinates": [[[2.2, 45], [2.3, 45.1], [2.3, 45], [2.2, 45.1], [2.2, 45]]],
}


def line(shape, name="Vallée") -> str:
    value = shape if isinstance(shape, dict) else json.loads(json.dumps(shape.__geo_interface__))
    return f"dessin {json.dumps(value)} {name}"


@pytest.fixture
def form(client, pole, officer):
    """Send the form of a record, as the page that came last showed it."""
    client.force_login(officer)
    page = {"form": client.get(FORM).context["form"]}

    def send(**changes):
        data = sent(page["form"], why="dessiné") | changes
        answer = client.post(
            FORM, {name: value for name, value in data.items() if value is not None}
        )
        if answer.context:
            page["form"] = answer.context["form"]
        return answer

    return send


def held():
    pole = Pole.objects.get()
    return dict(FootprintCommune.objects.filter(pole=pole).values_list("commune_id", "basis"))


def text_of(answer) -> str:
    return " ".join(answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


def shown(answer) -> list[str]:
    preview = answer.context["form"]["territories"].field.widget.get_context(
        "territories", answer.context["form"]["territories"].value(), {}
    )["preview"]
    return [one.key for one in preview.drawn]


def test_a_new_shape_is_saved_once_the_page_has_told_what_it_takes(form):
    answer = form(territories=line(BRUSHING))
    text = text_of(answer)
    assert "Rien n'est encore enregistré" in text.replace("&#x27;", "'")
    assert "Ce périmètre prend <strong>2 communes" in text
    assert "Seulement effleurées (moins de 5 % de la commune et du périmètre) : 1" in text
    assert "Commune 38002 (38002), 3,0 %" in text
    assert not Pole.objects.get().territories.filter(level="drawn").exists()
    again = form(territories=line(BRUSHING), **{"territories-vu": shown(answer)})
    assert again.status_code == 302
    assert held() == {"01002": "declared", "38002": "partial"}


def test_brushed_communes_are_dropped_by_their_box(form):
    keys = shown(form(territories=line(BRUSHING)))
    form(territories=line(BRUSHING), **{"territories-vu": keys, "territories-laisser": "oui"})
    assert held() == {"01002": "declared"}


def test_a_contour_that_crosses_itself_is_shown_with_its_repair_and_saved_once_it_is_accepted(form):
    answer = form(territories=line(BOW))
    text = text_of(answer)
    assert "deux bords se croisent près de 2,25 E 45,05 N" in text
    assert "Réparé, ce serait 2 parties" in text
    assert "data-reparation" in text
    keys = shown(answer)
    refused = form(territories=line(BOW), **{"territories-vu": keys})
    assert refused.status_code == 200
    kept = form(territories=line(BOW), **{"territories-vu": keys, "territories-reparer": keys})
    assert kept.status_code == 302
    assert len(Pole.objects.get().territories.get(level="drawn").drawn or ()) == 2


def test_a_box_that_is_unticked_takes_the_decision_back(form):
    decided = {"type": "Feature", "properties": {"croisements": "repares"}, "geometry": BOW}
    keys = shown(form(territories=line(decided)))
    answer = form(territories=line(decided), **{"territories-vu": keys})
    assert answer.status_code == 200
    assert "deux bords se croisent" in text_of(answer)


def test_a_file_that_comes_with_the_form_is_one_more_shape(form):
    upload = SimpleUploadedFile(
        "vallee.gpkg", geopackage(une=table(BRUSHING, crs=2154, nom=["Vallée"]))
    )
    answer = form(territories="commune 01001", **{"territories-fichier": upload})
    text = text_of(answer)
    assert "Ce périmètre prend <strong>2 communes" in text
    lines = answer.context["form"]["territories"].value()
    assert lines.startswith("commune 01001\ndessin {")
    assert lines.endswith(" Vallée")
    assert form(territories=lines, **{"territories-vu": shown(answer)}).status_code == 302
    assert held() == {"01001": "declared", "01002": "declared", "38002": "partial"}


def test_a_file_that_gives_no_shape_says_why_and_changes_nothing(form):
    upload = SimpleUploadedFile("a.gpkg", geopackage(une=table(BRUSHING), deux=table(BRUSHING)))
    text = text_of(form(territories="commune 01001", **{"territories-fichier": upload}))
    assert "a.gpkg : attendu, le choix d'une couche, parmi 2 : « une », « deux »" in text.replace(
        "&#x27;", "'"
    )


def test_a_shape_at_sea_is_refused_though_the_ground_alone_knows_it(form):
    text = text_of(form(territories=line(box(3, 47, 3.1, 47.1)))).replace("&#x27;", "'")
    assert "n'en touche aucune" in text


def read(client, content: bytes, name="v.gpkg", **more):
    return client.post("/perimetres/lire/", {"fichier": SimpleUploadedFile(name, content), **more})


def test_the_page_reads_a_file_and_takes_its_line(client, officer, ground):
    client.force_login(officer)
    told = read(client, geojson(table(BRUSHING, nom=["Vallée"])), "v.geojson").json()
    assert told["ligne"].startswith('dessin {"type":"MultiPolygon"')
    assert told["ligne"].endswith(" Vallée")
    several = read(client, geopackage(une=table(BRUSHING), deux=table(BRUSHING)))
    assert (several.status_code, several.json()["couches"]) == (400, ["une", "deux"])
    assert (
        read(
            client, geopackage(une=table(BRUSHING), deux=table(BRUSHING)), couche="deux"
        ).status_code
        == 200
    )
    broken = read(client, archive({"a.txt": b""}), "v.zip")
    assert broken.headers["Content-Type"] == "application/problem+json"
    assert "l'archive n'en contient aucun" in broken.json()["detail"]
    assert client.post("/perimetres/lire/").status_code == 400


def test_the_page_is_told_what_shapes_take_as_they_change(client, officer, ground):
    client.force_login(officer)
    sent_ = {"champ": "territories", "territories": line(BRUSHING)}
    text = text_of(client.post("/perimetres/peser/", sent_))
    assert "<strong>2 communes" in text
    key = text.split('name="territories-vu" value="')[1].split('"')[0]
    text = text_of(
        client.post(
            "/perimetres/peser/", sent_ | {"territories-vu": key, "territories-laisser": "oui"}
        )
    )
    assert "<strong>1 commune," in text
    assert "checked" in text
    assert text_of(client.post("/perimetres/peser/", {"champ": "x", "x": "commune 01001"})) == ""
