"""Signing in with an OpenID Connect provider that runs here, set as ProConnect would be."""

import threading
import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

import flask
import jwt
import pytest
import requests
import werkzeug.serving
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import User
from django.test import Client
from jwt.algorithms import RSAAlgorithm

from config.environment import Environment, read
from tests.people import add_second_factor, make_person

with warnings.catch_warnings(record=True):  # of its own dependencies, as it is imported
    import oidc_provider_mock

pytestmark = [
    pytest.mark.django_db,
    # Of the provider, which runs in this very process.
    pytest.mark.filterwarnings("ignore:.*get_jwt_config:DeprecationWarning"),
]
AGENT = {"email": "agent@dreets.gouv.fr", "given_name": "Awa", "usual_name": "Diallo"}
FORGED = jwt.encode(
    {"sub": "x"}, "not the key of the provider, but long enough", "HS256", headers={"kid": "people"}
)


class Provider:
    """A provider of identities; `as_jwt` makes it speak of people as ProConnect does."""

    def __init__(self) -> None:
        user = oidc_provider_mock.User(sub="4f1c", claims=AGENT)
        app = oidc_provider_mock.app(user_claims=[user])
        app.after_request(self.speak)
        self.as_jwt = self.forged = False
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.server = werkzeug.serving.make_server("localhost", 0, app)
        self.url = f"http://localhost:{self.server.server_port}"

    def speak(self, answer: flask.Response) -> flask.Response:
        """What is said of a person, signed by one more key of the provider."""
        if flask.request.path == "/jwks":
            public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            keys = answer.get_json()["keys"]
            return flask.jsonify({"keys": [*keys, {**public, "kid": "people", "use": "sig"}]})
        if flask.request.path != "/userinfo" or not self.as_jwt:
            return answer
        claims = {**answer.get_json(), "iss": self.url, "aud": "atlas"}
        token = jwt.encode(claims, self.key, "RS256", headers={"kid": "people"})
        return flask.Response(
            FORGED if self.forged else token, headers={"Content-Type": "application/jwt"}
        )


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def environment(provider, settings, monkeypatch):
    """The variables of a deployment, and the settings that come of them."""

    def with_variables(**more: str) -> None:
        variables = {
            "OPENID_SERVER": provider.url,
            "OPENID_CLIENT": "atlas",
            "OPENID_SECRET": "kept between the two",
            "OPENID_SCOPE": "openid email profile",  # this one knows no scope by claim
            **more,
        }
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        apps = Environment(_env_file=None).openid_apps  # type: ignore[call-arg]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}

    with_variables()
    return with_variables


def travel(client: Client) -> str:
    """Leave for the provider, say who one is there, come back; the path one ends at."""
    away = client.post("/compte/identite/agent/?process=login")["Location"]
    agreed = requests.post(away, data={"sub": "4f1c"}, allow_redirects=False, timeout=10)
    back = urlsplit(agreed.headers["Location"])
    answer = client.get(f"{back.path}?{back.query}", follow=True)
    return answer.redirect_chain[-1][0] if answer.redirect_chain else answer.request["PATH_INFO"]


def test_the_sign_in_page_offers_the_provider_only_where_one_is_set(client, provider, environment):
    assert "Se connecter avec ProConnect" in client.get("/compte/connexion/").content.decode()


def test_without_a_provider_nothing_is_offered_and_nothing_answers(client):
    assert "ProConnect" not in client.get("/compte/connexion/").content.decode()
    assert client.post("/compte/identite/agent/").status_code == 404


@pytest.mark.parametrize("as_jwt", [False, True])
def test_a_newcomer_comes_with_the_name_the_provider_gives(client, provider, environment, as_jwt):
    provider.as_jwt = as_jwt
    environment(OPENID_VERIFIED_EMAIL="true")
    assert travel(client) == "/compte/"
    person = User.objects.get()
    assert (person.email, person.get_full_name()) == (AGENT["email"], "Awa Diallo")
    assert not person.mandates.exists(), "an identity gives no right"
    assert not SocialToken.objects.exists(), "no token is kept"


def test_an_address_nobody_vouches_for_is_confirmed_first(
    client, provider, environment, mailoutbox
):
    assert travel(client) == "/compte/courriel/confirmation/"
    assert client.get("/compte/").status_code == 302
    assert mailoutbox[0].to == [AGENT["email"]]


def test_an_address_nobody_vouches_for_never_opens_the_account_that_has_it(
    client, provider, environment
):
    make_person(AGENT["email"])
    travel(client)
    assert client.get("/compte/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_provider_that_vouches_opens_the_account_that_has_the_address(
    client, provider, environment, ground
):
    environment(OPENID_VERIFIED_EMAIL="true")
    person = make_person(AGENT["email"], "officer", region_id="84")
    assert travel(client) == "/compte/"
    assert SocialAccount.objects.get().user == person
    assert "agent d&#x27;un territoire" in client.get("/compte/").content.decode()
    assert EmailAddress.objects.count() == 1


def test_the_second_factor_is_asked_of_whoever_comes_from_the_provider_too(
    client, provider, environment
):
    environment(OPENID_VERIFIED_EMAIL="true")
    add_second_factor(make_person(AGENT["email"]))
    assert travel(client) == "/compte/second-facteur/code/"
    assert client.get("/compte/").status_code == 302


def test_what_the_provider_did_not_sign_is_refused(client, provider, environment):
    provider.as_jwt = provider.forged = True
    travel(client)
    assert not User.objects.exists()
    assert client.get("/compte/").status_code == 302


def test_a_return_that_nobody_left_for_is_refused(client, provider, environment):
    answer = client.get("/compte/identite/agent/retour/?code=x&state=y")
    assert answer.status_code in (200, 401, 403)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"OPENID_SERVER": "proconnect"}, "http"),
        ({"OPENID_SERVER": "https://pc.example"}, "vont ensemble"),
        ({"EMAIL_URL": "imap://x"}, "smtp"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
    ],
)
def test_a_wrong_setting_is_told_before_anything_starts(monkeypatch, variables, said):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PUBLIC_URL", "http://127.0.0.1:8000")
    with pytest.raises(SystemExit, match=said):
        read()


@pytest.mark.parametrize(
    ("url", "settings_wanted"),
    [
        ("smtp://mail.example", {"EMAIL_PORT": 25, "EMAIL_USE_TLS": False}),
        ("smtp+tls://me:p%40ss@mail.example", {"EMAIL_PORT": 587, "EMAIL_HOST_PASSWORD": "p@ss"}),
        ("smtps://mail.example:4650", {"EMAIL_PORT": 4650, "EMAIL_USE_SSL": True}),
    ],
)
def test_a_mail_server_is_one_address(monkeypatch, url, settings_wanted):
    monkeypatch.setenv("EMAIL_URL", url)
    assert settings_wanted.items() <= Environment(_env_file=None).mail.items()  # type: ignore[call-arg]


def test_without_a_mail_server_messages_are_files_to_read(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    mail = Environment(_env_file=None).mail  # type: ignore[call-arg]
    assert mail["EMAIL_BACKEND"].endswith("PrivateFiles")
    assert mail["EMAIL_FILE_PATH"].endswith("/.run/courriels")
