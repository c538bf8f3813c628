"""The administration: what an editor sees, may do, and is told."""

import json

import pghistory
import pytest
from django.urls import reverse

from directory.models import Pole, Territory
from directory.record.history import moments_of
from directory.record.stored import read_stored
from directory.record.writing import poles_changed, save_pole, write_changes
from publishing.models import Stamp
from tests.factories import POPULATION, communes_of, make_pole, square, territory

pytestmark = pytest.mark.usefixtures("ground")
LIST = "/gestion/directory/pole/"
EMPTY_FORMSETS = {
    f"{prefix}-{name}": value
    for prefix in ("territories", "recognitions", "cited_epcis")
    for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
}


def form_data(client, pole=None, **changes):
    """What a browser would send for a pole, unchanged but for the changes."""
    url = reverse("admin:directory_pole_change", args=[pole.pk]) if pole else f"{LIST}add/"
    context = client.get(url).context
    data: dict[str, str] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        for bound in form:
            value = bound.field.prepare_value(bound.value()) if bound.value() is not None else ""
            if isinstance(value, list):
                ranks = range(len(bound.field.fields))
                data |= {f"{bound.html_name}_{n}": (value + [""] * 9)[n] for n in ranks}
            elif value is not False:
                data[bound.html_name] = "on" if value is True else str(value)
    return url, data | changes


def submit(client, pole=None, **changes):
    url, data = form_data(client, pole, **changes)
    return client.post(url, {key: value for key, value in data.items() if value is not None})


def errors(response):
    assert response.status_code == 200
    found = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= form.errors
        if inline.formset.non_form_errors():
            found["formset"] = inline.formset.non_form_errors()
    return {field: " ".join(messages) for field, messages in found.items()}


def territory_data(number=0, total=1, **fields):
    return {"territories-TOTAL_FORMS": str(total)} | {
        f"territories-{number}-{name}": value for name, value in fields.items()
    }


@pytest.fixture
def loaded():
    """A pole as a load leaves it."""
    pole = make_pole(seat_id="01001", themes=["energie", "culture"], other_names=["A", "B"])
    record = read_stored()["essai"].current
    save_pole("essai", {}, loaded=record)
    poles_changed()
    return Pole.objects.get(pk=pole.pk)


def test_saving_without_a_change_changes_nothing(admin_client, loaded):
    before = read_stored()["essai"]
    assert submit(admin_client, loaded).status_code == 302
    assert read_stored()["essai"] == before
    page = admin_client.get(reverse("admin:directory_pole_change", args=[loaded.pk]))
    assert "telle que le dernier chargement" in page.content.decode()


def test_a_new_pole_is_made_with_its_footprint(admin_client):
    response = submit(
        admin_client,
        name="Nouveau", slug="nouveau", region="84", status="active", checked="23/11/2026",
        sources="https://example.org/a\r\nhttps://example.org/b",
        themes_0="tourisme", themes_2="culture",
        **territory_data(level="epci", epci="200000002"),
    )  # fmt: skip
    assert response.status_code == 302, errors(response)
    pole = Pole.objects.get(slug="nouveau")
    assert pole.themes == ["tourisme", "culture"]
    assert pole.sources == ["https://example.org/a", "https://example.org/b"]
    assert pole.footprint.population == sum(POPULATION[c] for c in communes_of("epci", "200000002"))


def test_a_changed_territory_moves_the_footprint_in_the_same_breath(admin_client, loaded):
    before = Stamp.objects.get(name="poles").value
    submit(admin_client, loaded, **territory_data(level="commune", commune="38002"))
    loaded.footprint.refresh_from_db()
    assert (loaded.footprint.basis, loaded.footprint.communes_count) == ("declared", 1)
    assert Stamp.objects.get(name="poles").value != before


def test_an_edit_is_shown_as_differing_from_the_last_load(admin_client, loaded):
    submit(admin_client, loaded, name="Renommé", note="ligne\r\nsuivante")
    page = admin_client.get(reverse("admin:directory_pole_change", args=[loaded.pk]))
    assert "Renommé" in page.content.decode()
    assert "conserve ces valeurs" in page.content.decode()
    assert Pole.objects.get().note == "ligne\nsuivante"
    assert admin_client.get(f"{LIST}?modifie=oui").context["cl"].result_count == 1
    assert admin_client.get(f"{LIST}?modifie=non").context["cl"].result_count == 0


def test_switching_level_empties_what_the_old_one_had(admin_client, loaded):
    one = Territory.objects.create(pole=loaded, **territory("commune", "01002"))
    submit(admin_client, loaded, **{"territories-0-level": "region", "territories-0-region": "84"})
    one.refresh_from_db()
    assert (one.level, one.commune_id, one.region_id) == ("region", None, "84")


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"sources": ""}, "sources", "obligatoire"),
        ({"sources": "pas une adresse"}, "sources", "Ligne 1"),
        ({"sources": "https://a.fr\nhttps://a.fr"}, "sources", "deux fois"),
        ({"seat": ""}, "seat_confidence", "sans commune du siège"),
        ({"seat_confidence": ""}, "seat_confidence", "donné ou déduit"),
        ({"department": "93"}, "department", "pas dans cette région"),
        ({"status_as_of": "1500"}, "status_as_of", "1980"),
        ({"founded_year": "2090"}, "founded_year", "une année de 1980 à"),
        ({"checked": "01/01/2090"}, "checked", "au plus tard"),
        ({"themes_3": "energie"}, "themes", "deux fois"),
        ({"website": "n'importe quoi"}, "website", "adresse http(s)"),
        (territory_data(level="epci", commune="01001"), "epci", "EPCI ou EPT"),
        (territory_data(level="drawn", drawn="{"), "drawn", ""),
        (territory_data(level="commune", commune="99999"), "commune", ""),
        ({"name": "a\x00b"}, "name", "nul"),
    ],
)
def test_what_the_database_would_refuse_is_said_in_the_form(
    admin_client, loaded, changes, field, said
):
    found = errors(submit(admin_client, loaded, **changes))
    assert field in found
    assert said in found[field]


def test_a_crossed_shape_is_refused_with_the_reason(admin_client, loaded):
    bow = {
        "type": "MultiPolygon",
        "coordinates": [[[[2, 45], [3, 46], [3, 45], [2, 46], [2, 45]]]],
    }
    found = errors(
        submit(admin_client, loaded, **territory_data(level="drawn", drawn=json.dumps(bow)))
    )
    assert "deux bords se croisent" in found["drawn"]


def test_drawn_parts_that_touch_become_one(admin_client, loaded):
    parts = [json.loads(square(code).json)["coordinates"] for code in ("01001", "01002")]
    shape = json.dumps({"type": "MultiPolygon", "coordinates": parts})
    response = submit(admin_client, loaded, **territory_data(level="drawn", drawn=shape))
    assert response.status_code == 302, errors(response)
    drawn = Territory.objects.get().drawn
    assert drawn is not None
    assert len(drawn) == 1
    loaded.footprint.refresh_from_db()
    assert loaded.footprint.communes_count == 2


def test_a_territory_given_twice_is_refused(admin_client, loaded):
    twice = territory_data(0, 2, level="epci", epci="200000001")
    twice |= territory_data(1, 2, level="epci", epci="200000001")
    assert "deux fois" in errors(submit(admin_client, loaded, **twice))["formset"]


def test_a_recognition_given_twice_is_refused(admin_client, loaded):
    data = {"recognitions-TOTAL_FORMS": "2"}
    for n in range(2):
        data |= {f"recognitions-{n}-scheme": "autre", f"recognitions-{n}-label": "Même"}
    assert errors(submit(admin_client, loaded, **data))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=saint+oeuf", 1), ("q=Essai", 1), ("q=01001", 1), ("q=ailleurs", 0),
        ("base=presumed", 1), ("base=declared", 0), ("thematique=culture", 1),
        ("status__exact=unknown", 1),
    ],
)  # fmt: skip
def test_the_list_is_searched_and_filtered(admin_client, loaded, query, count):
    assert admin_client.get(f"{LIST}?{query}").context["cl"].result_count == count


def test_the_list_takes_few_queries_however_many_poles(admin_client, django_assert_max_num_queries):
    for n in range(12):
        make_pole(f"pole-{n}", seat_id="01001")
    poles_changed()
    with django_assert_max_num_queries(12):
        admin_client.get(LIST)


def test_poles_are_published_and_hidden_together(admin_client, loaded):
    action = {"_selected_action": [str(loaded.pk)]}
    admin_client.post(LIST, {"action": "unpublish", **action})
    assert not Pole.objects.public().exists()
    admin_client.post(LIST, {"action": "publish", **action})
    assert Pole.objects.public().count() == 1


def test_deleting_a_pole_tells_the_caches(admin_client, loaded):
    before = Stamp.objects.get(name="poles").value
    admin_client.post(reverse("admin:directory_pole_delete", args=[loaded.pk]), {"post": "yes"})
    assert not Pole.objects.exists()
    assert Stamp.objects.get(name="poles").value != before


@pytest.mark.parametrize(
    ("model", "field", "term", "first"),
    [
        ("territory", "commune", "saint-oeuf", "Saint-Œuf"),
        ("territory", "commune", "01001", "Saint-Œuf"),
        ("territory", "epci", "200000002", "EPCI 200000002"),
        ("territory", "epci", "epci 200000002", "EPCI 200000002"),
        ("territory", "department", "isere", "Isère"),
        ("territory", "department", "38", "Isère"),
        ("territory", "region", "ile de", "Île-de-France"),
        ("pole", "seat", "Saint Oeuf", "Saint-Œuf"),
    ],
)
def test_areas_are_found_by_name_and_code_whatever_the_accents(
    admin_client, model, field, term, first
):
    query = {"app_label": "directory", "model_name": model, "field_name": field, "term": term}
    found = admin_client.get("/gestion/autocomplete/", query).json()["results"]
    assert found[0]["text"].startswith(first)


def test_an_obsolete_commune_cannot_be_chosen(admin_client, loaded):
    query = {"app_label": "directory", "model_name": "pole", "field_name": "seat", "term": "01999"}
    found = admin_client.get("/gestion/autocomplete/", query).json()["results"]
    assert [one["id"] for one in found] == ["01001"]


@pytest.mark.parametrize("term", ["", "a\0b", "[", "\\", "é" * 5000, "%", "'"])
def test_no_search_text_makes_the_administration_fail(admin_client, loaded, term):
    for address in (LIST, *(f"/gestion/geo/{m}/" for m in ("commune", "epci", "department"))):
        assert admin_client.get(address, {"q": term}).status_code in (200, 400)


@pytest.mark.parametrize("model", ["commune", "epci", "department", "region"])
def test_the_ground_is_read_only(admin_client, model):
    code = {"commune": "01001", "epci": "200000001", "department": "38", "region": "84"}[model]
    assert admin_client.get(f"/gestion/geo/{model}/add/").status_code == 404
    page = admin_client.get(f"/gestion/geo/{model}/{code}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()


def test_the_administration_keeps_the_strict_policy_and_has_no_script_inside(admin_client, loaded):
    Territory.objects.create(pole=loaded, **territory("epci", "200000001"))
    page = admin_client.get(reverse("admin:directory_pole_change", args=[loaded.pk]))
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    inside = page.content.decode().split("<script")[1:]
    scripts = [tag.split(">")[0] for tag in inside]
    assert all("src=" in tag or "application/json" in tag for tag in scripts)


def test_a_visitor_is_asked_to_log_in(client):
    assert client.get(LIST).status_code == 302


def test_the_second_of_two_people_is_told_what_changed_and_by_whom(admin_client, admin_user):
    pole = make_pole("laine", name="Pôle Laine")
    poles_changed()
    url, data = form_data(admin_client, pole, name="Pôle Feutre")
    with pghistory.context(person=admin_user.pk, roles=["administrator"]):
        write_changes(pole, {"name": "Pôle Mérinos"}, "autre source")
    response = admin_client.post(url, data)
    told = " ".join(errors(response)["__all__"].split())
    assert "rien n'est enregistré" in told
    assert "admin@example.org (administrateur) – Nom : Pôle Laine → Pôle Mérinos" in told
    assert Pole.objects.get().name == "Pôle Mérinos"
    form = response.context["adminform"].form
    assert form["name"].value() == "Pôle Feutre"
    admin_client.post(url, data | {"version": form["version"].value()})
    assert Pole.objects.get().name == "Pôle Feutre"


def test_the_reason_of_a_change_is_kept_in_the_history(admin_client, admin_user):
    pole = make_pole("laine", name="Pôle Laine")
    poles_changed()
    submit(admin_client, pole, name="Pôle Feutre", why="vu sur leur site")
    latest = moments_of(pole.pk)[0]
    assert (latest.reason, latest.person, latest.fields) == (
        "vu sur leur site", admin_user.pk, ["name"],
    )  # fmt: skip


@pytest.mark.parametrize("field", ["department", "region", "seat"])
def test_a_null_character_where_a_code_is_awaited_is_refused_in_words(admin_client, loaded, field):
    answer = submit(admin_client, loaded, **{field: "x\x00"})
    assert answer.status_code in (200, 400)
    assert Pole.objects.get().name == loaded.name
