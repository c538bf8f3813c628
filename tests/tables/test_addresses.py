"""What a web address is, and what hides in a field that takes one."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tables.addresses import BLANK_LETTERS, WebField, WebFormField, fault_of

GOOD = (
    "https://exemple.fr",
    "http://www.exemple.fr:8080/a/b?c=d&e=%C3%A9#f",
    "https://fr.wikipedia.org/wiki/P%C3%B4le_(économie)",
    "https://exemple.fr/l'annuaire;jsessionid=1",
    "https://exemple.fr/@compte",
    "https://été.fr/",
    "https://exémple.fr/été",
    "https://exe\u0301mple.fr/e\u0301te\u0301",
    "https://пример.рф/",
    "https://xn--exmple-cva.fr./",
    "http://8.8.8.8/",
    "http://[2606:4700::1111]:8080/",
)
BAD = {
    'http://user:pw@host/"><script>': 'sans « " »',
    "http://user:pw@exemple.fr/": "mot de passe",
    "https://user@exemple.fr/": "mot de passe",
    "https://exemple.fr/<b>": "« < »",
    "https://exemple.fr/a b": "espace",
    "https://exemple.fr/\n": "sans",
    "https://exemple.fr/\u2028": "sans",
    "https://exemple.fr\\@autre.fr/": "sans",
    "javascript:alert(1)": "http(s)",
    "ftp://exemple.fr/": "http(s)",
    "https://": "http(s)",
    "https:///chemin": "http(s)",
    "https://exemple.fr:99999/": "http(s)",
    "https://[::1/": "http(s)",
    "exemple.fr": "http(s)",
    "": "http(s)",
    "https://exemple.fr/\u200b": "caractère invisible (U+200B)",
    "https://exemple.fr/\u202erf.elpmexe": "U+202E",
    "https://exemple.fr/?q=\u2066": "U+2066",
    "https://exemple.fr/#\u061c": "U+061C",
    "\ufeffhttps://exemple.fr/": "U+FEFF",
    "https://exem\u00adple.fr/": "U+00AD",
    "https://exemple.fr/\U000e0041": "U+E0041",
    "https://exemple.fr/\ud800": "U+D800",
    "https://exemple.fr/\ue000": "U+E000",
    "https://exemple.fr/\u3000": "U+3000",
    "https://exem\u3164ple.fr/": "U+3164",
    "https://exemple.fr\u2044.autre.fr/": "lettres",
    "https://exemple.fr\u2215.autre.fr/": "lettres",
    "https://exemple.fr\u29f8.autre.fr/": "lettres",
    "https://exemple\u2024fr.autre.fr/": "lettres",
    "https://\u0301exemple.fr/": "accent seul",
    "https://www.\u0301exemple.fr/": "accent seul",
    f"https://{'é' * 60}.fr/": "nom de domaine",
    "http://localhost/": "public",
    "http://localhost:8000/": "public",
    "http://a.localhost/": "public",
    "http://serveur.local/": "public",
    "http://intranet/": "http(s)",
    "http://127.0.0.1/": "public",
    "http://127.0.0.\uff11\uff11/": "public",
    "http://0177.0.0.\uff11\uff11/": "public",
    "http://169.254.169.254/": "public",
    "http://10.0.0.1/": "public",
    "http://192.168.1.1:8080/": "public",
    "http://100.64.0.1/": "public",
    "http://224.0.0.1/": "public",
    "http://0.0.0.0/": "public",
    "http://2130706433/": "http(s)",
    "http://127.1/": "http(s)",
    "http://[::1]/": "public",
    "http://[fe80::1]/": "public",
    "http://[fec0::1]/": "public",
    "http://[::ffff:10.0.0.1]/": "public",
    "http://[2002:7f00:1::]/": "public",
}
OF_ADDRESSES = set("-./?#:")
PLACES = (
    "{}https://exemple.fr/", "https://exem{}ple.fr/", "https://exemple.fr{}/",
    "https://exemple.fr/é{}", "https://exemple.fr/?q={}", "https://exemple.fr/#{}é",
)  # fmt: skip


@pytest.mark.parametrize("value", GOOD)
def test_an_address_that_a_browser_opens_is_taken_as_it_is(value):
    assert fault_of(value) is None
    assert WebFormField().clean(value) == value


@pytest.mark.parametrize("value", BAD)
def test_anything_else_is_refused_with_what_is_accepted(value):
    assert BAD[value] in str(fault_of(value))


@pytest.mark.parametrize("field", [WebField(), WebFormField()], ids=["record", "form"])
def test_a_field_refuses_what_is_no_address(field):
    with pytest.raises(ValidationError, match="mot de passe"):
        field.run_validators("http://user:pw@exemple.fr/")


@given(st.text(max_size=60))
def test_whatever_the_text_the_answer_is_a_sentence(text):
    assert "adresse" in (fault_of(f"https://exemple.fr/{text}") or "adresse")
    assert "adresse" in str(fault_of(f"https://{text}@exemple.fr/<"))


@given(st.characters(categories=["C", "Z"]), st.sampled_from(PLACES))
def test_what_nobody_sees_is_refused_wherever_it_stands(unseen, place):
    assert "sans" in str(fault_of(place.format(unseen)))


@given(st.characters(categories=["P", "S", "No", "Nl"], exclude_characters=OF_ADDRESSES))
def test_the_name_of_a_site_holds_no_mark_that_a_reader_may_take_for_another(mark):
    assert fault_of(f"https://exemple.fr{mark}a.autre.fr/") is not None


@given(st.characters(categories=["L"], exclude_characters=BLANK_LETTERS))
def test_any_letter_stands_in_a_path(letter):
    assert fault_of(f"https://exemple.fr/a{letter}?b={letter}#{letter}") is None


@given(st.ip_addresses())
def test_an_address_in_numbers_is_taken_only_where_anyone_may_reach_it(number):
    written = f"[{number}]" if number.version == 6 else str(number)
    if not number.is_global or number.is_multicast:
        assert fault_of(f"https://{written}/") is not None


def test_a_site_typed_without_its_beginning_is_completed():
    assert WebFormField().clean("exemple.fr") == "https://exemple.fr"
