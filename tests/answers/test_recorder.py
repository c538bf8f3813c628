"""The recorder of answers: what it takes out, what it keeps, and that it finds a difference."""

import io
import json
from collections import defaultdict
from contextlib import suppress

import openpyxl
import pytest
from django.urls import Resolver404, resolve

from tests.accounts.addresses import WHO
from tests.answers import bodies, comparing, forms, loads, pages, questions
from tests.answers.scrubbing import scrubbed


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("/static/js/carte.0123456789ab.js", "/static/js/carte.js"),
        ("/tuiles/sol.mvt?v=3f-ab&x=1", "/tuiles/sol.mvt?v=présent&x=1"),
        ("script-src 'nonce-Ab+/9=='", "script-src 'nonce-présent'"),
        ("/candidatures/6e3f9d6a-58ac-4ad3-9a3e-1f6f3a2b9c10/", "/candidatures/uuid/"),
        (f"/suivi/eyJhIjoxfQ:1uABcd:{'x-Y_9' * 8}abc/", "/suivi/jeton-signé/"),
        (f'value="{"aB3d" * 16}"', 'value="jeton"'),
        ("version ba9876543210", "version version"),
        (f"sha256 {'0a' * 32}", f"sha256 {'0a' * 32}"),  # of a content: it says something
        ("12 h 30, 12:30:45", "12 h 30, 12:30:45"),
    ],
)
def test_what_changes_by_itself_is_taken_out_and_nothing_else(said, kept):
    assert scrubbed(said, "ba9876543210") == kept


def test_a_page_laid_out_otherwise_is_the_same_page():
    tight = '<ul class="a b"><li><a href="/x">Un</a> deux</li></ul>'
    loose = '<ul class="a   b">\n  <li>\n    <a\n href="/x">Un</a>\n deux </li>\n</ul>\n'
    assert pages.of_html(tight) == pages.of_html(loose)


@pytest.mark.parametrize(
    "other",
    [
        "<p>un<b>deux</b></p>",  # a blank between words is seen
        "<p>un <i>deux</i></p>",
        "<p>un <b>trois</b></p>",
        "<p>un <b>deux</b></p><p></p>",
        '<p lang="fr">un <b>deux</b></p>',
        "<p>un\u202f<b>deux</b></p>",
    ],
)
def test_a_page_that_reads_otherwise_is_another(other):
    assert pages.of_html("<p>un <b>deux</b></p>") != pages.of_html(other)


def test_values_of_json_keep_their_order():
    first, second = (
        bodies.lines_of(text, "application/json") for text in (b'{"a":1,"b":2}', b'{"b":2,"a":1}')
    )
    assert first != second


def test_a_workbook_is_read_cell_by_cell():
    def workbook(value):
        book, file = openpyxl.Workbook(), io.BytesIO()
        book.active.append(["nom", value])
        book.save(file)
        return file.getvalue()

    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    read = [list(bodies.lines_of(workbook(value), kind)) for value in (1, 1, "1")]
    assert read[0] == read[1] != read[2]


def test_a_long_body_tells_a_change_anywhere():
    long = [str(number) for number in range(bodies.WHOLE + 3 * bodies.BLOCK + 7)]
    assert len(list(bodies.cut(long))) == bodies.WHOLE + 4
    assert list(bodies.cut(long, whole=True)) == long
    for place in (0, bodies.WHOLE, len(long) - 1):
        other = [*long[:place], "autre", *long[place + 1 :]]
        assert list(bodies.cut(other)) != list(bodies.cut(long))


def test_a_form_is_sent_as_a_browser_would():
    page = """<form method="post" action="/a/"><input name="n" value="1">
    <input type="submit" name="s" value="Envoyer">
    <input type="checkbox" name="c" checked><input type="radio" name="r" value="x">
    <textarea name="t">\ntexte</textarea><select name="l"><option value="">-<option value="2">
    </select><select name="m"><option value="3"><option value="4" selected></select></form>"""
    fields = {"n": ["1"], "c": ["on"], "t": ["texte"], "l": [""], "m": ["4"]}
    assert forms.posted(page) == ("/a/", fields)


def test_two_recordings_are_compared_answer_by_answer(tmp_path):
    before, after = tmp_path / "avant", tmp_path / "apres"
    for folder, name in ((before, "Ain"), (after, "Aisne")):
        (folder / "api").mkdir(parents=True)
        (folder / "api" / "memes.txt").write_text(f"{comparing.STATEMENTS}3\n\n{json.dumps('a')}")
        (folder / "api" / "autres.txt").write_text(f"statut : 200\n\n{name}")
    (after / "api" / "nouvelle.txt").write_text("statut : 200")
    found = dict(comparing.differences(before, after))
    assert found.keys() == {"api/autres", "api/nouvelle"}
    assert "-Ain" in found["api/autres"]
    assert "+Aisne" in found["api/autres"]
    assert list(comparing.differences(before, before)) == []


def test_a_count_of_statements_is_a_difference_unless_it_is_left_out(tmp_path):
    for folder, count in (("avant", 3), ("apres", 4)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"{comparing.STATEMENTS}{count}\n\ncorps")
    both = tmp_path / "avant", tmp_path / "apres"
    assert len(list(comparing.differences(*both))) == 1
    assert list(comparing.differences(*both, statements=False)) == []


def test_the_table_asks_every_kind_of_question():
    asked = questions.read()
    sizes: dict[str, list[questions.Question]] = {}
    for one in asked:
        sizes.setdefault(one.name.partition("/")[0], []).append(one)
    assert len(asked) >= 400
    assert len({one.name for one in asked}) == len(asked)
    least = {
        "pages": 45,
        "prive": 60,
        "api": 70,
        "refus": 80,
        "fichiers": 60,
        "tuiles": 20,
        "machines": 14,
        "envois": 25,
    }
    assert {name: len(sizes[name]) >= count for name, count in least.items()} == dict.fromkeys(
        least, True
    )
    assert len(loads.LOADS) >= 30


def test_a_word_that_is_none_in_the_table_is_refused(tmp_path):
    (tmp_path / "q.toml").write_text('[pages]\nun = { path = "/", qui = "agent" }\n')
    with pytest.raises(ValueError, match="pages/un : qui"):
        questions.read(tmp_path / "q.toml")


def test_every_address_of_the_site_is_asked():
    keys = dict.fromkeys(
        ("candidature", "brouillon", "pret"), "00000000-0000-4000-8000-000000000000"
    )
    places = defaultdict(lambda: "1", keys)
    asked = set()
    for one in questions.read():
        with suppress(Resolver404):
            asked.add(resolve(one.placed(places).path.partition("?")[0]).url_name)
    assert not WHO.keys() - asked
