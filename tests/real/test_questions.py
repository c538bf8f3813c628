"""The table of questions: what people type, and the first answer that they mean."""

import csv
from collections import Counter
from collections.abc import Iterator

import pytest

from directory.pages.search import answer, find
from tests.real.make_questions import ALL, COLUMNS, Ground, drawn, written

pytestmark = pytest.mark.usefixtures("france")

FIRST = 0.99
KINDS, QUESTIONS, BY_HAND = 20, 400, 60


def table() -> list[dict[str, str]]:
    with ALL.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def places() -> Iterator[tuple[str, int]]:
    """Each question, and how many answers come before the one meant (8 where it is not there)."""
    for row in table():
        found = [(one.type, one.code) for one in find(row["question"], 8)]
        meant = (row["type"], row["code"])
        yield row["question"], found.index(meant) if meant in found else 8


def test_the_table_has_twenty_kinds_and_is_partly_written_by_hand():
    rows = table()
    assert len(rows) >= QUESTIONS
    assert len(Counter(row["genre"] for row in rows)) == KINDS
    assert Counter(row["origine"] for row in rows)["écrite"] >= BY_HAND


def test_the_table_is_what_its_script_draws_from_the_ground():
    kept = [tuple(row[column] for column in COLUMNS) for row in table()]
    assert kept == [*written(), *drawn(Ground())]


def test_the_first_answer_is_the_one_meant_and_always_one_of_the_first_five():
    before = list(places())
    assert [question for question, place in before if place >= 5] == []
    late = [question for question, place in before if place]
    assert len(late) <= (1 - FIRST) * len(before), late


def test_what_is_not_followed_of_a_question_is_told_and_nothing_else_is():
    told = {row["question"]: answer(row["question"], 1).unfollowed for row in table()}
    against = {row["question"] for row in table() if row["genre"].endswith("contredit")}
    assert [question for question in against if not told[question]] == []
    general = {"75000", "69000", "13000"}  # codes of no commune
    assert {question for question, parts in told.items() if parts} - against == general


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("11e arrondissement", "Paris et Marseille ont un 11e arrondissement."),
        ("Paris 0e", "Paris n’a pas de 0e arrondissement : il y en a 20."),
        ("Nord 62", "Aucune commune du Nord n’est dans le Pas-de-Calais (62)."),
        ("région Ain", "Ain est le nom d’un département, pas d’une région."),
        ("Ain Lyon", "Lyon est dans le Rhône (69), pas dans l'Ain (01)."),
        ("Lille 62", "Lille est dans le Nord (59), pas dans le Pas-de-Calais (62)."),
        ("Monaco", "Monaco : hors de France. L’atlas couvre les 101 départements."),
        ("Luxembourg", "Le Luxembourg : hors de France. L’atlas couvre les 101 départements."),
        ("200 046 977", ""),
        ("Paris, France", ""),
        ("FR-75", ""),
        ("F-69003", ""),
        ("Guyane française", ""),
        ("Plaine Commune 93", ""),
        ("Grand Est 57", ""),
    ],
)
def test_the_sentence_says_what_holds(text, sentence):
    assert answer(text, 5).sentence.replace("\xa0", " ") == sentence


@pytest.mark.parametrize("text", ["12 rue de la paix paris", "12 rue de la Paix", "rue Foch Lyon"])
def test_an_address_of_a_street_leads_to_the_geocoder_where_it_is_offered(text, settings):
    assert "géocodeur national" in answer(text, 5).sentence
    settings.GEOCODER_URL = ""
    assert "géocodeur" not in answer(text, 5).sentence
    assert "L’atlas ne connaît pas les rues" in answer(text, 5).sentence


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_questions_of_the_same_kinds_are_answered_as_well(seed):
    """The table is not learnt by heart: draws that nobody has looked at."""
    questions = drawn(Ground(), each=7, seed=seed)
    wrong = [
        (question, code)
        for kind, question, level, code in questions
        if kind != "faute"
        and [(one.type, one.code) for one in find(question, 1)] != [(level, code)]
    ]
    assert len(wrong) <= (1 - FIRST) * len(questions), wrong
