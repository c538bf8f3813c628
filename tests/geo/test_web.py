"""What a web address is, and what hides in a field that takes one."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from geo.web import WebField, WebFormField, fault_of

GOOD = (
    "https://exemple.fr",
    "http://www.exemple.fr:8080/a/b?c=d&e=%C3%A9#f",
    "https://fr.wikipedia.org/wiki/P%C3%B4le_(économie)",
    "https://exemple.fr/l'annuaire;jsessionid=1",
    "https://exemple.fr/@compte",
    "https://été.fr/",
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
}


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


def test_a_site_typed_without_its_beginning_is_completed():
    assert WebFormField().clean("exemple.fr") == "https://exemple.fr"
