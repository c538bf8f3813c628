"""Loading calls: dry by default, every fault at once, all or nothing, edits kept."""

import io
import re

import pytest
from django.core.management import call_command

from calls.models import Call
from directory.definitions import ANNOUNCED

pytestmark = pytest.mark.django_db

GOOD = """
[ami-2022]
title = "AMI 2022"
scheme = "ami-2022"
year = 2022
opened = "2022-09"
laureates = 16
sources = ["https://example.org/"]
"""


def command(*args):
    """The exit code and everything that was said."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_calls", *args, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def load(tmp_path):
    def run(content, *args):
        path = tmp_path / "appels.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return command(str(path), *args)

    return run


def state():
    return list(Call.objects.order_by("pk").values())


def test_without_write_what_would_be_added_is_said_and_nothing_is_written(load):
    code, said = load(GOOD)
    assert (code, "1 ajout" in said, "--write" in said) == (0, True, True)
    assert state() == []


def test_a_call_is_written_with_its_dates_as_the_source_gives_them(load):
    code, said = load(GOOD, "--write")
    assert (code, "Écrit." in said) == (0, True)
    call = Call.objects.get()
    assert (call.slug, call.opened, call.laureates, call.candidates_low) == (
        "ami-2022", "2022-09", 16, None,
    )  # fmt: skip


def test_a_second_load_says_and_does_nothing(load):
    load(GOOD, "--write")
    before = state()
    code, said = load(GOOD, "--write")
    assert (code, "Rien à écrire" in said) == (0, True)
    assert state() == before


def test_a_change_of_the_file_is_shown_then_written(load):
    load(GOOD, "--write")
    changed = GOOD.replace("= 16", "= 17")
    _, said = load(changed)
    assert re.search(r"laureates\W+16\W+17", said)
    assert Call.objects.get().laureates == 16
    load(changed, "--write")
    assert Call.objects.get().laureates == 17


def test_what_was_edited_since_is_kept_and_said_unless_it_is_forced(load):
    load(GOOD, "--write")
    Call.objects.update(laureates=18)
    code, said = load(GOOD.replace("= 16", "= 17"), "--write")
    assert (code, "conflit, conservé" in said) == (0, True)
    assert Call.objects.get().laureates == 18
    load(GOOD.replace("= 16", "= 17"), "--write", "--force")
    assert Call.objects.get().laureates == 17


def test_an_edit_that_the_file_has_caught_up_with_is_one_no_more(load):
    load(GOOD, "--write")
    Call.objects.update(laureates=17)
    load(GOOD.replace("= 16", "= 17"), "--write")
    load(GOOD.replace("= 16", "= 18"), "--write")
    assert Call.objects.get().laureates == 18


def test_an_edit_that_the_file_contradicts_is_said_rather_than_refused_by_the_database(load):
    two = GOOD + "candidates_low = 5\ncandidates_high = 9\n"
    load(two, "--write")
    Call.objects.update(candidates_low=8)
    code, said = load(two.replace("_high = 9", "_high = 6"), "--write")
    assert (code, "candidates_low" in said) == (1, True)
    assert Call.objects.get().candidates_high == 9


def test_a_call_absent_from_the_file_stays_and_is_named(load):
    load(GOOD, "--write")
    other = GOOD.replace("2022", "2023")
    _, said = load(other, "--write")
    assert ": ami-2022" in said.split("absents du fichier")[1]
    assert Call.objects.count() == 2


def test_every_fault_is_said_at_once_and_nothing_is_written(load):
    bad = (
        GOOD
        + """
[sans-rien]

[faux]
title = ["une", "liste"]
scheme = "ami-1999"
year = "bientôt"
opened = "12/05/2021"
closed = "2021-02-30"
candidates_high = 3
laureates = -1
budget_eur = true
couleur = "bleu"
sources = ["pas une adresse"]

[double]
title = "Le même dispositif"
scheme = "ami-2022"
year = 2022
sources = ["https://example.org/"]

["Pas un identifiant"]
title = "Titre"
scheme = "ami-2025"
year = 2025
sources = []
"""
    )
    code, said = load(bad, "--write")
    assert code == 1
    for part in (
        "sans-rien.title", "sans-rien.scheme", "sans-rien.year", "sans-rien.sources",
        "faux.title", "faux.scheme", "faux.year", "faux.opened", "faux.closed", "faux.laureates",
        "faux.budget_eur", "faux.couleur", "faux.sources", "double.scheme", "candidates_low",
        "Pas un identifiant.slug", "Pas un identifiant.sources",
    ):  # fmt: skip
        assert part in said, part
    assert state() == []


@pytest.mark.parametrize(
    "content", [b"", b"[a", b"\xff\xfe[\x00", b"titre = 1\n", b"[a]\n\0", b"\xe9"]
)
def test_a_file_that_is_not_of_tables_is_refused_with_a_sentence(load, content):
    code, said = load(content, "--write")
    assert code == 1
    assert "appels.toml" in said or "Le fichier" in said


def test_a_file_that_is_not_there_is_refused(tmp_path):
    code, said = command(str(tmp_path / "rien.toml"))
    assert (code, "illisible" in said) == (1, True)


def test_the_committed_file_holds_every_call_with_the_figures_of_its_sources():
    assert command("--write")[0] == 0
    calls = {call.slug: call for call in Call.objects.all()}
    laureates = {
        "aap-2013": 23, "aap-2015": 14, "ami-2021-phase-1": 107, "ami-2021-phase-2": 15,
        "ami-2022": 16, "ami-2023": 15, "ami-2024": 15, "ami-2025": 8,
    }  # fmt: skip
    assert {slug: call.laureates for slug, call in calls.items()} == laureates
    assert {slug: (c.candidates_low, c.candidates_high) for slug, c in calls.items()} == {
        "aap-2013": (180, 183), "aap-2015": (125, None), "ami-2021-phase-1": (134, None),
        "ami-2021-phase-2": (None, None), "ami-2022": (76, None), "ami-2023": (67, 72),
        "ami-2024": (64, None), "ami-2025": (79, None),
    }  # fmt: skip
    assert {slug: c.budget_eur for slug, c in calls.items() if c.budget_eur} == {
        "aap-2013": 3_000_000, "aap-2015": 2_750_000, "ami-2022": 1_600_000,
        "ami-2023": 1_500_000, "ami-2024": 1_500_000, "ami-2025": 500_000,
    }  # fmt: skip
    assert len({call.year for call in calls.values()}) == 7
    assert all(call.slug == call.scheme for call in calls.values())


def test_the_committed_file_agrees_with_the_data_page_on_laureates_and_their_source():
    command("--write")
    for scheme, announced in ANNOUNCED.items():
        call = Call.objects.get(scheme=scheme)
        assert call.laureates == announced.count
        assert announced.source in call.sources
