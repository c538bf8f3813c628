"""A record is not dated from the future, nor from before what recognised it, at any door."""

import io
import json
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from directory.dates import first_year
from directory.models import Pole
from directory.record.file.dumping import file_order
from directory.record.rules import date_faults
from directory.vocabulary import Scheme
from tests.directory.contributions.forms import sent
from tests.directory.pages.conftest import text_of
from tests.factories import make_pole, row
from tests.people import make_person

TODAY = timezone.localdate()
NEXT = TODAY.year + 1


def faults(recognised=(), **values):
    return {field: accepted for field, _value, accepted in date_faults(values, recognised)}


@given(st.sampled_from(Scheme.values), st.integers(1980, 2100))
def test_a_scheme_recognises_from_its_own_year_to_this_one(scheme, year):
    possible = first_year(scheme) <= year <= TODAY.year
    assert bool(faults([(scheme, year)])) is not possible


def test_what_is_not_known_is_no_fault_and_today_is_past():
    assert not faults([("aap-2013", None)], founded_year=None, status_as_of=TODAY.year)
    assert not faults(checked=TODAY)
    assert set(faults(founded_year=NEXT, status_as_of=NEXT, checked=TODAY.replace(year=NEXT))) == {
        "founded_year", "status_as_of", "checked",
    }  # fmt: skip


@pytest.fixture
def loaded(ground, tmp_path):
    """A loader of rows: what it says, whether it refused."""

    def load(*rows):
        path = tmp_path / "poles.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
        said = io.StringIO()
        with suppress(SystemExit):
            call_command("load_poles", str(path), "--write", stdout=said, stderr=said)
        return " ".join(said.getvalue().split())

    return load


@pytest.mark.parametrize(
    "changes",
    [{"founded_year": NEXT}, {"status_as_of": NEXT}, {"checked": f"{NEXT}-01-01"},
     {"recognitions": [{"scheme": "aap-2013", "label": "AAP", "year": 2012, "amount_eur": None}]}],
)  # fmt: skip
def test_the_loader_refuses_it(loaded, changes):
    assert "1 erreur ; rien n'a été écrit." in loaded(row(**changes))
    assert not Pole.objects.exists()


@pytest.mark.parametrize("field", ["founded_year", "status_as_of"])
def test_the_form_and_the_administration_refuse_it(client, ground, field):
    make_pole("laine", seat_id="01001", department_id="01")
    client.force_login(make_person("agent@example.org", "national-cell"))
    edited = "/poles/laine/modifier/"
    answer = client.post(edited, sent(client.get(edited).context["form"], **{field: str(NEXT)}))
    assert f"une année de 1980 à {TODAY.year}" in text_of(answer)
    assert getattr(Pole.objects.get(), field) != NEXT


SEAT = {"seat_insee": "01001", "seat_confidence": "stated"}


def test_two_records_of_one_name_in_one_seat_are_asked_about(loaded):
    one = row("un", name="Pôle Laine", **SEAT)
    said = loaded(one, row("deux", name="POLE LAINE", **SEAT), row("trois", name="Pôle Laine"))
    assert "« deux » a le même nom et le même siège que « un »" in said
    assert "« trois »" not in said
    again = loaded(row("quatre", name="Pôle laine", **SEAT))
    assert "« quatre » a le même nom et le même siège que « deux »" in again


def test_a_form_refuses_the_name_that_another_bears_in_the_same_seat(client, ground):
    make_pole("laine", name="Pôle Laine", seat_id="01001", department_id="01")
    make_pole("feutre", name="Feutre", seat_id="01001", department_id="01")
    client.force_login(make_person("agent@example.org", "national-cell"))
    edited = "/poles/feutre/modifier/"
    form = client.get(edited).context["form"]
    answer = client.post(edited, sent(form, name="Pole laine", why="essai"))
    assert "Une fiche porte déjà ce nom avec ce siège : « laine »." in text_of(answer)
    client.post(edited, sent(form, name="Feutre !", why="essai"))
    assert Pole.objects.get(slug="feutre").name == "Feutre !"


def test_the_order_of_a_file_is_that_of_letters_as_they_are_coded():
    names = ["Éco", "PTCE", "Pôle", "a", "Z"]
    rows = [{"region": "Bretagne", "name": name, "slug": name} for name in names]
    assert [one["name"] for one in sorted(rows, key=file_order)] == [
        "a",
        "PTCE",
        "Pôle",
        "Z",
        "Éco",
    ]
