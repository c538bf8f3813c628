"""« Mon PTCE n'y est pas »: proposed by anyone, limited, answered by those of the territory."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from calls.models import Call
from directory.contributions.alike import alike
from directory.contributions.missing import (
    accept_pole,
    first_record,
    propose_pole,
    refuse_pole,
    say_known,
)
from directory.contributions.reports import Closed
from directory.models import MissingPole, Pole
from directory.record.bounds import Misplaced
from directory.record.history import moments_of
from geo.models import Commune
from geo.reach import EVERYWHERE, Reach
from tests.directory.contributions.forms import sent
from tests.directory.pages.conftest import text_of
from tests.factories import make_pole
from tests.people import make_person

FORM = "/proposer-un-pole/"
SAID = {
    "name": "PTCE du Feutre", "seat": "01002", "territory_text": "La vallée",
    "source": "https://example.org/feutre", "website": "https://feutre.example.org/",
    "text": "Créé par trois coopératives.", "contact": "lise@example.org",
}  # fmt: skip


@pytest.fixture
def call(db):
    return Call.objects.create(
        slug="ami-2023", title="AMI PTCE 2023", scheme="ami-2023", year=2023, results="2023-10",
        laureates=4, sources=["https://example.org/ami"],
    )  # fmt: skip


def proposed(**changes: Any) -> MissingPole:
    """A proposal that waits, in the department 01."""
    seat = changes.pop("seat", "01002")
    known = {"name": "PTCE du Feutre", "source": "https://example.org/feutre"}
    commune = Commune.objects.get(pk=seat) if seat else None
    return propose_pole(**{**known, "seat": commune, **changes})


def completed(client: Client, missing: MissingPole, **changes: Any) -> dict[str, Any]:
    """What the form of an officer sends, as it is shown, with what they add."""
    form = client.get(f"{missing.get_absolute_url()}ajouter/").context["form"]
    return sent(form, seat_confidence="stated") | changes


def test_a_visitor_proposes_a_pole_without_an_account_and_gets_no_cookie(pole, call):
    visitor = Client(
        enforce_csrf_checks=True,
        headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"},
    )
    shown = visitor.get(f"{FORM}?nom=PTCE+du+Feutre&appel=ami-2023").content.decode()
    assert 'value="PTCE du Feutre"' in shown
    assert '<option value="ami-2023" selected>AMI PTCE 2023</option>' in shown
    answer = visitor.post(FORM, SAID | {"call": "ami-2023"}, follow=True)
    assert "Votre proposition est reçue" in text_of(answer)
    assert not visitor.cookies
    missing = MissingPole.objects.get()
    kept = {name: getattr(missing, name) for name in SAID if name != "seat"}
    assert kept == {name: value for name, value in SAID.items() if name != "seat"}
    assert (missing.seat_id, missing.department_id, missing.call) == ("01002", "01", "ami-2023")
    assert not Pole.objects.exclude(pk=pole.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Ce champ est obligatoire"),
        ({"name": "a" * 201}, "200"),
        ({"source": ""}, "Ce champ est obligatoire"),
        ({"source": "feutre"}, "une adresse http(s) complète"),
        ({"source": "http://localhost/"}, "site public"),
        ({"website": "javascript:alert(1)"}, "une adresse http(s) complète"),
        ({"seat": "Nulle-Part-sur-Rien"}, "attendu, le nom ou le code Insee"),
        ({"seat": "01999"}, "attendu, 01001"),
        ({"department": "38"}, "attendu, une commune du département 38 (01 ici)"),
        ({"department": "99"}, "choix"),
        ({"call": "ami-1999"}, "choix"),
        ({"text": "a" * 2001}, "2000"),
        ({"contact": "lise"}, "adresse"),
        ({"adresse": "https://spam.example"}, "Ce message n'a pas été accepté"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, pole, wrong, said):
    assert said in text_of(client.post(FORM, SAID | wrong))
    assert not MissingPole.objects.exists()


def test_a_proposal_chooses_neither_its_state_nor_its_pole(client, pole):
    client.post(FORM, SAID | {"state": "accepted", "answer": "oui", "pole": pole.pk})
    missing = MissingPole.objects.get()
    assert (missing.state, missing.answer, missing.pole) == ("open", "", None)


def test_an_address_proposes_five_times_an_hour(client, pole):
    for _time in range(5):
        assert client.post(FORM, SAID).status_code == 302
    assert "Trop de propositions" in text_of(client.post(FORM, SAID))
    assert MissingPole.objects.count() == 5
    assert client.post(FORM, SAID, REMOTE_ADDR="192.0.2.77").status_code == 302


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"nom={'a' * 201}", "200 caractères au plus"),
        ("nom=a&nom=b", "une seule valeur"),
        ("appel=ami-1999", "ami-2023"),
        ("commune=01001", "appel, nom"),
    ],
)
def test_an_address_that_fills_in_what_is_none_is_refused_by_name(client, call, query, said):
    answer = client.get(f"{FORM}?{query}")
    assert answer.status_code == 400
    told = answer.content.decode()
    assert said in told
    assert f"« {query.partition('=')[0]} »" in told


def test_a_form_from_elsewhere_is_refused(pole):
    guarded = Client(enforce_csrf_checks=True, headers={"origin": "https://ailleurs.example"})
    assert guarded.post(FORM, SAID).status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        {"name": "pole de la LAINE", "seat": ""},
        {"name": "Lainne", "seat": ""},
        {"name": "Le fil", "seat": ""},
        {"name": "Autre chose", "seat": "01001"},
    ],
)
def test_what_resembles_it_is_shown_first_and_the_visitor_goes_on(client, pole, said):
    Pole.objects.update(other_names=["Le Fil du Pays"])
    asked = client.post(FORM, SAID | said)
    assert "Est-ce celui-ci" in text_of(asked)
    assert 'href="/poles/laine/"' in asked.content.decode()
    assert not MissingPole.objects.exists()
    again = SAID | said | {"seen": asked.context["form"]["seen"].value()}
    assert client.post(FORM, again).status_code == 302
    assert MissingPole.objects.get().name == said["name"]


def test_another_name_typed_after_the_warning_is_compared_again(client, pole):
    make_pole("velo", name="PTCE Vélo")
    seen = client.post(FORM, SAID | {"name": "Laine"}).context["form"]["seen"].value()
    assert seen == "laine"
    asked = client.post(FORM, SAID | {"name": "Vélo", "seen": seen})
    assert 'href="/poles/velo/"' in asked.content.decode()
    assert not MissingPole.objects.exists()


def test_a_visitor_is_told_of_no_pole_that_the_public_does_not_see(client, pole):
    Pole.objects.update(published=False)
    assert client.post(FORM, SAID | {"name": "Pôle Laine"}).status_code == 302


def test_words_that_every_name_has_resemble_nothing(pole):
    make_pole("autre", name="PTCE et pôle de coopération")
    assert not alike(Pole.objects.all(), "Pôle de coopération PTCE", None)
    assert [one.slug for one in alike(Pole.objects.all(), "PTCE Laine", None)] == ["laine"]


def test_more_that_resemble_it_than_are_shown_are_counted(db, ground):
    for number in range(8):
        make_pole(f"laine-{number}", name=f"Pôle Laine {number}")
    found = alike(Pole.objects.all(), "Laine", None)
    assert (len(found), found.total) == (6, 8)


def test_only_those_of_the_territory_read_it(client, pole, officer, stranger, lead):
    missing = proposed()
    for person, status in ((stranger, 404), (lead, 404), (officer, 200)):
        client.force_login(person)
        for address in (missing.get_absolute_url(), f"{missing.get_absolute_url()}ajouter/"):
            assert client.get(address).status_code == status
        listed = "PTCE du Feutre" in client.get("/contributions/").content.decode()
        assert listed is (person == officer)


def test_a_proposal_of_a_department_is_of_its_region_and_one_without_place_of_the_nation(
    client, pole, officer, stranger
):
    near = proposed(seat=None, department_id="38")
    nowhere = proposed(seat=None)
    national = make_person("nationale@example.org", "national-cell")
    reads = {officer: (200, 404), stranger: (404, 404), national: (200, 200)}
    for person, statuses in reads.items():
        client.force_login(person)
        found = [client.get(one.get_absolute_url()).status_code for one in (near, nowhere)]
        assert tuple(found) == statuses


def test_an_officer_completes_the_record_and_the_pole_is_there(
    client, pole, call, officer, mailoutbox, django_capture_on_commit_callbacks
):
    missing = proposed(contact="lise@example.org", call="ami-2023", territory_text="La vallée")
    client.force_login(officer)
    assert "un pôle proposé à examiner" in text_of(client.get("/contributions/"))
    address = f"{missing.get_absolute_url()}ajouter/"
    assert '<option value="ami-2023" selected>' in client.get(address).content.decode()
    typed = completed(
        client, missing, description="Du feutre.", call="ami-2023", published="on", answer="Merci !"
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, typed, follow=True)
    assert "Le pôle est ajouté : sa fiche est publiée." in text_of(answer)
    made = Pole.objects.get(slug="ptce-du-feutre")
    assert (made.seat_id, made.department_id, made.region_id) == ("01002", "01", "84")
    assert (made.status, made.territory_text, made.published) == ("unknown", "La vallée", True)
    assert made.sources == ["https://example.org/feutre"]
    assert made.footprint.communes_count == 3  # the presumed EPCI of its seat
    recognition = made.recognitions.get()
    assert (recognition.scheme, recognition.label, recognition.year) == (
        "ami-2023", "AMI PTCE 2023", 2023,
    )  # fmt: skip
    assert "1 lauréat sur 4 est dans l'atlas : 3 manquent." in text_of(
        client.get("/appels/ami-2023/")
    )
    missing.refresh_from_db()
    assert (missing.state, missing.pole, missing.contact) == ("accepted", made, "")
    assert missing.closed_by == officer
    (message,) = mailoutbox
    assert message.to == ["lise@example.org"]
    assert "Merci !" in message.body
    assert "/poles/ptce-du-feutre/" in message.body


def test_the_history_says_where_a_pole_comes_from_and_who_added_it(client, pole, officer):
    missing = proposed()
    client.force_login(officer)
    client.post(f"{missing.get_absolute_url()}ajouter/", completed(client, missing))
    first = moments_of(Pole.objects.get(slug="ptce-du-feutre").pk)[-1]
    assert first.person == officer.pk
    assert first.reason == (
        f"pôle proposé par un visiteur, n° {missing.pk}, d'après https://example.org/feutre"
    )


def test_nothing_is_invented_nor_published_unasked(client, pole, call, officer):
    missing = proposed(call="ami-2023", text="Statut actif, assurément.")
    record = first_record(missing)
    assert (record["status"], record["description"], record["themes"]) == ("unknown", None, [])
    assert record["seat"] == {"insee": "01002", "confidence": ""}
    client.force_login(officer)
    address = f"{missing.get_absolute_url()}ajouter/"
    asked = client.post(address, completed(client, missing, seat_confidence=""))
    assert "Dire si le siège est donné ou déduit." in text_of(asked)
    client.post(address, completed(client, missing, call=""))
    made = Pole.objects.get(slug="ptce-du-feutre")
    assert not made.published
    assert not made.recognitions.exists()
    assert Client().get("/poles/ptce-du-feutre/").status_code == 404


def test_a_shape_that_an_officer_draws_is_told_before_the_pole_is_added(client, pole, officer):
    missing = proposed()
    client.force_login(officer)
    drawn = "[[[2.2, 45], [2.3, 45], [2.3, 45.1], [2.2, 45.1], [2.2, 45]]]"
    line = f'dessin {{"type": "Polygon", "coordinates": {drawn}}} Vallée'
    typed = completed(client, missing, territories=line)
    answer = client.post(f"{missing.get_absolute_url()}ajouter/", typed)
    assert "Rien n'est encore enregistré" in text_of(answer)
    assert not Pole.objects.filter(slug="ptce-du-feutre").exists()


def test_a_proposal_without_place_lets_no_browser_choose_a_region(client, pole):
    missing = proposed(seat=None)
    client.force_login(make_person("nationale@example.org", "national-cell"))
    address = f"{missing.get_absolute_url()}ajouter/"
    assert '<option value="" selected>—</option>' in client.get(address).content.decode()
    typed = completed(client, missing, seat_confidence="", region_code="")
    assert "Ce champ est obligatoire" in text_of(client.post(address, typed))


def test_an_officer_adds_no_pole_elsewhere(client, pole, officer):
    missing = proposed()
    client.force_login(officer)
    moved = completed(client, missing, seat="75056", departement="75", region_code="11")
    answer = client.post(f"{missing.get_absolute_url()}ajouter/", moved)
    assert "ne se changent que sur votre territoire" in text_of(answer)
    assert not Pole.objects.filter(seat="75056").exists()
    missing.refresh_from_db()
    assert missing.state == "open"


def test_the_same_name_in_the_same_seat_is_added_once(client, pole, officer):
    first, second = proposed(), proposed()
    client.force_login(officer)
    client.post(f"{first.get_absolute_url()}ajouter/", completed(client, first))
    answer = client.post(f"{second.get_absolute_url()}ajouter/", completed(client, second))
    assert "Une fiche porte déjà ce nom avec ce siège" in text_of(answer)
    record = first_record(second)
    record["seat"]["confidence"] = "stated"
    with pytest.raises(Misplaced, match="porte déjà ce nom"):  # past the form, by a hair
        accept_pole(second.pk, record, "", officer.pk, reach=EVERYWHERE)
    assert Pole.objects.filter(name="PTCE du Feutre").count() == 1


def test_a_namesake_of_elsewhere_has_a_number_after_its_name(pole, officer):
    for seat in ("01002", "38001"):
        missing = proposed(seat=seat)
        record = first_record(missing)
        record["seat"]["confidence"] = "stated"
        accept_pole(missing.pk, record, "", officer.pk, reach=Reach(regions=frozenset({"84"})))
    slugs = Pole.objects.filter(name="PTCE du Feutre").order_by("slug").values_list("slug")
    assert [slug for (slug,) in slugs] == ["ptce-du-feutre", "ptce-du-feutre-2"]


def test_it_is_known_already_and_whoever_proposed_it_is_told_where(
    client, pole, officer, mailoutbox, django_capture_on_commit_callbacks
):
    missing = proposed(name="Laine", contact="lise@example.org")
    client.force_login(officer)
    shown = client.get(missing.get_absolute_url())
    assert 'href="/poles/laine/"' in shown.content.decode()
    said = {"decision": "known", "pole": "https://atlas.example/poles/laine/", "answer": ""}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(missing.get_absolute_url(), said)
    missing.refresh_from_db()
    assert (missing.state, missing.pole, missing.contact) == ("known", pole, "")
    assert "/poles/laine/" in mailoutbox[0].body
    assert "Il y est déjà" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"decision": "refuse", "answer": " "}, "Dire pourquoi"),
        ({"decision": "known"}, "Dire quelle fiche"),
        ({"decision": "known", "pole": "rien"}, "attendu, l'adresse d'une fiche"),
        ({"decision": "known", "pole": "cache"}, "attendu, l'adresse d'une fiche"),
        ({"decision": "accept"}, "choix"),
    ],
)
def test_an_answer_says_what_it_must(client, pole, officer, typed, said):
    make_pole("cache", name="Pôle Caché", region_id="11", published=False)
    missing = proposed()
    client.force_login(officer)
    assert said in text_of(client.post(missing.get_absolute_url(), typed))
    missing.refresh_from_db()
    assert missing.state == "open"


def test_a_refusal_is_told_and_the_address_erased(
    client, pole, officer, mailoutbox, django_capture_on_commit_callbacks
):
    missing = proposed(contact="lise@example.org")
    client.force_login(officer)
    said = {"decision": "refuse", "answer": "La page ne le nomme pas."}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(missing.get_absolute_url(), said)
    missing.refresh_from_db()
    assert (missing.state, missing.contact, missing.pole) == ("refused", "", None)
    assert "La page ne le nomme pas." in mailoutbox[0].body
    assert "La page ne le nomme pas." in text_of(client.get(missing.get_absolute_url()))


def test_what_another_has_answered_is_told_and_not_answered_again(client, pole, officer):
    missing = proposed()
    client.force_login(officer)
    typed = completed(client, missing)
    refuse_pole(missing.pk, "Non.", officer.pk)
    address, answer = missing.get_absolute_url(), {"decision": "refuse", "answer": "Non plus."}
    assert "traitée entre-temps" in text_of(client.post(address, answer, follow=True))
    late = client.post(f"{address}ajouter/", typed, follow=True)
    assert "traitée entre-temps" in text_of(late)
    with pytest.raises(Closed):
        accept_pole(missing.pk, first_record(missing), "", officer.pk, reach=EVERYWHERE)
    with pytest.raises(Closed):
        say_known(missing.pk, pole, "", officer.pk)
    missing.refresh_from_db()
    assert missing.answer == "Non."
    assert not Pole.objects.filter(name="PTCE du Feutre").exists()


def test_an_officer_sees_the_other_proposals_that_resemble_it(client, pole, officer):
    missing, other = proposed(), proposed(name="Le Feutre", seat="38001")
    elsewhere = proposed(name="Le Feutre de Paris", seat="75056")
    client.force_login(officer)
    shown = client.get(missing.get_absolute_url()).content.decode()
    assert other.get_absolute_url() in shown
    assert elsewhere.get_absolute_url() not in shown


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "refused", "closed_at": "2026-01-01T00:00Z"},
        {"state": "known", "closed_at": "2026-01-01T00:00Z", "contact": "lise@example.org"},
        {"seat_id": "01001"},
        {"source": ""},
    ],
)
def test_the_database_keeps_no_address_once_closed_and_no_seat_without_department(pole, broken):
    with pytest.raises(IntegrityError):
        MissingPole.objects.create(**{"name": "x", "source": "https://example.org", **broken})


def test_an_address_left_unanswered_for_a_year_is_erased(pole):
    missing, recent = (proposed(contact="lise@example.org") for _ in range(2))
    long_ago = timezone.now() - timedelta(days=366)
    MissingPole.objects.filter(pk=missing.pk).update(created_at=long_ago)
    call_command("purge_personal_data", "--write")
    missing.refresh_from_db()
    recent.refresh_from_db()
    assert (missing.contact, recent.contact) == ("", "lise@example.org")
    call_command("forget_person", "LISE@example.org", "--write")
    recent.refresh_from_db()
    assert recent.contact == ""


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/annuaire/", "/proposer-un-pole/"),
        ("/annuaire/?q=feutre", "/proposer-un-pole/?nom=feutre"),
        ("/annuaire/?q=laine", "/proposer-un-pole/"),
        ("/annuaire/?q=a%26b%3D%2F", "/proposer-un-pole/?nom=a%26b%3D%2F"),
        ("/", "/proposer-un-pole/"),
        ("/appels/ami-2023/", "/proposer-un-pole/?appel=ami-2023"),
        ("/appels/", "/proposer-un-pole/"),
    ],
)
def test_every_list_of_poles_leads_there(client, pole, call, address, link):
    page = client.get(address).content.decode()
    main = page[page.index("<main") :]
    assert f'href="{link}"' in main
    assert client.get(link).status_code == 200
