"""Every address of the site asked by every role, for reading and for writing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from accounts.roles import Role
from directory.models import ErrorReport, MissingPole, Pole, Proposal
from geo.levels import GROUND, Level
from programme.models import Service
from programme.requests.writing import Asked, ask
from tests.accounts.addresses import ANYONE, OWNER, PUBLIC, SIGNED, WHO, Open, Reserved
from tests.accounts.test_rights import CELLS, HERE
from tests.calls.applications import make_call, make_submitted
from tests.people import SignedIn, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refusals_unread")]
LETTERS = {(act, role): letter for act, role, letter in CELLS}
NOWHERE_HERE = {Role.OFFICER: {"department_id": "75"}, Role.REGIONAL_CELL: {"region_id": "11"}}
# Answered by whoever set a provider of identities: without one, nothing is there for anybody.
# allauth says 404 of what a person without a second factor has not.
WITHOUT_FACTOR = {
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}  # fmt: skip
WITHOUT_PROVIDER = {"openid_connect_login", "openid_connect_callback"}


@dataclass
class Caller:
    """Someone who asks: their role, and whether the sample is on their ground."""

    name: str
    role: Role | None
    here: bool
    person: User | None
    signed: SignedIn = field(init=False)

    def __post_init__(self) -> None:
        self.signed = SignedIn(self.person)

    def may(self, wanted: Reserved) -> bool:
        """Whether the matrix, read here and not by the code, lets them in."""
        letters = [LETTERS[act, self.role] for act in wanted.acts] if self.role else []
        return any(
            letter == "n" or (letter != "-" and (self.here or wanted.anywhere))
            for letter in letters
        )


def addresses(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address but those of the administration, which `test_doors` asks."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        elif not route.startswith("gestion"):
            yield from addresses(pattern, route)


NAMES = sorted({pattern.name for _route, pattern in addresses() if pattern.name})


@pytest.fixture(scope="module")
def world(ground_once) -> dict[str, dict[str, Any]]:
    """One sample of each thing, on the ground of the pole « est »: arguments of each address."""
    est = ground_once["est"]
    lead = make_person("lead@example.org", "lead", pole=est)
    report = ErrorReport.objects.create(pole=est, part="name", text="Le nom a changé.")
    proposal = Proposal.objects.create(
        pole=est, author=lead, before={}, fields={"name": "Autre"}, why="Il a changé."
    )
    missing = MissingPole.objects.create(
        name="Pôle Feutre", department=est.department, source="https://example.org"
    )
    service = Service.objects.create(
        slug="conseil", name="Conseil", audience="Tous.", what="Conseiller.",
        audiences=["existants"], sources=["https://example.org"],
    )  # fmt: skip
    asked = ask(
        Asked(service, "Léa", "lea@example.org", "", "Un conseil.", pole=est), lambda path: path
    )
    owner = make_person("owner@example.org")
    application = make_submitted(make_call(), owner)
    file_ = {"slug": "ami-2027", "number": application.number}
    key, pole = {"key": application.key}, {"slug": "est"}
    return {
        **{name: pole for name in NAMES if name.startswith("pole")},
        "contribution-signalement": {"key": report.pk},
        "contribution-proposition": {"key": proposal.pk},
        "contribution-amender": {"key": proposal.pk},
        "contribution-pole": {"key": missing.pk},
        "contribution-pole-accepter": {"key": missing.pk},
        "export-poles-complets": {"form": "csv"},
        "import": {"key": 999_999},
        "demande": {"pk": asked.pk},
        "demander": {"slug": "conseil"},
        "service": {"slug": "conseil"},
        "suivi": {"token": "forge"},
        "appel": {"slug": "ami-2027"},
        "appel-candidater": {"slug": "ami-2027"},
        **{name: key for name in NAMES if name.startswith("candidature-")},
        "candidature": key,
        "candidature-etape": {**key, "step": "projet"},
        **more_of(application),
        **{name: {"slug": "ami-2027"} for name in NAMES if name.startswith(("comite", "instruc"))},
        **{name: file_ for name in NAMES if name.startswith("dossier")},
        **{name: {**file_, "region": "84"} for name in NAMES if name.startswith("dossier-avis")},
        "dossier-suppleant": {**file_, "region": "84"},
        "instruction": {},
        "appel-statistiques": {"slug": "ami-2027"},
        "appel-conduite": {"slug": "ami-2027"},
        "appel-candidatures": {"slug": "ami-2027", "form": "csv"},
        "relancer": {"pk": asked.pk},
        "pole-confirmer": {"slug": "est", "token": "forged"},
        "api-indicateurs-valeurs": {"indicateur": "chomage"},
        "appel-document": {"slug": "ami-2027", "document": 999_999},
        "account_confirm_email": {"key": "forged"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "forged"},
        **{level.name: {"code": code_of(level)} for level in GROUND},
        **{f"api-{level.plural}-detail": {"identifier": code_of(level)} for level in GROUND},
        "api-poles-detail": {"identifier": "est"},
        "api-laureats-detail": {"identifier": "aap-2013:est"},
        "sitemap-section": {"section": "poles"},
        "tuile": {"name": "poles", "zoom": 6, "column": 32, "row": 22},
        "tilejson": {"name": "poles"},
        "export": {"name": "poles", "form": "csv"},
    }


def code_of(level: Level) -> str:
    """The code of an area of the small ground."""
    return str(level.areas().order_by("pk")[0].public_code)


def more_of(application: Any) -> dict[str, dict[str, Any]]:
    """Addresses that need a file or a question of an application: of keys that are nobody's."""
    return {
        pattern.name: {"key": application.key, **dict.fromkeys(parts, 999_999)}
        for route, pattern in addresses()
        if pattern.name and "<uuid:key>" in route and (parts := re.findall(r"<int:(\w+)>", route))
    }


@pytest.fixture(scope="module")
def callers(world) -> list[Caller]:
    """A visitor, someone without a mandate, the owner, and each role here and elsewhere."""
    found = [
        Caller("visitor", None, False, None),
        Caller("nobody", None, False, make_person("nobody@example.org")),
        Caller("owner", None, False, User.objects.get(email="owner@example.org")),
        Caller("lead here", Role.LEAD, True, User.objects.get(email="lead@example.org")),
        Caller(
            "lead elsewhere", Role.LEAD, False,
            make_person("other@example.org", "lead", pole=Pole.objects.get(slug="paris")),
        ),
    ]  # fmt: skip
    for role in (Role.OFFICER, Role.REGIONAL_CELL):
        here = make_person(f"{role}@example.org", role, **HERE[role])
        there = make_person(f"far-{role}@example.org", role, **NOWHERE_HERE[role])
        found += [Caller(f"{role} here", role, True, here)]
        found += [Caller(f"{role} elsewhere", role, False, there)]
    for role in (Role.NATIONAL_CELL, Role.ANALYST, Role.ADMINISTRATOR):
        found.append(Caller(role, role, True, make_person(f"{role}@example.org", role)))
    return found


def test_the_table_says_who_opens_each_address_and_names_no_other():
    assert set(NAMES) - WITHOUT_PROVIDER == set(WHO)


def wanted(name: str, who: Open | Reserved, caller: Caller) -> str:
    """« in », « out » (nothing is there) or « sign-in »."""
    if who in (PUBLIC, ANYONE):
        return "in"
    if isinstance(who, Reserved):
        if caller.may(who) or (name == "candidature-document" and caller.name == "owner"):
            return "in"
        return "out" if caller.person or who.machine else "sign-in"
    if caller.person is None:
        return "sign-in"
    return "in" if who is SIGNED or caller.name == "owner" else "out"


def met(answer: Any) -> str:
    """What an answer amounts to; read whole, so that an export gives up its turn to the next."""
    if getattr(answer, "streaming", False):
        list(answer)
    if answer.status_code == 405:
        return "another method"  # and no word of what is there
    if answer.status_code == 404:
        return "out"
    if answer.status_code == 401:  # what was typed is given back, to be sent once signed in
        return "sign-in"
    if answer.status_code == 302 and answer["Location"].startswith("/compte/connexion/"):
        return "sign-in"
    assert answer.status_code < 500, answer
    return "in"


# Forms of visitors have tests of their own: here they are only read.
ASKED = [
    (name, method)
    for name, who in sorted(WHO.items())
    for method in ("get", "post")
    if method == "get" or who not in (PUBLIC, ANYONE)
]


@pytest.mark.parametrize(("name", "method"), ASKED)
def test_each_address_answers_each_role_as_the_table_says(world, callers, name, method):
    who = WHO[name]
    path = reverse(name, kwargs=world.get(name, {}))
    nobodys = any(value == 999_999 for value in world.get(name, {}).values())
    said = {}
    for caller in callers:
        with transaction.atomic():
            said[caller.name] = met(getattr(caller.signed.browser(), method)(path))
            transaction.set_rollback(True)
    expected = {caller.name: wanted(name, who, caller) for caller in callers}
    if who is PUBLIC:
        expected = dict.fromkeys(expected, said["visitor"])  # whatever it is, the same for all
    if name == "suivi" or nobodys:  # nothing has this key, for anybody
        expected = {caller: "out" if kind == "in" else kind for caller, kind in expected.items()}
    if who is ANYONE or name in WITHOUT_FACTOR:
        # Where it leads depends on what is under way, and not on the role.
        expected = {c: kind if kind == "sign-in" else said[c] for c, kind in expected.items()}
    if (name, method) == ("demande", "post"):
        # A cell follows; only who answers in the operator's stead writes.
        expected["regional-cell here"] = "out"
    if name == "dossier-suppleant":  # the region has its cell: there is nobody to stand in for
        expected[Role.NATIONAL_CELL] = "out"
    differing = {
        caller: (kind, expected[caller])
        for caller, kind in said.items()
        if kind not in (expected[caller], "another method")
    }
    assert not differing


@pytest.mark.parametrize("name", sorted(name for name, who in WHO.items() if who is OWNER))
def test_an_application_that_never_was_looks_like_that_of_another(world, callers, name):
    kwargs = {**world[name], "key": "00000000-0000-4000-8000-000000000000"}
    for caller in callers:
        if caller.person:
            client = caller.signed.browser()
            address = reverse(name, kwargs=kwargs)
            answers = {client.get(address).status_code, client.post(address).status_code}
            assert answers <= {404, 405}, caller.name
            assert 404 in answers, caller.name


# Machines that look at the site, forms of visitors, and the schema, whose reader is not ours.
TAKES_ANY = {
    "sante", "robots", "sitemap", "sitemap-section", "api-docs", "api-schema", "pole-signaler",
    "pole-signale", "pole-confirme",
}  # fmt: skip


@pytest.mark.parametrize("name", [n for n in NAMES if WHO.get(n) is PUBLIC and n not in TAKES_ANY])
def test_a_public_address_refuses_a_parameter_that_it_would_ignore(world, client, name):
    address = reverse(name, kwargs=world.get(name, {}))
    answer = client.get(address, {"inconnu": "1"})
    assert answer.status_code == 400, address
    assert "inconnu" in answer.content.decode()
    if not address.startswith(("/api/", "/tuiles/")):
        page = answer.content.decode()
        assert "Adresse refusée" not in page or f'href="{address}">La même page' in page
        followed = client.get(address, {"utm_source": "lettre", "fbclid": "x"})
        assert followed.status_code == client.get(address).status_code, address
