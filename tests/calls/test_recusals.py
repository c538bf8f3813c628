"""One person who stands aside in several regions of a territory is one person, shown once."""

import pytest
from django.contrib.auth.models import User

from accounts.models import Mandate
from calls.instruction import recusing
from calls.instruction import writing as instruction
from calls.instruction.recusals import people_aside
from calls.models import Opinion
from calls.moving import Actor
from calls.states import Move, OutOfOrder
from calls.verification.opinions import of_opinions
from calls.verification.testimony import testimony as told_by
from tests.calls import support
from tests.directory.pages.conftest import text_of
from tests.people import make_person

pytestmark = pytest.mark.django_db
REASON = "Ma sœur y travaille."


@pytest.fixture
def application(ground):
    """Of two regions, of which one member speaks for both, and stands aside."""
    owner = make_person("porteuse@exemple.fr")
    made = support.make_application(support.make_call(), owner, regions=("11", "84"))
    both = make_person("deux@exemple.fr", "regional-cell", region_id="84")
    Mandate.objects.create(person=both, role="regional-cell", region_id="11")
    recusing.stand_aside(made.pk, ["11", "84"], Actor(both, "regional-cell"), REASON)
    return made


@pytest.fixture
def page(application):
    return f"/instruction/ami-2027/{application.number}/"


@pytest.fixture
def national(client, application):
    person = make_person("cna@exemple.fr", "national-cell")
    client.force_login(person)
    return person


def test_the_file_shows_them_once_with_their_regions(client, national, page):
    text = text_of(client.get(page))
    assert text.count("s'est déportée") == 1
    assert "1 personne s'est déportée (régions : Auvergne-Rhône-Alpes et Île-de-France)." in text
    assert text.count(REASON) == 1
    assert text.count("Déport :") == 1
    assert "Déport : Île-de-France, Auvergne-Rhône-Alpes" in text


def test_someone_of_one_region_is_shown_with_it(client, national, application, page):
    paris = make_person("paris@exemple.fr", "regional-cell", region_id="11")
    recusing.stand_aside(application.pk, ["11"], Actor(paris, "regional-cell"), "Mon voisin.")
    text = text_of(client.get(page))
    assert text.count("s'est déportée") == 2
    assert "1 personne s'est déportée. " in text
    assert text.count("Déport :") == 2


def test_they_stay_one_person_once_forgotten(client, national, page):
    User.objects.get(email="deux@exemple.fr").delete()
    text = text_of(client.get(page))
    assert text.count("s'est déportée") == 1
    assert text.count(REASON) == 1


def test_the_committee_counts_them_once(client, national, application):
    ain, paris = (
        Actor(make_person(f"{code}@exemple.fr", "regional-cell", region_id=code), "regional-cell")
        for code in ("84", "11")
    )
    support.instruct(application, ("84", ain), ("11", paris))
    assert "1 déport" in text_of(client.get("/instruction/ami-2027/comite/"))
    assert application.events.filter(move=Move.CLOSE).exists()


def recusals(*rows):
    return [
        Opinion(pk=pk, region_id=region, author_id=author, reason=reason, state="recused")
        for pk, (region, author, reason) in enumerate(rows)
    ]


def test_people_are_told_apart_by_their_account_and_the_forgotten_by_what_they_said():
    found = people_aside(
        recusals(
            ("84", 1, "A."), ("11", 1, "A."), ("84", 2, "A."),
            ("84", None, "B."), ("11", None, "B."), ("84", None, "B."), ("11", None, "C."),
        )
    )  # fmt: skip
    assert [(one.regions, one.opinion.reason) for one in found] == [
        (("11", "84"), "A."), (("84",), "A."),
        (("11", "84"), "B."), (("84",), "B."), (("11",), "C."),
    ]  # fmt: skip
    assert people_aside([Opinion(region_id="84", state="given")]) == []


def given_for_both(ground):
    """Someone who gave the opinions of two regions, and speaks for one of them no more."""
    made = support.make_application(
        support.make_call(), make_person("porteuse@exemple.fr"), regions=("11", "84")
    )
    both = make_person("deux@exemple.fr", "regional-cell", region_id="84")
    mandate = Mandate.objects.create(person=both, role="regional-cell", region_id="11")
    actor = Actor(both, "regional-cell")
    support.start(made, actor)
    for region in ("84", "11"):
        instruction.give_opinion(made.pk, region, actor, support.full(made))
    mandate.delete()
    return made, actor


def test_who_stands_aside_does_so_for_the_regions_that_they_speak_for_no_more(ground):
    made, actor = given_for_both(ground)
    recusing.stand_aside(made.pk, ["84"], actor, REASON)
    rows = list(Opinion.objects.order_by("region_id"))
    assert [(one.region_id, one.state, one.text) for one in rows] == [
        ("11", "recused", ""), ("84", "recused", ""),
    ]  # fmt: skip
    for one in rows:
        old = one.former.get()
        assert (old.advice, [score for _key, score in old.scores]) == ("favorable", [5, 10])
    said = made.events.order_by("id").values_list("move", "data__region")[4:]
    assert list(said) == [
        ("take-back-opinion", "11"), ("take-back-opinion", "84"),
        ("stand-aside", "11"), ("stand-aside", "84"),
    ]  # fmt: skip
    assert disagreed(made) == []


def test_a_region_whose_opinion_went_with_its_author_awaits_that_of_a_colleague(ground):
    made, actor = given_for_both(ground)
    recusing.stand_aside(made.pk, ["84"], actor, REASON)
    other = Actor(make_person("isere@exemple.fr", "regional-cell", region_id="84"), "regional-cell")
    with pytest.raises(OutOfOrder, match="encore attendu : Auvergne-Rhône-Alpes, Île-de-France"):
        instruction.move(made.pk, Move.CLOSE, other)
    give_all_again(made)
    assert disagreed(made) == []


def test_an_opinion_that_went_with_its_author_is_told_as_such(client, ground):
    made, actor = given_for_both(ground)
    recusing.stand_aside(made.pk, ["84"], actor, REASON)
    give_all_again(made)
    client.force_login(make_person("cna@exemple.fr", "national-cell"))
    text = text_of(client.get(f"/instruction/ami-2027/{made.number}/"))
    assert "Son auteur s'est déporté." in text
    text = text_of(client.get("/instruction/ami-2027/comite/"))
    assert "(son auteur s'est déporté)" in text


def give_all_again(application):
    """Colleagues give the opinion of each region, and close."""
    for code in ("84", "11"):
        person = make_person(f"{code}@exemple.fr", "regional-cell", region_id=code)
        colleague = Actor(person, "regional-cell")
        instruction.give_opinion(application.pk, code, colleague, support.full(application))
    instruction.move(application.pk, Move.CLOSE, colleague)


def disagreed(application):
    """What verification finds of its opinions."""
    events = list(application.events.order_by("id"))
    return list(of_opinions(application, told_by(events)))
