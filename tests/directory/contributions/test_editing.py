"""Editing a record on its page: only what was changed is written, on the version that was seen."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Pole
from directory.record.fields import FORM_FIELDS
from directory.record.form import RecordForm
from directory.record.pieces import piece
from directory.record.stored import record_of
from directory.record.writing import set_published, write_changes
from tests.directory.contributions.forms import sent
from tests.directory.pages.conftest import text_of

FORM = "/poles/laine/modifier/"


def form_of(client, address=FORM):
    return client.get(address).context["form"]


def test_only_those_of_the_territory_find_it(client, pole, stranger, lead):
    for person in (stranger, lead):
        client.force_login(person)
        assert client.get(FORM).status_code == 404
        assert client.post(FORM, {"name": "Pris"}).status_code == 404
    assert Pole.objects.get().name == "Pôle Laine"


def test_a_form_sent_as_it_was_shown_changes_nothing(client, pole, officer):
    before = record_of(pole)
    client.force_login(officer)
    answer = client.post(FORM, sent(form_of(client), why="rien"), follow=True)
    assert "Rien n'a changé." in text_of(answer)
    assert record_of(Pole.objects.get()) == before


def test_an_edit_is_written_with_its_reason_and_the_footprint_follows(client, pole, officer):
    client.force_login(officer)
    data = sent(
        form_of(client), name="Pôle Feutre", territories="commune 38001", why="vu sur leur site",
        checked="on", seat="Commune 38002", departement="38", themes_1="textile-laine",
    )  # fmt: skip
    answer = client.post(FORM, data, follow=True)
    assert "La fiche est modifiée." in text_of(answer)
    changed = Pole.objects.get()
    assert (changed.name, changed.seat_id, changed.themes) == (
        "Pôle Feutre", "38002", ["textile-laine"],
    )  # fmt: skip
    assert list(changed.footprint_communes.values_list("commune_id", flat=True)) == ["38001"]
    text = text_of(client.get("/poles/laine/historique/"))
    assert "vu sur leur site" in text
    assert "Dernière vérification" in text


def test_what_is_not_in_the_form_cannot_be_sent_with_it(client, pole, officer):
    client.force_login(officer)
    data = sent(form_of(client), why="essai", name="Autre") | {
        "published": "", "slug": "pris", "note": "prise", "loaded": "{}", "id": "99",
        "created_at": "1999-01-01", "epci": "[]",
    }  # fmt: skip
    client.post(FORM, data)
    changed = Pole.objects.get()
    assert (changed.pk, changed.slug, changed.note, changed.published, changed.name) == (
        pole.pk, "laine", "Note de rédaction", True, "Autre",
    )  # fmt: skip


def test_a_name_is_kept_on_one_line(client, pole, officer):
    client.force_login(officer)
    client.post(FORM, sent(form_of(client), name="Pôle\r\nBcc: x@example.org", why="essai"))
    assert Pole.objects.get().name == "Pôle Bcc: x@example.org"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Ce champ est obligatoire"),
        ({"why": ""}, "Ce champ est obligatoire"),
        ({"sources": ""}, "Ce champ est obligatoire"),
        ({"sources": "https://a.example/\nnon"}, "Ligne 2 (non)"),
        ({"territories": "commune 01999"}, "Ligne 1 (commune 01999) : attendu, 01001"),
        ({"seat": "01999"}, "attendu, 01001"),
        ({"seat": "Commune"}, "Plusieurs communes répondent"),
        ({"seat": "Nulle part"}, "attendu, le nom ou le code Insee d'une commune"),
        ({"seat": ""}, "Rien à dire ici sans commune du siège"),
        ({"seat_confidence": ""}, "Dire si le siège est donné ou déduit"),
        ({"departement": "75"}, "Ce département n'est pas dans cette région"),
        ({"status_as_of": "1789"}, "1980"),
        ({"website": "pas un site"}, "adresse http(s) complète"),
        ({"themes_0": "energie", "themes_1": "energie"}, "choisie deux fois"),
    ],
)
def test_a_fault_is_told_in_french_and_nothing_is_written(client, pole, officer, wrong, said):
    before = record_of(pole)
    client.force_login(officer)
    answer = client.post(FORM, sent(form_of(client), why="essai", description="Autre") | wrong)
    assert said in text_of(answer)
    assert record_of(Pole.objects.get()) == before


def test_the_second_of_two_people_is_told_what_changed_and_overwrites_nothing(
    client, pole, officer
):
    client.force_login(officer)
    data = sent(form_of(client), name="Pôle Feutre", description="Feutre", why="mienne")
    write_changes(pole, {"name": "Pôle Mérinos", "founded_year": 2015}, "la leur")
    answer = client.post(FORM, data)
    text = text_of(answer)
    assert "La fiche a changé pendant votre saisie : rien n'est écrit" in text
    assert "Nom Pôle Laine Pôle Mérinos" in text
    assert "la leur" in text
    assert "Vous avez modifié les mêmes champs : Nom ." in text
    assert Pole.objects.get().name == "Pôle Mérinos"
    form = answer.context["form"]
    assert (form["name"].value(), form["founded_year"].value()) == ("Pôle Feutre", 2015)
    client.post(FORM, sent(form))
    changed = Pole.objects.get()
    assert (changed.name, changed.founded_year, changed.description) == (
        "Pôle Feutre", 2015, "Feutre",
    )  # fmt: skip


def test_a_bulk_change_counts_as_a_change(client, pole, officer):
    client.force_login(officer)
    data = sent(form_of(client), name="Pôle Feutre", why="mienne")
    set_published(Pole.objects.all(), published=False)
    assert "Publié oui non" in text_of(client.post(FORM, data))


def test_a_version_nobody_knows_writes_nothing(client, pole, officer):
    client.force_login(officer)
    data = sent(form_of(client), name="Pôle Feutre", why="mienne", version="0" * 24)
    assert "n'est plus connue" in text_of(client.post(FORM, data))
    assert Pole.objects.get().name == "Pôle Laine"


RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.just("Nom é"),
        "other_names": st.lists(st.sampled_from(["Un", "Deux œ"]), unique=True),
        "themes": st.lists(st.sampled_from(["energie", "bois-foret"]), unique=True),
        "status": st.sampled_from(["active", "ended"]),
        "status_as_of": st.sampled_from([None, 2020]),
        "seat": st.sampled_from([None, {"insee": "38001", "confidence": "inferred"}]),
        "departement": st.sampled_from([None, "38"]),
        "footprint": st.builds(
            lambda presume, pieces: {"presume": presume, "territories": pieces},
            st.booleans(),
            st.lists(
                st.sampled_from(
                    [piece("part", "01001", "Gare"), piece("epci", "200000002")]
                ), unique_by=repr,
            ),
        ),
        "description": st.sampled_from([None, "Une\nligne"]),
        "website": st.sampled_from([None, "https://a.example/x"]),
    },
)  # fmt: skip


def coherent(change):
    """Whether a seat, where one is given, is in the department given (« 01 » where none is)."""
    seat = change.get("seat", {"insee": "01001"})
    department = change.get("departement", "01")
    return seat is None or department is None or seat["insee"].startswith(department)


@given(RECORDS.filter(coherent))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_record_comes_back_from_its_form_whatever_it_holds(pole, change):
    record = record_of(pole)
    shown = RecordForm(record=record | change)
    sent_back = RecordForm(sent(shown), record=record)
    assert sent_back.is_valid(), sent_back.errors
    assert sent_back.changed_fields() == {
        name: change[name]
        for name in FORM_FIELDS
        if name in change and change[name] != record[name]
    }


NULL = "\x00"


@pytest.mark.parametrize("field", ["territories", "seat", "name"])
def test_a_null_character_is_refused_in_words(client, pole, officer, field):
    client.force_login(officer)
    typed = {"territories": f"commune {NULL}", "seat": f"01001{NULL}"}.get(field, NULL)
    answer = client.post(FORM, sent(form_of(client), **{field: typed}))
    assert answer.status_code in (200, 400)
    assert "nul" in text_of(answer) or "erreur" in text_of(answer)
