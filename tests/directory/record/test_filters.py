"""The filters of poles, read from an address, applied, and said in a sentence."""

import pytest
from django.db import transaction
from django.http import QueryDict

from directory.footprints import derive_footprints
from directory.lists import poles_sorted
from directory.models import Pole, Recognition
from directory.pages.asked_areas import areas_asked, frame_of
from directory.pages.listing import choices_for, figures_of
from directory.pages.words import chosen_values, sentence
from directory.record.filters import FiltersRefusedError, PoleFilters
from tests import factories


@pytest.fixture
def poles(db):
    laine = factories.make_pole(
        "laine",
        [factories.territory("commune", "01001")],
        name="Pôle Laine de Saint-Œuf",
        status="active",
        seat_id="01001",
        department_id="01",
        themes=["textile-laine"],
        other_names=["La Grande Étape"],
    )
    Recognition.objects.create(pole=laine, scheme="ami-2023", label="AMI 2023")
    Recognition.objects.create(pole=laine, scheme="aap-2013", label="AAP 2013")
    factories.make_pole(
        "velo", status="emerging", seat_id="38001", department_id="38", themes=["mobilite"]
    )
    factories.make_pole("lagon", status="active", region_id="04", presume_seat_epci=False)
    factories.make_pole("cache", status="active", published=False)
    with transaction.atomic():
        derive_footprints()


def read(query: str) -> PoleFilters:
    return PoleFilters.read(QueryDict(query))


def slugs(query: str) -> list[str]:
    return [pole.slug for pole in poles_sorted(read(query), "nom")]


def said(query: str) -> str:
    filters = read(query)
    return sentence(figures_of(poles_sorted(filters, "nom")), filters, areas_asked(filters))


def test_values_are_repeated_or_separated_by_commas():
    assert read("statut=actif,emergent") == read("statut=actif&statut=emergent")
    assert read("statut=actif,,actif").statut == ("actif",)


def test_an_empty_value_asks_for_nothing():
    assert not read("statut=&region=&q=++")


def test_every_refused_value_is_said_and_the_others_stand(db):
    with pytest.raises(FiltersRefusedError) as refused:
        read("statut=actif,vivant&thematique=magie&region=99&q=laine")
    assert [p.parameter for p in refused.value.problems] == ["statut", "thematique", "region"]
    assert "actif, emergent, inconnu, termine" in refused.value.problems[0].message
    assert refused.value.kept == PoleFilters(statut=("actif",), q="laine")


@pytest.mark.parametrize("query", ["q=" + "x" * 10_000, "q=a%00b", "region=%00", "departement=1e9"])
def test_monstrous_values_are_refused_in_a_short_sentence(db, query):
    with pytest.raises(FiltersRefusedError) as refused:
        read(query)
    assert len(refused.value.problems[0].message) < 250


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["lagon", "laine", "velo"]),
        ("statut=actif", ["lagon", "laine"]),
        ("statut=actif,emergent&region=84", ["laine", "velo"]),
        ("departement=38", ["velo"]),
        ("thematique=textile-laine,mobilite", ["laine", "velo"]),
        ("reconnaissance=ami-2023,aap-2013", ["laine"]),
        ("q=SAINT+OEUF", ["laine"]),
        ("q=st+œuf", ["laine"]),
        ("q=grande+etape", ["laine"]),
        ("q=laine+absent", []),
        ("q=%25", ["lagon", "laine", "velo"]),
    ],
)
def test_filters_keep_the_poles_that_meet_them_all(poles, query, expected):
    assert slugs(query) == expected


def test_counts_leave_their_own_filter_aside(poles):
    choices = choices_for(read("statut=actif&region=84"))
    assert {c.value: c.count for c in choices["statut"]} == {
        "actif": 1,
        "emergent": 1,
        "inconnu": 0,
        "termine": 0,
    }
    assert {c.value: c.count for c in choices["region"]} == {"84": 1, "04": 1}


def test_a_filter_can_be_taken_away(poles):
    filters = read("statut=actif&region=84&q=laine")
    chosen = chosen_values(filters, choices_for(filters))
    assert [(c.label, c.query_without) for c in chosen] == [
        ("Actif", "region=84&q=laine"),
        ("Auvergne-Rhône-Alpes", "statut=actif&q=laine"),
        ("« laine »", "statut=actif&region=84"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "3 pôles en France\u00a0: 2 actifs et 1 émergent. 2 ne déclarent aucun territoire."),
        ("statut=actif", "2 pôles actifs en France, dont 1 sans territoire déclaré."),
        ("statut=emergent&departement=38", "1 pôle émergent"),
        ("statut=termine", "Aucun pôle ne répond à ces critères."),
        ("region=04", "1 pôle à La Réunion"),
    ],
)
def test_the_list_is_said_in_a_sentence(poles, query, expected):
    assert said(query).startswith(expected)


def framed(query: str) -> list[float]:
    return [float(degree) for degree in frame_of(areas_asked(read(query))).split(",") if degree]


def test_a_region_is_framed_by_its_own_ground_the_poles_it_has_or_not(poles):
    south, west, north, east = framed("region=84")
    inside = [factories.CORNERS[code] for code in factories.communes_of("region", "84")]
    assert west == pytest.approx(min(x for x, _ in inside), abs=1e-4)
    assert south == pytest.approx(min(y for _, y in inside), abs=1e-4)
    assert east == pytest.approx(max(x for x, _ in inside) + factories.SIDE, abs=1e-4)
    assert north == pytest.approx(max(y for _, y in inside) + factories.SIDE, abs=1e-4)
    assert framed("region=04")[0] < 0  # La Réunion lies south of the equator
    assert framed("departement=974") == framed("region=04")


def test_beside_the_mainland_what_lies_overseas_keeps_to_its_own_map(poles):
    assert framed("region=84,04") == framed("region=84")
    assert framed("") == []


def test_unpublished_poles_stay_out_of_lists_and_counts(poles):
    assert Pole.objects.filter(slug="cache").exists()
    assert slugs("q=cache") == []
    assert sum(c.count for c in choices_for(read(""))["statut"]) == 3


@pytest.mark.parametrize("page", ["/", "/integration/", "/annuaire/"])
def test_a_page_refuses_what_it_would_not_read(client, poles, page):
    for query in ("commune=99999", "commune=75116", "inconnu=1"):
        response = client.get(f"{page}?{query}")
        assert response.status_code == 400
        assert query.partition("=")[0] in response.content.decode()
    assert client.get(f"{page}?utm_source=lettre&statut=actif").status_code == 200
