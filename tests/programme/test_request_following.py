"""Following requests: by a signed link, or from the cell of the territory and no other."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from programme.models.requests import ServiceRequest
from programme.requests import links
from programme.vocabulary import Party, RequestState
from tests.directory.pages.conftest import lead_of, text_of
from tests.people import make_person

pytestmark = pytest.mark.django_db


def path(request, party):
    return links.path_for(request.pk, party)


def test_opening_a_link_changes_nothing(client, request_for):
    request = request_for()
    client.get(path(request, Party.OPERATOR))
    request.refresh_from_db()
    assert (request.state, request.steps.count()) == ("recue", 1)


def test_the_operator_answers_then_closes_and_the_requester_reads_it(
    client, request_for, mailoutbox, django_capture_on_commit_callbacks
):
    request = request_for()
    operator = path(request, Party.OPERATOR)
    assert "ada@pole.example" in client.get(operator).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert (
            client.post(operator, {"vers": "repondue", "message": "Voyons-nous."}).status_code
            == 302
        )
        assert client.post(operator, {"vers": "terminee", "message": ""}).status_code == 302
    assert [mail.to for mail in mailoutbox] == [["ada@pole.example"]] * 2
    assert "Voyons-nous." in mailoutbox[0].body
    text = text_of(client.get(path(request, Party.REQUESTER)))
    assert "Voyons-nous." in text
    assert "État : terminée" in text
    assert "Donner suite" not in text_of(client.get(operator))


def test_an_answer_without_message_is_asked_for_it(client, request_for):
    response = client.post(path(request_for(), Party.OPERATOR), {"vers": "repondue", "message": ""})
    assert "Écrivez au demandeur" in text_of(response)


def test_what_comes_too_late_is_told_why(client, request_for):
    request = request_for()
    operator = path(request, Party.OPERATOR)
    for to in ("repondue", "terminee"):
        client.post(operator, {"vers": to, "message": "Oui."})
    response = client.post(operator, {"vers": "declinee", "message": "Non."})
    assert response.status_code == 200
    request.refresh_from_db()
    assert request.state == "terminee"


def test_the_requester_only_reads(client, request_for):
    request = request_for()
    sent = {"vers": "repondue", "message": "Oui."}
    assert client.post(path(request, Party.REQUESTER), sent).status_code == 404
    assert "Donner suite" not in text_of(client.get(path(request, Party.REQUESTER)))


def test_the_pages_of_a_link_are_kept_by_nobody(client, request_for):
    response = client.get(path(request_for(), Party.OPERATOR))
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert 'content="noindex' in response.content.decode()


@pytest.mark.parametrize(
    ("said", "salt"),
    [
        ([1, "operateur"], "autre"),
        ([1, "roi"], links.SALT),
        (["x", "operateur"], links.SALT),
        (1, links.SALT),
        ([10**9, "operateur"], links.SALT),
        ("rien", ""),
    ],
)
def test_a_forged_link_finds_nothing(client, request_for, said, salt):
    token = signing.dumps(said, salt=salt) if salt else said
    request_for()
    response = client.get(f"/demandes/suivi/{token}/")
    assert response.status_code == 404
    assert "Page introuvable" in text_of(response)


def test_a_link_changed_by_one_letter_finds_nothing(client, request_for):
    good = path(request_for(), Party.REQUESTER)
    place = good.index("suivi/") + len("suivi/") + 3
    other = "a" if good[place] != "a" else "b"
    assert client.get(good[:place] + other + good[place + 1 :]).status_code == 404


def test_an_old_link_finds_nothing(client, request_for, monkeypatch):
    address = path(request_for(), Party.OPERATOR)
    monkeypatch.setattr(links, "LASTS", timedelta(seconds=-1))
    assert client.get(address).status_code == 404


def test_without_an_operator_the_link_of_an_operator_opens_no_form(client, request_for, orphan):
    request = request_for(orphan)
    sent = {"vers": "repondue", "message": "Oui."}
    assert client.post(path(request, Party.OPERATOR), sent).status_code == 404


@pytest.fixture
def requests(request_for, pole):
    """One of a commune of region 84, one of a pole of La Réunion."""
    return request_for(), request_for(pole=pole)


@pytest.mark.parametrize(
    ("role", "place", "seen"),
    [
        ("national-cell", {}, (True, True)),
        ("administrator", {}, (True, True)),
        ("regional-cell", {"region_id": "84"}, (True, False)),
        ("regional-cell", {"region_id": "04"}, (False, True)),
        ("regional-cell", {"region_id": "11"}, (False, False)),
    ],
)
def test_a_cell_sees_the_requests_of_its_territory_and_no_other(
    client, requests, role, place, seen
):
    client.force_login(make_person("a@b.example", role, **place))
    content = client.get("/demandes/").content.decode()
    for request, sees in zip(requests, seen, strict=True):
        assert (request.number in content) == sees
        assert client.get(f"/demandes/{request.pk}/").status_code == (200 if sees else 404)


@pytest.mark.parametrize("role", [None, "officer", "analyst"])
def test_others_find_no_requests_at_all(client, requests, role):
    ground = {"region_id": "84"} if role == "officer" else {}
    client.force_login(make_person("a@b.example", role, **ground))
    assert client.get("/demandes/").status_code == 404
    assert client.get(f"/demandes/{requests[0].pk}/").status_code == 404


def test_a_visitor_signs_in_first(client, requests):
    assert client.get("/demandes/")["Location"].startswith("/compte/connexion/")


def test_the_national_cell_answers_only_what_has_no_operator(client, request_for, orphan):
    person = make_person("n@b.example", "national-cell")
    client.force_login(person)
    sent = {"vers": "repondue", "message": "Nous voici."}
    assert client.post(f"/demandes/{request_for().pk}/", sent).status_code == 404
    request = request_for(orphan)
    assert client.post(f"/demandes/{request.pk}/", sent).status_code == 302
    step = request.steps.get(state="repondue")
    assert (step.party, step.person) == ("cellule", person)


def test_a_regional_cell_follows_and_does_not_answer(client, request_for, orphan):
    client.force_login(make_person("r@b.example", "regional-cell", region_id="84"))
    request = request_for(orphan)
    sent = {"vers": "repondue", "message": "Oui."}
    assert client.post(f"/demandes/{request.pk}/", sent).status_code == 404
    request.refresh_from_db()
    assert request.state == "recue"


def test_an_operator_is_written_to_again_but_not_twice_a_day(
    client, request_for, mailoutbox, django_capture_on_commit_callbacks
):
    request = request_for()
    client.force_login(make_person("r@b.example", "regional-cell", region_id="84"))
    again = f"/demandes/{request.pk}/relancer/"
    client.post(again)
    ServiceRequest.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert "Relancer l'opérateur" in text_of(client.get(f"/demandes/{request.pk}/"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(again)
        client.post(again)
    (mail,) = mailoutbox
    assert mail.to == ["conseil@operateur.example"]
    text = text_of(client.get(f"/demandes/{request.pk}/"))
    assert "L'opérateur vient de recevoir un nouveau lien." in text
    assert "moins d'un jour" in text
    assert "Relancer l'opérateur" not in text


def test_what_had_no_operator_is_sent_to_it_once_it_is_known(client, request_for, orphan):
    request = request_for(orphan)
    client.force_login(make_person("n@b.example", "national-cell"))
    ServiceRequest.objects.update(created_at=timezone.now() - timedelta(days=2))
    address = f"/demandes/{request.pk}/"
    assert "à l'opérateur" not in text_of(client.get(address))
    type(orphan).objects.filter(pk=orphan.pk).update(operator_email="nouveau@operateur.example")
    assert "Transmettre à l'opérateur" in text_of(client.get(address))
    client.post(f"{address}relancer/")
    request.refresh_from_db()
    assert request.to_operator
    assert client.get(path(request, Party.OPERATOR)).status_code == 200


def test_the_cell_of_another_region_writes_to_nobody(client, request_for):
    request = request_for()
    client.force_login(make_person("r@b.example", "regional-cell", region_id="11"))
    assert client.post(f"/demandes/{request.pk}/relancer/").status_code == 404


def test_what_waits_too_long_stands_out(client, request_for):
    request_for()
    late = request_for()
    before = timezone.now() - timedelta(days=16)
    ServiceRequest.objects.filter(pk=late.pk).update(created_at=before)
    client.force_login(make_person("n@b.example", "national-cell"))
    response = client.get("/demandes/")
    assert lead_of(response) == (
        "2 demandes en cours, dont 1 attend une réponse depuis plus de 15 jours."
    )
    content = response.content.decode()
    assert content.count("à relancer</strong>") == 1
    assert content.index(f"/demandes/{late.pk}/") < content.index(f"/demandes/{late.pk - 1}/")
    assert "16 jours" in content
    assert "1" in client.get("/compte/").content.decode()


def test_requests_are_kept_by_state_and_by_operator(client, request_for, orphan):
    mine, other = request_for(), request_for(orphan)
    ServiceRequest.objects.filter(pk=mine.pk).update(state=RequestState.ANSWERED)
    client.force_login(make_person("n@b.example", "national-cell"))
    for query, expected in [
        ("etat=repondue", {mine.number}),
        ("operateur=-", {other.number}),
        ("operateur=Op%C3%A9rateur", {mine.number}),
        ("etat=recue&operateur=Op%C3%A9rateur", set()),
    ]:
        content = client.get(f"/demandes/?{query}").content.decode()
        assert {n for n in (mine.number, other.number) if n in content} == expected
    for refused in ("etat=perdue", "operateur=Autre", "rien=1", "page=2", "page=un"):
        assert client.get(f"/demandes/?{refused}").status_code == 400


def test_the_list_takes_few_queries_however_long(
    client, request_for, django_assert_max_num_queries
):
    for _ in range(4):
        request_for()
    client.force_login(make_person("n@b.example", "national-cell"))
    with django_assert_max_num_queries(14):
        client.get("/demandes/")
