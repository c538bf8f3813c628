"""An applicant's pages: what is kept, what is refused, what nobody else sees."""

import datetime
import hashlib
import io
import json

import pytest
from django.utils import timezone
from pypdf import PdfReader

from calls.application.drafts import stamp_of
from calls.application.freezing import canonical
from calls.application.receipts import receipt
from calls.models import Application
from calls.states import Move, State
from tests.calls.applications import FILLED, SIRETS, make_call, make_draft, make_submitted, move_to
from tests.directory.pages.conftest import text_of
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def call(ground):
    return make_call()


@pytest.fixture
def lead(ground, client):
    person = make_person("porteur@example.org")
    client.force_login(person)
    return person


def step(application, slug):
    return f"/candidatures/{application.key}/{slug}/"


def stamped(application, names, **fields):
    """What a page sends: the fields, and the stamp of what it showed."""
    return {"cachet": stamp_of(application, tuple(names)), **fields}


PROJECT = ("project_name", "summary", "themes", "starts_on", "ends_on", "pole_id")


def test_a_visitor_signs_in_first_and_comes_back(client, call):
    response = client.get("/appels/ami-2027/candidater/")
    assert response.status_code == 302
    assert response["Location"].endswith("?next=/appels/ami-2027/candidater/")


def test_an_address_that_is_not_confirmed_is_confirmed_first(client, call, lead):
    lead.emailaddress_set.update(verified=False)
    response = client.post("/appels/ami-2027/candidater/")
    assert response.status_code == 200
    assert not Application.objects.exists()


def test_starting_twice_takes_up_the_same_draft(client, call, lead):
    first = client.post("/appels/ami-2027/candidater/")
    second = client.post("/appels/ami-2027/candidater/")
    application = Application.objects.get()
    assert first["Location"] == second["Location"] == step(application, "projet")
    assert (application.owner, application.state) == (lead, "draft")


def test_a_step_is_kept_even_incomplete_and_the_next_one_opens(client, call, lead):
    client.post("/appels/ami-2027/candidater/")
    application = Application.objects.get()
    sent = stamped(application, PROJECT, project_name="Laine", starts_on="2027-06-01")
    response = client.post(step(application, "projet"), sent)
    assert response["Location"] == step(application, "territoire")
    application.refresh_from_db()
    assert (application.project_name, str(application.starts_on)) == ("Laine", "2027-06-01")
    assert application.summary == ""


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(client, call, lead):
    application = make_draft(call, lead, members=[], lead_name="", lead_siret="")
    sent = stamped(
        application,
        ("lead_name", "lead_siret", "lead_nature", "lead_category", "contact_name",
         "contact_email", "contact_phone", "members"),
        **{"lead_name": "Association", "lead_siret": "732 829 320 00075", "membre-nombre": "1",
           "membre-0-name": "Filature", "membre-0-siret": "12"},
    )  # fmt: skip
    response = client.post(step(application, "membres"), sent)
    text = text_of(response)
    assert "2 points sont à corriger." in text
    assert "sa clé de contrôle est fausse" in text
    assert "Un SIRET a 14 chiffres ; il y en a 2 ici." in text
    assert 'href="#id_membre-0-siret"' in response.content.decode()
    application.refresh_from_db()
    assert (application.lead_name, application.lead_siret) == ("Association", "")
    assert [member.name for member in application.members.all()] == ["Filature"]


def test_every_step_renders_what_is_stored(client, call, lead):
    application = make_draft(call, lead)
    for slug, part in (
        ("projet", "Laine du plateau"), ("territoire", "EPCI 200000001"),
        ("membres", "552 081 317 66522"), ("budget", "80 000"),
        ("reponses", "Réponse : need."), ("documents", "Déposer un fichier"),
        ("envoi", "Toutes les règles sont remplies"),
    ):  # fmt: skip
        response = client.get(step(application, slug))
        assert response.status_code == 200, slug
        assert part in response.content.decode().replace("\u202f", " "), slug
    assert client.get(step(application, "autre")).status_code == 404


def test_a_page_that_is_sent_as_it_was_shown_changes_nothing(client, call, lead):
    application = make_draft(call, lead)
    before = Application.objects.values().get()
    for slug in ("projet", "territoire", "membres", "budget", "reponses"):
        page = client.get(step(application, slug))
        sent = {"cachet": page.context["stamp"]}
        for form in page.context["forms"].every:
            for bound in form:
                value = bound.field.prepare_value(bound.value())
                sent[bound.html_name] = "" if value is None else value
            if slug == "territoire":
                sent["territories"] = "epci 200000001"
        for rows in page.context["forms"].rows:
            sent[f"{rows.prefix}-nombre"] = rows.count
        assert client.post(step(application, slug), sent).status_code == 302, slug
    assert Application.objects.values().get() == before


def test_two_tabs_do_not_overwrite_one_another_in_silence(client, call, lead):
    application = make_draft(call, lead)
    shown = stamp_of(application, PROJECT)
    ours = {"project_name": "Ici", "summary": "Un."}
    theirs = {"project_name": "Ailleurs", "summary": "Deux."}
    assert client.post(step(application, "projet"), {"cachet": shown, **theirs}).status_code == 302
    response = client.post(step(application, "projet"), {"cachet": shown, **ours})
    assert response.status_code == 409
    text = text_of(response)
    assert "Rien n'est remplacé." in text
    assert "Ailleurs" in text
    assert 'value="Ici"' in response.content.decode()
    application.refresh_from_db()
    assert application.project_name == "Ailleurs"
    # Another step, in another tab, is nobody's concern.
    budget = {"cachet": stamp_of(application, ("requested_eur", "budget")), "requested_eur": "1"}
    assert client.post(step(application, "budget"), budget).status_code == 302
    # Once told, one may replace it.
    knowingly = {"cachet": response.context["stamp"], **ours}
    assert client.post(step(application, "projet"), knowingly).status_code == 302
    application.refresh_from_db()
    assert application.project_name == "Ici"


@pytest.mark.parametrize(
    ("slug", "sent", "said"),
    [
        ("projet", {"project_name": "Ici"},
         "Thématiques Textile et laine Début du projet 1er juin 2027 Fin du projet 31 mai 2029"),
        ("territoire", {"territories": "commune 01005"}, "EPCI 200000001 (200000001)"),
        ("membres", {"membre-nombre": "0"},
         "Membre 1 Filature SARL, autre entreprise, 552 081 317 66522"),
        ("budget", {"depense-nombre": "0"}, "Dépense 1 Animation, 80 000 €"),
    ],
)  # fmt: skip
def test_what_is_stored_is_told_in_words_to_whom_would_save_over_it(
    client, call, lead, slug, sent, said
):
    application = make_draft(call, lead)
    response = client.post(step(application, slug), {"cachet": "un autre", **sent})
    assert response.status_code == 409
    text = text_of(response).replace("\u202f", " ").replace("\xa0", " ")
    assert said in text


def test_the_script_is_told_what_was_kept_and_which_rules_are_met(client, call, lead):
    application = make_draft(call, lead, project_name="")
    sent = stamped(application, PROJECT, project_name="Laine")
    auto = {"X-Enregistrement": "auto"}
    response = client.post(step(application, "projet"), sent, headers=auto)
    told = response.json()
    assert told["dit"].startswith("Brouillon enregistré à ")
    application.refresh_from_db()
    assert told["cachet"] == stamp_of(application, PROJECT)
    assert "Le projet est décrit." in told["regles"]
    late = client.post(step(application, "projet"), sent | {"project_name": "x"}, headers=auto)
    assert late.status_code == 409


def test_nothing_that_the_form_does_not_ask_is_taken(client, call, lead):
    other = make_person("autre@example.org")
    application = make_draft(call, lead)
    sent = stamped(
        application, PROJECT, project_name="Laine", state="laureate", owner=other.pk,
        number="PTCE-1", serial=1, call=999, requested_eur=1, frozen="{}", regions="11",
        lead_siret=SIRETS[3], submitted_at="2026-01-01",
    )  # fmt: skip
    client.post(step(application, "projet"), sent)
    after = Application.objects.get()
    assert (after.state, after.owner, after.number, after.serial) == ("draft", lead, "", None)
    assert (after.requested_eur, after.regions, after.call) == (50_000, ["84"], call)
    assert after.lead_siret == SIRETS[0]


@pytest.mark.parametrize(
    "path", ["", "projet/", "envoi/", "documents/", "retirer/", "recepisse.pdf", "documents/1/"]
)
def test_the_application_of_another_is_not_there(client, call, lead, path):
    other = make_person("autre@example.org")
    application = make_submitted(call, other)
    for method in (client.get, client.post):
        response = method(f"/candidatures/{application.key}/{path}")
        assert response.status_code in (404, 405), path
    assert client.get(f"/candidatures/{application.key}/{path}").status_code == 404


def test_an_application_is_received_with_a_number_a_message_and_a_receipt(
    client, call, lead, mailoutbox, django_capture_on_commit_callbacks
):
    application = make_draft(call, lead)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(step(application, "envoi"), follow=True)
    application.refresh_from_db()
    assert application.number == "PTCE-2027-0001"
    assert application.stands is State.SUBMITTED
    assert "Candidature reçue sous le numéro PTCE-2027-0001." in text_of(response)
    assert application.frozen
    assert hashlib.sha256(canonical(application.frozen)).hexdigest() == application.frozen_sha256
    assert application.frozen["project_name"] == "Laine du plateau"
    assert "camille" not in json.dumps(application.frozen).lower()
    assert sorted(mail.to for mail in mailoutbox) == [
        ["camille@example.org"], ["porteur@example.org"],
    ]  # fmt: skip
    mail = mailoutbox[0]
    assert "PTCE-2027-0001" in mail.subject
    assert application.frozen_sha256 in mail.body
    ((name, content, kind),) = mail.attachments
    assert (name, kind) == ("recepisse-PTCE-2027-0001.pdf", "application/pdf")
    assert content.startswith(b"%PDF-")
    got = client.get(f"/candidatures/{application.key}/recepisse.pdf")
    assert got["Content-Type"] == "application/pdf"


def test_the_receipt_says_what_was_sent_and_takes_nothing_for_markup(call, lead):
    application = make_submitted(call, lead, project_name="Laine <b>& œuvre d'été</b>")
    (page,) = PdfReader(io.BytesIO(receipt(application))).pages
    text = " ".join(page.extract_text().split())
    for part in (
        "Récépissé de candidature", "PTCE-2027-0001", "Laine <b>& œuvre d'été</b>",
        "Association Laine (SIRET 732 829 320 00074)", "Filature SARL – autre entreprise",
        "Auvergne-Rhône-Alpes", application.frozen_sha256,
    ):  # fmt: skip
        assert part in text, part


def test_what_is_submitted_is_not_changed_any_more(client, call, lead):
    application = make_submitted(call, lead)
    before = Application.objects.values().get()
    response = client.post(step(application, "projet"), {"project_name": "Autre"})
    assert response["Location"] == f"/candidatures/{application.key}/"
    assert Application.objects.values().get() == before
    assert client.post(step(application, "envoi")).status_code == 302
    assert Application.objects.values().get() == before


def test_an_application_that_does_not_meet_the_rules_stays_a_draft(client, call, lead, mailoutbox):
    application = make_draft(call, lead, members=FILLED["members"][:1])
    text = text_of(client.post(step(application, "envoi")))
    assert "La candidature n'est pas envoyée." in text
    assert "2 sur 3, structure porteuse comprise" in text
    application.refresh_from_db()
    assert application.stands is State.DRAFT
    assert mailoutbox == []


def test_the_applicant_follows_without_being_told_who_nor_what_is_decided_yet(client, call, lead):
    application = make_submitted(call, lead)
    cell = make_person("cellule@example.org", "regional-cell", region_id="84")
    moved = move_to(application, Move.ACCEPT, Move.START, person=cell)
    Application.objects.filter(pk=moved.pk).update(state="decided")
    text = text_of(client.get(f"/candidatures/{application.key}/"))
    assert "Instruction ouverte" in text
    assert "cellule@example.org" not in text
    assert "instruite" in text
    assert "décision prise" not in text


def test_a_draft_is_erased_and_an_application_withdrawn_at_its_authors_wish(client, call, lead):
    application = make_draft(call, lead)
    assert "ne se défait pas" in text_of(client.get(step(application, "retirer")))
    client.post(step(application, "retirer"))
    assert not Application.objects.exists()
    application = make_submitted(call, lead)
    client.post(step(application, "retirer"), {"reason": "Un autre projet."})
    application.refresh_from_db()
    assert application.stands is State.WITHDRAWN
    text = text_of(client.get("/candidatures/"))
    assert "Retirée." in text
    # The number of a withdrawn application is not given again.
    assert make_submitted(call, lead).number == "PTCE-2027-0002"


def test_a_question_is_answered_once(client, call, lead):
    application = make_submitted(call, lead)
    cell = make_person("cellule@example.org", "regional-cell", region_id="84")
    move_to(application, Move.ACCEPT, Move.START, Move.ASK, person=cell)
    question = application.questions.create(asked_by=cell, text="Combien de brebis ?")
    address = f"/candidatures/{application.key}/questions/{question.pk}/"
    assert "Mes candidatures 1" in text_of(client.get("/compte/"))
    assert "Combien de brebis ?" in text_of(client.get(f"/candidatures/{application.key}/"))
    assert "Ce champ est obligatoire." in text_of(client.post(address, {"answer": ""}))
    client.post(address, {"answer": "Deux mille."})
    application.refresh_from_db()
    assert application.stands is State.IN_INSTRUCTION
    text = text_of(client.get(f"/candidatures/{application.key}/"))
    assert "Deux mille." in text
    client.post(address, {"answer": "Trois mille."})
    question.refresh_from_db()
    assert question.answer == "Deux mille."


def test_a_call_that_is_not_open_takes_nothing_and_says_when(client, lead):
    yesterday = timezone.now() - datetime.timedelta(days=1)
    make_call("ferme", opens_at=yesterday - datetime.timedelta(days=9), closes_at=yesterday)
    response = client.get("/appels/ferme/candidater/")
    assert response.status_code == 409
    assert "L'appel est clos depuis le" in text_of(response)
    client.post("/appels/ferme/candidater/")
    assert not Application.objects.exists()
