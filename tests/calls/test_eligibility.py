"""The rules of eligibility, one by one, and the numbers of establishments."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from calls.application.eligibility import Entity, Sheet, checks, eligible
from calls.application.sirets import NotASiretError, read_siret, siren_of

ESS = Entity("Association", "ess", "732829320")
FIRM = Entity("Filature", "entreprise", "552081317")
TOWN = Entity("Commune", "collectivite", "443061841")
FULL = Sheet(
    grant_low=30_000, grant_high=100_000, lead_nature="association", entities=(ESS, FIRM, TOWN),
    pieces=1, regions=frozenset({"84"}), starts_on=datetime.date(2027, 1, 1),
    ends_on=datetime.date(2028, 1, 1), expenses=80_000, incomes=30_000, requested=50_000,
    required_documents=(("statuts", "statuts"),), documents=frozenset({"statuts"}),
)  # fmt: skip


def unmet(sheet):
    return {check.name for check in checks(sheet) if not check.met}


def test_an_application_that_meets_every_rule_is_eligible():
    assert eligible(checks(FULL))


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"lead_nature": "public"}, {"droit-prive"}),
        ({"lead_nature": ""}, {"droit-prive"}),
        ({"entities": (ESS, FIRM)}, {"trois", "autre-acteur"}),
        ({"entities": (ESS, FIRM, replace(TOWN, siren=""))}, {"trois", "autre-acteur"}),
        ({"entities": (ESS, replace(FIRM, category="ess"), TOWN)}, {"hors-ess"}),
        ({"entities": (replace(ESS, category="autre"), FIRM, TOWN)}, {"ess"}),
        # Two establishments of one legal entity are one member.
        ({"entities": (ESS, FIRM, TOWN, replace(TOWN, name="Annexe")), "min_members": 4},
         {"trois"}),
        ({"entities": (ESS,), "article_9": False, "min_members": 1}, set()),
        ({"pieces": 0, "regions": frozenset()}, {"territoire"}),
        ({"regions": frozenset()}, {"territoire"}),
        ({"starts_on": None}, {"dates"}),
        ({"ends_on": datetime.date(2026, 1, 1)}, {"dates"}),
        ({"expenses": 80_001}, {"equilibre"}),
        ({"expenses": 0, "incomes": 0, "requested": None}, {"equilibre", "aide"}),
        ({"lines_without_amount": 1}, {"equilibre"}),
        ({"requested": 100_001, "expenses": 130_001}, {"aide"}),
        ({"requested": 29_999, "expenses": 59_999}, {"aide"}),
        ({"documents": frozenset()}, {"documents"}),
        ({"takes": False, "opening": "L'appel est clos."}, {"ouverture"}),
        ({"missing": (("projet", "résumé"),)}, {"rempli-projet"}),
    ],
)  # fmt: skip
def test_each_rule_is_told_apart(changes, rules):
    sheet = replace(FULL, **changes)
    assert unmet(sheet) == rules
    assert all(check.why for check in checks(sheet) if not check.met)


def test_a_grant_that_is_fixed_is_the_most_that_is_asked():
    fixed = replace(FULL, grant_low=100_000, grant_high=100_000)
    assert unmet(fixed) == set()
    assert unmet(replace(fixed, requested=100_001, expenses=130_001)) == {"aide"}


@pytest.mark.parametrize(
    "typed", ["73282932000074", "732 829 320 00074", " 732.829.320.00074 ", "35600000000048"]
)
def test_a_siret_is_read_as_people_type_it(typed):
    assert len(read_siret(typed)) == 14


def test_an_establishment_of_la_poste_has_a_key_of_its_own():
    number = "35600000049837"
    assert sum(map(int, number)) % 5 == 0
    assert not luhn.is_valid(number)
    assert read_siret(number) == number


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "que des chiffres"), ("7328293200007A", "que des chiffres"),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "que des chiffres"), ("732829320", "sont un SIREN"),
        ("7328293200007", "il y en a 13"), ("73282932000075", "clé de contrôle"),
        ("35600000049838", "clé de contrôle"), ("0" * 14, "SIREN de zéros"),
        ("000000000 00018", "SIREN de zéros"),
    ],
)  # fmt: skip
def test_a_siret_that_is_none_is_refused_with_what_is_wrong(typed, said):
    with pytest.raises(NotASiretError, match=said):
        read_siret(typed)


@given(st.text("0123456789", min_size=8, max_size=8).filter(int), st.integers(0, 9999), st.data())
def test_one_digit_miscopied_is_always_noticed(head, place, data):
    siren = head + luhn.calc_check_digit(head)
    body = f"{siren}{place:04}"
    number = body + luhn.calc_check_digit(body)
    if siren == "356000000":
        return
    assert siren_of(read_siret(number)) == siren
    at = data.draw(st.integers(0, 13))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[at]]))
    wrong = number[:at] + other + number[at + 1 :]
    if not wrong.startswith("356000000"):
        with pytest.raises(NotASiretError):
            read_siret(wrong)
