"""The page of coverage in a real browser: map, form, tables and address say one thing."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from directory.record.writing import poles_changed
from publishing.stamps import touch
from tests.browser.support import colour_at_centre, faults_at_both_widths, ready
from tests.coverage.indicators.support import make_indicator

PAGE = "/couverture/"
MAP = "couv-carte"
SEAT = "#12/45.05/2.15"  # over 01001, declared


@pytest.fixture(autouse=True)
def covered(directory, watch) -> None:
    """The coverage of the small directory; the tests read pixels, which Chromium remarks upon."""
    watch.expect("willReadFrequently")
    with transaction.atomic():
        poles_changed()


def painted(page: Page) -> int:
    return int(page.locator("#couv-carte").get_attribute("data-peinture") or 0)


def wait_for_paint(page: Page, before: int) -> None:
    page.wait_for_function(
        "before => Number(document.getElementById('couv-carte').dataset.peinture) > before",
        arg=before,
    )


def test_a_declared_commune_has_the_colour_of_its_basis(visit, watch):
    page = ready(visit(f"{PAGE}?niveau=commune{SEAT}"))
    assert colour_at_centre(page, MAP) == [0x0B, 0x3C, 0x5D]
    assert watch.third_parties == []


def test_the_radius_repaints_without_asking_for_shapes_again(visit):
    # 01006 is on no territory, a few kilometres from the seats of its neighbours.
    page = ready(visit(f"{PAGE}?niveau=commune&rayon_km=0#12/45.05/2.65"))
    page.wait_for_load_state("networkidle")
    assert colour_at_centre(page, MAP) == [0xEF, 0xED, 0xEA]
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    before = painted(page)
    page.get_by_label("Rayon de la base").fill("500")
    wait_for_paint(page, before)
    assert colour_at_centre(page, MAP) in ([0xD9, 0xEE, 0xDE], [0x4D, 0x9A, 0x6A])
    expect(page).to_have_url(re.compile("rayon_km=500"))
    expect(page.locator("#definitions")).to_contain_text("500")
    assert not [url for url in asked if "/tuiles/" in url or "contour" in url]


def test_levels_are_coloured_by_share(visit):
    page = ready(visit(f"{PAGE}?niveau=epci{SEAT}"))
    assert colour_at_centre(page, MAP) == [0x0A, 0x46, 0x4F]  # wholly covered
    before = painted(page)
    page.get_by_role("checkbox", name="Déclaré").uncheck()
    expect(page).to_have_url(re.compile(r"bases=presume(&|#|$)"))
    wait_for_paint(page, before)
    page.wait_for_function("!document.getElementById('contenu').hasAttribute('aria-busy')")
    assert colour_at_centre(page, MAP) == [0xEF, 0xED, 0xEA]


def test_the_level_changes_map_legend_and_table(visit):
    page = ready(visit(PAGE))
    expect(page.locator("#couv-legende")).to_contain_text("Part des habitants couverts")
    page.get_by_label("Carte et tableau par").select_option("region")
    expect(page.locator("#tableau tbody tr")).to_have_count(3)
    page.get_by_label("Carte et tableau par").select_option("commune")
    expect(page.locator("#couv-legende")).to_contain_text("Base de chaque commune")
    expect(page.locator("#tableau")).to_contain_text("choisissez un département")
    page.get_by_label("Département", exact=True).select_option("01")
    expect(page.locator("#tableau tbody tr")).to_have_count(6)
    expect(page.locator(".chapeau")).to_contain_text("Ain, soit")


def test_a_column_is_sorted_by_keyboard_and_keeps_the_focus(visit):
    page = ready(visit(PAGE))
    heading = page.locator("a[data-tri=population]")
    heading.focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Habitants")
    expect(heading).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Habitants")
    expect(page).to_have_url(re.compile("tri=population&ordre=asc"))


def test_a_click_gives_the_sentence_of_the_territory(visit):
    page = ready(visit(f"{PAGE}?niveau=commune{SEAT}"))
    page.locator("#couv-carte").click()
    said = page.locator("#couv-dit")
    expect(said).to_contain_text("est couverte par le Pôle Laine (territoire déclaré).")
    expect(said.get_by_role("link", name="Page du territoire")).to_have_attribute(
        "href", "/communes/01001/"
    )


@pytest.mark.parametrize(
    ("level", "name"),
    [("zone-emploi", "Zone d'emploi de Bellecombe"), ("bassin-vie", "Bassin de vie de Saint-Œuf")],
)
def test_study_areas_are_painted_and_say_their_sentence(visit, level, name):
    page = ready(visit(f"{PAGE}?niveau={level}&bases=declare,presume,proche{SEAT}"))
    assert colour_at_centre(page, MAP) != [0xEF, 0xED, 0xEA]
    page.locator("#couv-carte").click()
    expect(page.locator("#couv-dit")).to_contain_text(name)


def test_what_no_study_area_holds_is_painted_and_said(visit):
    page = ready(visit(f"{PAGE}?niveau=bassin-vie&departement=01&bases=declare#12/45.05/2.65"))
    assert colour_at_centre(page, MAP) != [0xFB, 0xFA, 0xF6]  # 01006: not the bare land
    page.locator("#couv-carte").click()
    expect(page.locator("#couv-dit")).to_contain_text("Hors bassin de vie (en partie")


def test_the_centre_of_the_map_is_said_by_keyboard(visit):
    page = ready(visit(f"{PAGE}?niveau=departement{SEAT}"))
    page.locator("#couv-reglages button[type=submit]").focus()
    for _ in range(2):  # the other button of the form, then the map
        page.keyboard.press("Tab")
    expect(page.locator("#couv-carte")).to_be_focused()
    expect(page.locator("#couv-dit")).to_contain_text("Ain :")


def test_overseas_maps_are_painted_and_say_their_territory(visit):
    page = ready(visit(f"{PAGE}?niveau=departement"))
    reunion = page.locator("[data-outremer]", has_text="La Réunion").locator(".outremer-carte")
    reunion.scroll_into_view_if_needed()
    for share in (0.35, 0.5, 0.65):  # one of these points is on the squares of the island
        x, y = reunion.evaluate("one => [one.clientWidth, one.clientHeight]")
        reunion.click(position={"x": x * share, "y": y / 2})
    expect(page.locator("#couv-dit")).to_contain_text("La Réunion :")


def test_going_back_shows_what_was_asked_before(visit):
    page = ready(visit(PAGE))
    page.get_by_role("checkbox", name="Émergent").check()
    expect(page.locator(".chapeau")).to_contain_text("actif ou émergent")
    page.go_back()
    expect(page.locator(".chapeau")).not_to_contain_text("émergent")
    ready(page)
    expect(page.get_by_role("checkbox", name="Émergent")).not_to_be_checked()


@pytest.mark.parametrize(
    "query", ["", "?niveau=commune&departement=01", "?niveau=bassin-vie&decoupe=bassin-vie"]
)
def test_axe_finds_no_violation_and_nothing_overflows(visit, query):
    assert faults_at_both_widths(ready(visit(PAGE + query))) == []


def test_without_script_the_form_and_the_tables_serve(visit):
    page = visit(PAGE, javascript=False)
    expect(page.locator("#couv-carte")).to_be_hidden()
    page.get_by_role("checkbox", name="Émergent").check()
    page.get_by_label("Carte et tableau par").select_option("epci")
    page.get_by_role("button", name="Afficher").click()
    expect(page.locator(".chapeau")).to_contain_text("actif ou émergent")
    page.get_by_role("link", name="Part", exact=True).click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Part")


def test_on_paper_stand_sentence_map_tables_and_definitions(visit):
    page = ready(visit(PAGE))
    page.emulate_media(media="print")
    for part in (".chapeau", "#couv-carte", "#bases table", "#tableau table", "#definitions"):
        expect(page.locator(part).first).to_be_visible()
    expect(page.locator("#couv-reglages")).to_be_hidden()


@pytest.fixture
def measured(covered) -> None:
    """An indicator: high at 01001, low elsewhere in the Ain, unknown in the rest."""
    values = {f"01{n:03}": float(n) for n in range(2, 7)}
    make_indicator(communes={"01001": 90.0, **values}, label="Essai de mesure")
    touch("indicators")


DARKEST, NO_VALUE = [0x5F, 0x2C, 0x08], ([0xEC, 0xEE, 0xF0], [0x7D, 0x87, 0x8D])


def colours_around(page: Page) -> set[tuple[int, ...]]:
    """The colours of a square of 24 pixels at the centre of the big map."""
    found = page.evaluate(
        """() => {
            const frame = document.getElementById('couv-carte').getBoundingClientRect();
            const x = frame.x + frame.width / 2, y = frame.y + frame.height / 2, seen = [];
            for (const tile of document.querySelectorAll('#couv-carte canvas.leaflet-tile')) {
                const box = tile.getBoundingClientRect(), scale = tile.width / box.width;
                const at = [(x - box.x - 12) * scale, (y - box.y - 12) * scale];
                const { data } = tile.getContext('2d').getImageData(...at, 24 * scale, 24 * scale);
                for (let i = 0; i < data.length; i += 4)
                    if (data[i + 3]) seen.push([...data.slice(i, i + 3)]);
            }
            return seen;
        }"""
    )
    return {tuple(colour) for colour in found}


@pytest.mark.usefixtures("measured")
def test_an_indicator_is_painted_and_what_is_covered_is_hatched_over_it(visit):
    page = ready(visit(f"{PAGE}?niveau=commune{SEAT}"))
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    before = painted(page)
    page.get_by_label("Indicateur").select_option("essai")
    wait_for_paint(page, before)
    expect(page).to_have_url(re.compile("indicateur=essai"))
    expect(page.locator("#couv-legende")).to_contain_text("Essai de mesure")
    expect(page.locator("#couv-legende")).to_contain_text("sans valeur")
    seen = colours_around(page)
    assert tuple(DARKEST) in seen  # the class of 01001
    assert len(seen) > 3  # and the hatches of what is covered
    assert not [url for url in asked if "/tuiles/" in url or "contour" in url]
    page.locator("#couv-carte").click()
    expect(page.locator("#couv-dit")).to_contain_text(re.compile(r"Essai de mesure\s: 90,0\s%"))


@pytest.mark.usefixtures("measured")
def test_a_territory_without_value_has_a_pattern_of_its_own(visit):
    page = ready(visit(f"{PAGE}?niveau=commune&indicateur=essai#12/45.15/2.25"))  # 38002
    seen = colours_around(page)
    assert any(tuple(colour) in seen for colour in NO_VALUE)
    assert tuple(DARKEST) not in seen
    before = painted(page)
    page.get_by_label("Indicateur").select_option("")
    wait_for_paint(page, before)
    page.wait_for_function("!document.getElementById('contenu').hasAttribute('aria-busy')")
    assert not any(tuple(colour) in colours_around(page) for colour in NO_VALUE)


@pytest.mark.usefixtures("measured")
def test_what_no_study_area_holds_has_no_tint_of_an_indicator(visit):
    page = ready(visit(f"{PAGE}?niveau=bassin-vie&indicateur=essai#12/45.05/2.65"))
    assert colour_at_centre(page, MAP) == [0xFB, 0xFA, 0xF6]  # 01006: the bare land
    expect(page.locator("#couv-legende")).to_contain_text("hors bassin de vie : sans couleur")
    page.locator("#couv-carte").click()
    expect(page.locator("#couv-dit")).to_contain_text("du pays hors bassin de vie, ensemble")


@pytest.mark.usefixtures("measured")
def test_an_indicator_stays_from_one_level_to_another(visit):
    page = ready(visit(f"{PAGE}?niveau=epci&indicateur=essai{SEAT}"))
    before = painted(page)
    page.get_by_label("Carte et tableau par").select_option("zone-emploi")
    wait_for_paint(page, before)
    expect(page.locator("#couv-legende")).to_contain_text("zone d'emploi")
    expect(page.locator("#couv-legende")).to_contain_text("la moitié des habitants au moins")
    page.locator("a[data-tri=indicateur]").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Essai de mesure")


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize("level", ["commune&departement=01", "epci", "departement", "bassin-vie"])
def test_axe_finds_no_violation_with_an_indicator(visit, level):
    page = ready(visit(f"{PAGE}?niveau={level}&indicateur=essai"))
    assert faults_at_both_widths(page) == []


PRINTED = """() => {
    window.dispatchEvent(new Event("beforeprint"));
    return [document.querySelector("[data-impression]").textContent, location.href];
}"""


def test_a_sheet_of_paper_says_its_day_and_the_address_as_it_is_then(visit):
    page = ready(visit(f"{PAGE}?niveau=departement"))
    page.get_by_label("Région", exact=True).select_option("84")
    expect(page).to_have_url(re.compile("region=84"))
    page.emulate_media(media="print")
    expect(page.locator("[data-impression]")).to_be_visible()
    # At once: the map, which is going there, writes where it is into the address.
    said, address = page.evaluate(PRINTED)
    assert re.search(r"Imprimé le \d+(er)? \w+ \d{4}", said)
    assert address in said
    assert "region=84" in address
    # The small maps overseas would be empty beside a region alone.
    expect(page.locator(".couv-zone .outremer")).to_be_hidden()


@pytest.mark.parametrize(
    "path", ["/communes/01001/", "/epci/200000001/", "/departements/01/", "/regions/84/"]
)
def test_a_printed_territory_carries_its_definitions_and_no_navigation(visit, path):
    page = visit(path)
    words = page.locator(".definitions-papier")
    expect(words).to_be_hidden()
    page.emulate_media(media="print")
    expect(words).to_be_visible()
    expect(words).to_contain_text("Territoire présumé")
    expect(page.locator("[data-impression]")).to_be_visible()
    for part in (".entete-menu", ".recherche", ".fil", ".pied-liens"):
        expect(page.locator(part).first).to_be_hidden()
