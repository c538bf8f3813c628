"""The administration of a pole in a browser, under the site's own strict policy."""

import json
import re

import pghistory
import pytest
from playwright.sync_api import Page, expect

from directory.models import Pole
from tests.people import make_person


@pytest.fixture
def edit(visit, admin_user, watch):
    """Open the form of a pole as an administrator."""
    watch.expect("Deprecated use of _flat")  # Leaflet.draw's, which nobody maintains

    def open_form(slug: str) -> Page:
        pole = Pole.objects.get(slug=slug)
        return visit(f"/gestion/directory/pole/{pole.pk}/change/", person=admin_user)

    return open_form


def add_territory(page: Page, number: int, level: str):
    page.locator("#territories-group .add-row a").click()
    page.select_option(f"#id_territories-{number}-level", level)
    return page.locator(f"#territories-{number}")


def save(page: Page) -> None:
    page.locator("[name=_continue]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_the_footprint_is_shown_on_our_own_ground(edit):
    page = edit("pole-laine")
    expect(page.locator(".field-derived_footprint canvas.leaflet-tile").first).to_be_visible()
    expect(page.locator(".field-derived_footprint path.leaflet-interactive")).to_have_count(0)
    expect(page.locator(".field-derived_footprint .leaflet-overlay-pane path")).to_have_count(1)


def test_a_level_shows_only_the_field_it_calls_for(edit):
    page = edit("pole-velo")
    for number, (level, field) in enumerate([("epci", "epci"), ("part", "commune")]):
        block = add_territory(page, number, level)
        for name in ("commune", "epci", "department", "region", "drawn"):
            shown = expect(block.locator(f".field-{name}"))
            shown.to_be_visible() if name == field else shown.to_be_hidden()


def test_a_commune_is_chosen_whatever_its_accents_and_the_footprint_follows(edit):
    page = edit("pole-velo")
    block = add_territory(page, 0, "commune")
    block.locator(".field-commune .select2-selection").click()
    page.locator(".select2-search__field").press_sequentially("saint oeuf")
    page.locator(".select2-results__option", has_text="Saint-Œuf").click()
    save(page)
    expect(page.locator(".footprint-figures")).to_contain_text("déclaré")
    assert list(Pole.objects.get(slug="pole-velo").footprint_communes.values_list("commune")) == [
        ("01001",)
    ]


def test_a_drawn_shape_is_kept_with_its_holes_through_an_edit(edit):
    page = edit("pole-velo")
    block = add_territory(page, 0, "drawn")
    # On the grid of the tests: a square with a square hole, as a file might have brought it.
    ring = [[2.1, 45.0], [2.2, 45.0], [2.2, 45.1], [2.1, 45.1], [2.1, 45.0]]
    hole = [[2.14, 45.04], [2.16, 45.04], [2.16, 45.06], [2.14, 45.06], [2.14, 45.04]]
    shape = {"type": "MultiPolygon", "coordinates": [[ring, hole]]}
    block.locator("textarea").evaluate("(area, text) => { area.value = text }", json.dumps(shape))
    save(page)
    block = page.locator("#territories-0")
    block.locator(".leaflet-draw-edit-edit").click()
    block.get_by_text("Garder", exact=True).click()
    save(page)
    drawn = Pole.objects.get(slug="pole-velo").territories.get().drawn
    assert drawn is not None
    assert [len(rings) for rings in drawn.coords] == [2]  # its border and its hole


def test_a_shape_is_drawn_with_the_mouse(edit):
    page = edit("pole-velo")
    block = add_territory(page, 0, "drawn")
    block.locator(".leaflet-draw-draw-rectangle").click()
    target = block.locator(".contour-map")
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 420, box["y"] + 260, steps=5)
    page.mouse.up()
    expect(block.locator("textarea")).to_have_value(re.compile("MultiPolygon"))
    save(page)
    drawn = Pole.objects.get(slug="pole-velo").territories.get().drawn
    assert drawn is not None
    assert drawn.area > 0


def wide(page: Page) -> list[str]:
    """What the visitor cannot see without scrolling sideways: fields, cells and buttons."""
    parts = "#content-main :is(input, select, td, th, a, .delete)"
    return page.evaluate(
        """parts => [...document.querySelectorAll(parts)]
            .filter(e => e.offsetWidth && e.getBoundingClientRect().right > innerWidth)
            .map(e => e.id || e.className || e.textContent)""",
        parts,
    )


def test_a_role_is_given_and_taken_without_scrolling_sideways(visit, admin_user):
    person = make_person("agent.de.la.region@exemple.fr", "officer", region_id="84")
    page = visit(f"/gestion/auth/user/{person.pk}/change/", person=admin_user)
    expect(page.get_by_label("Jusqu'au").first).to_be_in_viewport()
    page.locator("#mandates-group .add-row a").click()
    assert wide(page) == []


def test_the_list_of_mandates_is_seen_whole(visit, admin_user):
    with pghistory.context(reason="Arrivée à la direction régionale, en remplacement. " * 3):
        make_person("une.personne.au.nom.fort.long@exemple.fr", "officer", region_id="84")
    page = visit("/gestion/accounts/mandateevent/", person=admin_user)
    expect(page.locator("#result_list .column-why")).to_be_in_viewport()
    frame = page.locator("#changelist-form .results")
    assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") == 0
    assert wide(page) == []
