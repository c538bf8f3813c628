"""Changes proposed by a lead: kept apart, then accepted, amended or refused; never lost."""

import pytest
from django.db import IntegrityError

from directory.contributions.proposals import propose
from directory.models import Pole, Proposal
from directory.record.pieces import piece
from directory.record.stored import record_of
from directory.record.writing import write_changes
from tests.directory.contributions.forms import sent
from tests.directory.pages.conftest import text_of
from tests.factories import make_pole
from tests.people import make_person

FORM = "/poles/laine/proposer/"


@pytest.fixture
def proposal(pole, lead):
    fields = {
        "name": "Pôle Feutre",
        "footprint": {"presume": True, "territories": [piece("commune", "38001")]},
    }
    return propose(pole, record_of(pole), fields, "Nous avons changé de nom.", lead.pk)


def decide(client, proposal, decision="accept", **data):
    page = proposal.get_absolute_url()
    version = client.get(page).context["form"]["version"].value()
    return client.post(
        page, {"version": version, "decision": decision, "answer": "", **data}, follow=True
    )


def test_only_the_lead_of_the_pole_proposes(client, pole, officer, lead):
    make_pole("autre")
    other = make_person("autre@example.org", "lead", pole=Pole.objects.get(slug="autre"))
    for person in (officer, other):
        client.force_login(person)
        assert client.get(FORM).status_code == 404
    client.force_login(lead)
    assert client.get(FORM).status_code == 200


def test_a_proposal_holds_the_record_before_and_changes_nothing(client, pole, lead):
    before = record_of(pole)
    client.force_login(lead)
    form = client.get(FORM).context["form"]
    answer = client.post(FORM, sent(form, name="Pôle Feutre", why="Nouveau nom"), follow=True)
    assert "Votre proposition est envoyée." in text_of(answer)
    kept = Proposal.objects.get()
    assert (kept.before, kept.fields, kept.author) == (before, {"name": "Pôle Feutre"}, lead)
    assert record_of(Pole.objects.get()) == before


def test_a_proposal_that_changes_nothing_is_not_kept(client, pole, lead):
    client.force_login(lead)
    form = client.get(FORM).context["form"]
    assert "changez au moins un champ" in text_of(client.post(FORM, sent(form, why="Rien")))
    assert not Proposal.objects.exists()


def test_what_the_public_form_does_not_have_cannot_be_proposed(client, pole, lead):
    client.force_login(lead)
    form = client.get(FORM).context["form"]
    data = sent(form, name="Pôle Feutre", why="x") | {
        "published": "", "slug": "pris", "note": "x", "loaded": "{}", "checked": "2020-01-01",
        "state": "accepted", "before": "{}", "fields": "{}",
    }  # fmt: skip
    client.post(FORM, data)
    assert Proposal.objects.get().fields == {"name": "Pôle Feutre"}
    for name in ("published", "note", "slug", "loaded", "checked"):
        with pytest.raises(ValueError, match="no field"):
            propose(pole, record_of(pole), {name: "x"}, "x", lead.pk)


def test_the_officer_of_another_region_finds_nothing(client, proposal, stranger):
    client.force_login(stranger)
    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert client.post(proposal.get_absolute_url(), {"decision": "accept"}).status_code == 404
    assert client.get(f"{proposal.get_absolute_url()}modifier/").status_code == 404


def test_the_lead_reads_the_proposal_and_decides_nothing(client, proposal, lead):
    client.force_login(lead)
    assert client.get(proposal.get_absolute_url()).context["form"] is None
    client.post(proposal.get_absolute_url(), {"decision": "accept", "version": "x"})
    assert client.get(f"{proposal.get_absolute_url()}modifier/").status_code == 404
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_an_accepted_proposal_is_written_and_its_author_told(
    client, proposal, officer, lead, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(officer)
    text = text_of(client.get(proposal.get_absolute_url()))
    assert "Nom Pôle Laine Pôle Feutre" in text
    assert "EPCI 200000001 (200000001) Commune 38001 (38001)" in text
    with django_capture_on_commit_callbacks(execute=True):
        assert "la fiche est à jour" in text_of(decide(client, proposal))
    pole = Pole.objects.get()
    assert pole.name == "Pôle Feutre"
    assert list(pole.footprint_communes.values_list("commune_id", flat=True)) == ["38001"]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.written) == ("accepted", proposal.fields)
    (message,) = mailoutbox
    assert message.to == ["porteuse@example.org"]
    assert "Elle est acceptée" in message.body
    assert "Nous avons changé de nom." in text_of(client.get("/poles/laine/historique/"))
    client.force_login(lead)
    assert "acceptée" in text_of(client.get("/contributions/"))


def test_a_refusal_has_a_reason_which_the_author_is_told(
    client, proposal, officer, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(officer)
    assert "Dire pourquoi" in text_of(decide(client, proposal, "refuse", answer="  "))
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, proposal, "refuse", answer="Nom déposé par d'autres.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.written) == ("refused", None)
    assert "Nom déposé par d'autres." in mailoutbox[0].body
    assert Pole.objects.get().name == "Pôle Laine"


def test_an_amended_proposal_is_written_as_amended(client, proposal, officer):
    client.force_login(officer)
    page = f"{proposal.get_absolute_url()}modifier/"
    form = client.get(page).context["form"]
    assert form["name"].value() == "Pôle Feutre"
    client.post(page, sent(form, name="Pôle Feutre et laine", why="Nom complet"))
    proposal.refresh_from_db()
    assert proposal.state == "amended"
    assert proposal.answer == "Nom complet"
    assert Pole.objects.get().name == "Pôle Feutre et laine"
    assert proposal.written["footprint"] == proposal.fields["footprint"]


def test_a_record_that_moved_since_the_proposal_is_shown_field_by_field(client, proposal, officer):
    write_changes(proposal.pole, {"name": "Pôle Mérinos", "founded_year": 2015}, "autre source")
    client.force_login(officer)
    text = text_of(client.get(proposal.get_absolute_url()))
    assert "La fiche a changé depuis cette proposition" in text
    assert "La proposition porte sur les mêmes champs : Nom ." in text
    assert "Nom Pôle Laine Pôle Mérinos" in text
    decide(client, proposal)
    pole = Pole.objects.get()
    assert (pole.name, pole.founded_year) == ("Pôle Feutre", 2015)


def test_a_record_that_moves_while_it_is_read_stops_the_decision(client, proposal, officer):
    client.force_login(officer)
    page = proposal.get_absolute_url()
    version = client.get(page).context["form"]["version"].value()
    write_changes(proposal.pole, {"name": "Pôle Mérinos"}, "autre source")
    answer = client.post(page, {"version": version, "decision": "accept", "answer": "Oui"})
    assert "La fiche a changé pendant votre lecture : rien n'est écrit." in text_of(answer)
    assert answer.context["form"]["answer"].value() == "Oui"
    assert Pole.objects.get().name == "Pôle Mérinos"
    amend = client.post(
        f"{page}modifier/",
        sent(client.get(f"{page}modifier/").context["form"], why="x", version=version),
    )
    assert "La fiche a changé pendant votre saisie" in text_of(amend)
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_a_proposal_is_decided_once(client, proposal, officer):
    client.force_login(officer)
    page = proposal.get_absolute_url()
    decide(client, proposal)
    client.post(page, {"version": "x", "decision": "refuse", "answer": "Non"})
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert client.get(f"{page}modifier/").status_code == 404


def test_the_database_keeps_no_refusal_without_reason_and_no_half_state(proposal):
    for state in ("accepted", "amended", "refused"):
        with pytest.raises(IntegrityError):
            _write(proposal, state)


def _write(proposal, state):
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state=state, closed_at="2026-01-01T00:00Z")


def test_a_lead_finds_the_way_to_the_form_of_their_pole_and_an_idle_officer_is_told_so(
    client, pole, lead, officer
):
    client.force_login(lead)
    assert f'href="/poles/{pole.slug}/proposer/"' in client.get("/contributions/").content.decode()
    client.force_login(officer)
    answer = client.get("/contributions/")
    page = answer.content.decode()
    assert "Rien n'attend de réponse sur votre territoire." in text_of(answer)
    assert f"/poles/{pole.slug}/proposer/" not in page
