"""Nobody moves a record into or out of a territory that is not theirs, whatever the door."""

import json

import pytest
from django.contrib.gis.geos import Polygon
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Mandate
from directory.contributions.proposals import propose
from directory.models import Pole, Territory
from directory.record.history import moments_of
from directory.record.stored import record_of
from directory.record.versions import version_of
from directory.record.writing import poles_changed, write_changes
from tests import factories
from tests.directory.contributions.forms import sent as page_data
from tests.directory.test_admin import errors, form_data, submit, territory_data
from tests.factories import make_pole, row, square, territory
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")
LIST = "/gestion/directory/pole/"
NEW = {
    "name": "Nouveau", "slug": "nouveau", "status": "active", "checked": "23/11/2026",
    "published": "on", "sources": "https://example.org/a",
}  # fmt: skip


@pytest.fixture
def officer(client):
    """Of the Ain (01), in region 84."""
    client.force_login(make_person("agent@example.org", "officer", department_id="01"))
    return client


@pytest.fixture
def pole():
    """Of the Ain, seat included, on a commune of it."""
    made = make_pole("laine", [territory("commune", "01001")], department_id="01", seat_id="01001")
    poles_changed()
    return made


@pytest.fixture
def astride():
    """Of the Ain, on a commune of it and on Paris."""
    pieces = [territory("commune", "01001"), territory("commune", "75056")]
    made = make_pole("pont", pieces, department_id="01", seat_id="01001")
    poles_changed()
    return made


def drawn(west: float, south: float, east: float, north: float) -> dict[str, str]:
    """A declared piece that is drawn."""
    shape = factories.multi(Polygon.from_bbox((west, south, east, north)))
    return territory_data(level="drawn", drawn=shape.json)


@pytest.mark.parametrize(
    "place",
    [
        {"region": "11", "department": "75"},
        {"region": "11"},
        {"region": "84", "department": "38"},
        {"region": "84"},
        {"region": "84", "department": "01", **territory_data(level="commune", commune="75056")},
        {"region": "84", "department": "01", **territory_data(level="region", region="11")},
        {"region": "11", "department": "75", **territory_data(level="commune", commune="01001")},
        {"region": "84", "seat": "38001", "seat_confidence": "stated"},
        # Their region is wider than their ground; so is a shape over the whole country.
        {"region": "84", "department": "01", **territory_data(level="region", region="84")},
        {"region": "84", "department": "01", **drawn(-5.0, 42.0, 9.0, 51.0)},
    ],
)
def test_an_officer_adds_no_pole_elsewhere(officer, place):
    answer = submit(officer, **NEW, **place)
    assert "territoire" in errors(answer)["__all__"]
    assert not Pole.objects.filter(slug="nouveau").exists()
    assert answer.context["adminform"].form["name"].value() == "Nouveau", "what was typed is kept"


@pytest.mark.parametrize(
    "place",
    [
        {"region": "84", "department": "01"},
        {"region": "84", **territory_data(level="commune", commune="01001")},
        {"region": "84", "department": "01", **drawn(2.1, 45.0, 2.7, 45.12)},  # the Ain, and beyond
    ],
)
def test_an_officer_adds_a_pole_of_their_territory(officer, place):
    answer = submit(officer, **NEW, **place)
    assert answer.status_code == 302, errors(answer)
    assert Pole.objects.get(slug="nouveau").published


def test_an_officer_of_a_region_declares_it_whole(client):
    client.force_login(make_person("region@example.org", "officer", region_id="84"))
    place = {"region": "84", "department": "01", **territory_data(level="region", region="84")}
    assert submit(client, **NEW, **place).status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        {"region": "11", "department": "75", "seat": "", "seat_confidence": ""},
        {"department": "38", "seat": "38001"},
        {"department": "", "seat": "38001"},
        territory_data(1, 2, level="commune", commune="75056"),
        territory_data(1, 2, level="epci", epci="200057867"),
        territory_data(1, 2, level="department", department="75"),
        territory_data(1, 2, level="drawn", drawn=square("75056").json.replace(
            "Polygon", "MultiPolygon").replace("[ [", "[ [ [").replace("] ]", "] ] ]")),
    ],
)  # fmt: skip
def test_an_officer_moves_no_pole_beyond_their_territory(officer, pole, change):
    before = record_of(pole)
    answer = submit(officer, pole, **change)
    assert "territoire" in errors(answer)["__all__"]
    assert record_of(Pole.objects.get(pk=pole.pk)) == before


def test_whoever_keeps_one_side_of_a_pole_does_not_take_it_from_the_other(client, astride):
    client.force_login(make_person("paris@example.org", "officer", department_id="75"))
    for change in (
        {"region": "11", "department": "75", "seat": "75056"},
        {"territories-0-DELETE": "on"},  # the commune of the Ain
        {"territories-1-DELETE": "on"},  # theirs: the record would no longer be on their ground
        {"presume_seat_epci": None},
    ):
        assert "territoire" in errors(submit(client, astride, **change))["__all__"], change
    assert submit(client, astride, name="Pont").status_code == 302
    assert Pole.objects.get(pk=astride.pk).name == "Pont"


def test_an_action_of_the_list_changes_only_what_may_be_changed(client, astride):
    paris = make_pole("paris", region_id="11", department_id="75")
    poles_changed()
    person = make_person("deux@example.org", "officer", department_id="01")
    Mandate.objects.create(person=person, role="lead", pole=paris)
    client.force_login(person)
    seen = client.get(LIST).context["cl"].result_list
    assert {one.slug for one in seen} == {"paris", "pont"}
    for chosen in ([paris.pk], [paris.pk, astride.pk], [999_999]):
        data = {"action": "unpublish", "_selected_action": [str(key) for key in chosen]}
        assert client.post(LIST, data).status_code == 404
    across = {"action": "unpublish", "_selected_action": [str(astride.pk)], "select_across": "1"}
    assert client.post(LIST, across).status_code == 302
    assert dict(Pole.objects.values_list("slug", "published")) == {"paris": True, "pont": False}
    _url, data = form_data(client, astride)
    assert client.post(f"{LIST}{paris.pk}/change/", data).status_code == 404


def test_the_page_of_a_record_moves_it_no_further_than_the_administration(officer, pole):
    address = f"/poles/{pole.slug}/modifier/"
    data = page_data(officer.get(address).context["form"])
    moved = {"departement": "", "region_code": "11", "seat": "", "seat_confidence": ""}
    answer = officer.post(address, data | moved | {"why": "essai"})
    assert "territoire" in " ".join(answer.context["form"].non_field_errors())
    assert Pole.objects.get(pk=pole.pk).region_id == "84"


def test_a_proposal_is_accepted_only_by_whoever_may_write_it(officer, pole):
    lead = make_person("porteuse@example.org", "lead", pole=pole)
    record = record_of(pole)
    far = {"presume": True, "territories": [
        *record["footprint"]["territories"],
        {"level": "commune", "code": "75056", "label": "", "drawn": None},
    ]}  # fmt: skip
    proposal = propose(pole, record, {"footprint": far}, "Nous y allons", lead.pk)
    sent = {"decision": "accept", "version": version_of(record), "answer": ""}
    assert "territoire" in officer.post(proposal.get_absolute_url(), sent).content.decode()
    assert Territory.objects.filter(pole=pole).count() == 1
    officer.force_login(make_person("nation@example.org", "national-cell"))
    assert officer.post(proposal.get_absolute_url(), sent).status_code == 302
    assert Territory.objects.filter(pole=pole).count() == 2


def test_a_record_is_not_put_back_on_another_territory(officer, pole):
    write_changes(pole, {"region_code": "11", "departement": "75", "seat": None}, "essai")
    when = timezone.now()
    write_changes(
        pole,
        {"region_code": "84", "departement": "01",
         "seat": {"insee": "01001", "confidence": "stated"}}, "retour",
    )  # fmt: skip
    address = f"/poles/{pole.slug}/historique/remettre/"
    page = officer.get(address, {"au": when.isoformat()})
    sent = {"au": when.isoformat(), "why": "x", "version": page.context["form"].initial["version"]}
    answer = officer.post(address, sent)
    assert "territoire" in " ".join(answer.context["form"].non_field_errors())
    assert Pole.objects.get(pk=pole.pk).region_id == "84"


HOSTILE = 'http://user:pw@host/"><script>'


def test_an_address_proposed_before_it_was_refused_is_not_written_afterwards(officer, pole):
    lead = make_person("porteuse@example.org", "lead", pole=pole)
    record = record_of(pole)
    proposal = propose(pole, record, {"website": HOSTILE}, "Notre site", lead.pk)
    sent = {"decision": "accept", "version": version_of(record), "answer": ""}
    page = officer.post(proposal.get_absolute_url(), sent).content.decode()
    assert "n&#x27;est pas acceptée : attendu, une adresse http(s) complète" in page
    assert HOSTILE not in page
    assert Pole.objects.get(pk=pole.pk).website == ""


def test_a_record_is_not_put_back_with_an_address_that_is_none(officer, pole):
    Pole.objects.filter(pk=pole.pk).update(sources=[HOSTILE])
    when = timezone.now()
    write_changes(pole, {"sources": ["https://example.org/"]}, "adresse réparée")
    write_changes(pole, {"name": "Autre"}, "ce qui ne change pas n'est pas jugé")
    address = f"/poles/{pole.slug}/historique/remettre/"
    page = officer.get(address, {"au": when.isoformat()})
    sent = {"au": when.isoformat(), "why": "x", "version": page.context["form"].initial["version"]}
    answer = officer.post(address, sent)
    assert "n'est pas acceptée" in " ".join(answer.context["form"].non_field_errors())
    assert Pole.objects.get(pk=pole.pk).sources == ["https://example.org/"]


INCOHERENT = [
    ({"region": "11", "department": "01"}, "department"),
    ({"department": "38"}, "seat"),
    ({"department": "", "region": "11"}, "seat"),
]


@pytest.mark.parametrize(("change", "field"), INCOHERENT)
def test_the_administration_refuses_a_record_that_contradicts_itself(
    admin_client, pole, change, field
):
    assert "n'est pas dans" in errors(submit(admin_client, pole, **change))[field]


@pytest.mark.parametrize(("change", "field"), INCOHERENT)
@pytest.mark.parametrize("door", ["modifier", "proposer"])
def test_the_forms_refuse_a_record_that_contradicts_itself(client, pole, change, field, door):
    names = {"region": "region_code", "department": "departement", "seat": "seat"}
    role, ground = ("officer", {"region_id": "84"}) if door == "modifier" else (
        "lead", {"pole": pole}
    )  # fmt: skip
    client.force_login(make_person("x@example.org", role, **ground))
    address = f"/poles/{pole.slug}/{door}/"
    data = page_data(client.get(address).context["form"])
    renamed = {names[name]: value for name, value in change.items()}
    found = client.post(address, data | renamed | {"why": "essai"}).context["form"].errors
    assert "n'est pas dans" in " ".join(found[names[field]])


def test_what_is_proposed_of_a_record_that_has_moved_since_is_not_written_incoherent(
    admin_client, pole
):
    lead = make_person("porteuse@example.org", "lead", pole=pole)
    seat = {"seat": {"insee": "01002", "confidence": "stated"}}
    proposal = propose(pole, record_of(pole), seat, "Déménagement", lead.pk)
    write_changes(pole, {"departement": "38", "seat": None}, "autre source")
    now = version_of(record_of(Pole.objects.get(pk=pole.pk)))
    sent = {"decision": "accept", "version": now, "answer": ""}
    answer = admin_client.post(proposal.get_absolute_url(), sent)
    assert "Ce siège n&#x27;est pas dans ce département" in answer.content.decode()
    assert Pole.objects.get(pk=pole.pk).seat_id is None


def test_a_record_of_the_administration_keeps_its_reason_and_footprint_when_it_is_refused(
    officer, pole
):
    url, data = form_data(officer, pole, region="11", department="75", seat="75056")
    sent = {name: value for name, value in data.items() if value is not None}
    assert officer.post(url, sent).status_code == 200
    pole.refresh_from_db()
    assert (pole.footprint.communes_count, pole.region_id) == (1, "84")


def test_a_file_loaded_as_a_person_writes_on_their_territory_alone(pole, tmp_path, capsys):
    make_person("agent@example.org", "officer", department_id="01")
    make_pole("paris", region_id="11", department_id="75")
    poles_changed()
    file = tmp_path / "poles.jsonl"
    own = row("neuf", departement="01")
    far = [
        row("loin", region_code="11"),
        row("paris", region_code="11", departement="75", name="Pris"),
        row("laine", departement="38"),
    ]
    file.write_text("\n".join(json.dumps(one) for one in [own, *far]))
    load = ("load_poles", str(file), "--write", "--force", "--person")
    with pytest.raises(SystemExit):
        call_command(*load, "agent@example.org")
    said = capsys.readouterr().err
    assert all(f"{slug}" in said for slug in ("loin", "paris", "laine"))
    assert not Pole.objects.filter(slug__in=("neuf", "loin")).exists()
    file.write_text(json.dumps(own))
    call_command(*load, "agent@example.org")
    latest = moments_of(Pole.objects.get(slug="neuf").pk)[0]
    assert latest.roles == ("officer",)


def test_an_edit_elsewhere_is_still_one_after_a_person_loaded_a_file_that_agrees(pole, tmp_path):
    make_person("agent@example.org", "officer", department_id="01")
    file = tmp_path / "poles.jsonl"
    file.write_text(json.dumps(row("paris", region_code="11", departement="75")))
    call_command("load_poles", str(file), "--write")
    edited = Pole.objects.get(slug="paris")
    write_changes(edited, {"website": "https://exemple.fr/"}, "leur site")
    file.write_text(
        json.dumps(row("paris", region_code="11", departement="75", website="https://exemple.fr/"))
    )
    call_command("load_poles", str(file), "--write", "--person", "agent@example.org")
    assert Pole.objects.get(slug="paris").loaded["website"] is None


@pytest.mark.parametrize("email", ["personne@example.org", "porteuse@example.org"])
def test_nobody_loads_a_file_as_a_person_who_edits_nothing(pole, tmp_path, email):
    make_person("porteuse@example.org", "lead", pole=pole)
    file = tmp_path / "poles.jsonl"
    file.write_text(json.dumps(row("neuf")))
    with pytest.raises(CommandError, match="attendu, le courriel"):
        call_command("load_poles", str(file), "--write", "--person", email)
